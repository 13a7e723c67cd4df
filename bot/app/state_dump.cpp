#include "bot/app/state_dump.h"

#include <algorithm>

#include "bot/engine/gauges.h"
#include "bot/engine/timers.h"

namespace tocsin::app {
namespace {

using engine::Metric;

constexpr int most_rows_looked_at = 500;  // of lanes that are due
constexpr int most_of_a_lane = 100;

long long seconds(Duration duration) {
    return std::chrono::floor<std::chrono::seconds>(duration).count();
}

// What a timer is for, without the names that its key may hold: "escalate/42".
std::string shown_key(const storage::Timer& timer) {
    const auto slash = timer.key.find('/');
    if (slash == std::string::npos) return timer.key;
    const auto rest = std::string_view(timer.key).substr(slash + 1);
    const bool is_number = !rest.empty() && rest.find_first_not_of("0123456789/") == std::string_view::npos;
    return is_number ? timer.key : timer.key.substr(0, slash) + "/…";
}

JsonText timers(storage::Tx& tx) {
    auto all = tx.timers_with_prefix("");
    std::ranges::sort(all, {}, &storage::Timer::due);
    auto next = JsonText::array(), quarantined = JsonText::array();
    int shown = 0, waiting = 0;
    for (const auto& timer : all) {
        auto entry = JsonText::object({{"timer", shown_key(timer)},
                                       {"kind", timer.kind},
                                       {"due", format_rfc3339(timer.due)},
                                       {"failures", timer.failures}});
        if (timer.failures >= engine::failures_when_put_off) {
            quarantined.push_back(entry);
        } else if (++waiting; shown < most_timers_shown) {
            ++shown;
            next.push_back(entry);
        }
    }
    return JsonText::object({{"waiting", waiting}, {"next", next}, {"quarantined", quarantined}});
}

// "page/sms/dana/42" is told as "page/sms": who it is for is nobody's business here.
std::string kind_of_lane(std::string_view lane) {
    const auto first = lane.find('/');
    const bool names_means =
        lane.starts_with("page/") || lane.starts_with("test/") || lane.starts_with("code/");
    const auto end = names_means ? lane.find('/', first + 1) : first;
    return std::string(lane.substr(0, end));
}

JsonText outbox(storage::Tx& tx) {
    auto priorities = JsonText::object();
    for (const auto& count : tx.outbox_counts())
        priorities.set(
            engine::word_for(count.priority),
            JsonText::object({{"rows", count.rows}, {"oldest_s", seconds(tx.now() - count.oldest)}}));
    struct Kind {
        int lanes = 0, rows = 0, most_attempts = 0;
    };
    std::map<std::string, Kind> kinds;
    for (const auto& lane : tx.due_lanes(most_rows_looked_at, most_of_a_lane)) {
        if (lane.empty()) continue;
        auto& kind = kinds[kind_of_lane(lane.front().lane)];
        ++kind.lanes;
        kind.rows += static_cast<int>(lane.size());
        for (const auto& row : lane) kind.most_attempts = std::max(kind.most_attempts, row.attempts);
    }
    auto due = JsonText::array();
    int shown = 0;
    for (const auto& [name, kind] : kinds) {
        if (++shown > most_lanes_shown) break;
        due.push_back(JsonText::object({{"kind", name},
                                        {"lanes", kind.lanes},
                                        {"rows", kind.rows},
                                        {"most_attempts", kind.most_attempts}}));
    }
    return JsonText::object({{"rows", tx.outbox_size()}, {"by_priority", priorities}, {"due_lanes", due}});
}

JsonText incidents(storage::Tx& tx) {
    auto counts = JsonText::object();
    const auto open = tx.open_counts();
    for (const auto severity : all_severities) {
        int of_severity = 0, unanswered = 0;
        for (const auto& count : open) {
            if (count.severity != severity) continue;
            of_severity += count.count;
            if (is_unanswered(count.state)) unanswered += count.count;
        }
        counts.set(key_of(severity), JsonText::object({{"open", of_severity}, {"unanswered", unanswered}}));
    }
    return counts;
}

// Those that share the store, this one among them.
JsonText replicas(storage::Tx& tx) {
    auto all = JsonText::array();
    for (const auto& replica : tx.replicas()) {
        all.push_back(JsonText::object({{"name", replica.name},
                                        {"version", replica.version},
                                        {"configuration", replica.configuration},
                                        {"silent_s", seconds(tx.now() - replica.seen)},
                                        {"sockets", replica.sockets}}));
    }
    return all;
}

JsonText providers_in_trouble(const std::vector<engine::Measured>& standing) {
    auto troubled = JsonText::array();
    for (const auto& one : standing) {
        if (one.what == Metric::provider_up && one.value == 0)
            troubled.push_back(
                JsonText::object({{"provider", one.labels.at(0)}, {"means", one.labels.at(1)}}));
    }
    return troubled;
}

bool is_set(const std::vector<engine::Measured>& standing, Metric metric) {
    return std::ranges::any_of(standing,
                               [&](const auto& one) { return one.what == metric && one.value != 0; });
}

JsonText state_of(storage::Tx& tx, const ProcessFacts& facts) {
    return JsonText::object(
        {{"version", facts.version},
         {"at", format_rfc3339(tx.now())},
         {"uptime_s", seconds(facts.uptime)},
         {"config_sha256", facts.config_sha256},
         {"store", facts.store},
         {"slack", JsonText::object({{"sockets", facts.slack_sockets},
                                     {"away", is_set(facts.standing, Metric::slack_away)}})},
         {"replicas", replicas(tx)},
         {"incidents", incidents(tx)},
         {"timers", timers(tx)},
         {"outbox", outbox(tx)},
         {"providers_in_trouble", providers_in_trouble(facts.standing)}});
}

}  // namespace

Expected<JsonText> state_of(storage::Store& store, const ProcessFacts& facts) {
    Expected<JsonText> state;
    try {
        store.transact([&](storage::Tx& tx) { state = state_of(tx, facts); });
    } catch (const std::exception& error) {
        return fail(ErrorKind::unavailable, error.what());
    }
    return state;
}

}  // namespace tocsin::app
