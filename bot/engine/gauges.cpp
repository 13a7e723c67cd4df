#include "bot/engine/gauges.h"

#include <algorithm>
#include <array>

#include "bot/engine/balances.h"
#include "bot/engine/timers.h"

namespace tocsin::engine {
namespace {

using storage::Priority;

constexpr std::array open_states{tocsin::State::paging, tocsin::State::waiting, tocsin::State::investigating,
                                 tocsin::State::identified, tocsin::State::monitoring};
constexpr std::array priorities{Priority::page, Priority::answer, Priority::update, Priority::cosmetic};

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

struct Gauges {
    State& state;
    storage::Tx& tx;

    void set(Metric what, std::vector<std::string> labels, double value) const {
        state.measured.standing.push_back({what, std::move(labels), value});
    }
    void set(Metric what, bool is_so) const { set(what, {}, is_so ? 1 : 0); }

    void timers() const {
        const auto next = timer_to_fire(state, tx);
        const auto late = next ? std::max(tx.now() - next->due, Duration{}) : Duration{};
        set(Metric::timer_overdue, {}, seconds(late));
    }
    void outbox() const {
        const auto counts = tx.outbox_counts();
        for (const auto priority : priorities) {
            const auto found = std::ranges::find(counts, priority, &storage::OutboxCount::priority);
            const bool none = found == counts.end();
            const std::string name(word_for(priority));
            set(Metric::outbox_rows, {name}, none ? 0 : found->rows);
            set(Metric::outbox_oldest, {name}, none ? 0 : seconds(tx.now() - found->oldest));
        }
    }
    void incidents() const {
        const auto counts = tx.open_counts();
        for (const auto severity : all_severities) {
            for (const auto open : open_states) {
                const auto found = std::ranges::find_if(counts, [&](const storage::IncidentCount& count) {
                    return count.severity == severity && count.state == open;
                });
                set(Metric::incidents_open, {std::string(key_of(severity)), std::string(key_of(open))},
                    found == counts.end() ? 0 : found->count);
            }
        }
    }
    void providers() const {
        for (const auto means : all_means) {
            for (const auto& channel : state.settings.channels.providers_for(means)) {
                const bool fails = state.troubles.contains(route_of(*channel, means));
                set(Metric::provider_up, {std::string(channel->provider()), std::string(key_of(means))},
                    fails ? 0 : 1);
            }
        }
    }
    void balances() const {
        for (const auto& provider : state.settings.channels.providers())
            if (const auto left = known_balance(tx, provider))
                set(Metric::provider_balance, {provider}, *left);
    }
    void watched() const {
        set(Metric::slack_away, state.watching.away_since.has_value());
        set(Metric::rule_values_up, !state.reading.failing_since.has_value());
        for (const auto& monitor : state.settings.probes.monitors) {
            const auto record = tx.alert(monitor_source, monitor.name);
            set(Metric::monitor_up, {monitor.name}, record && record->firing() ? 0 : 1);
        }
    }
};

}  // namespace

std::string_view word_for(storage::Priority priority) {
    switch (priority) {
        case Priority::page:
            return "page";
        case Priority::answer:
            return "answer";
        case Priority::update:
            return "update";
        case Priority::cosmetic:
            return "cosmetic";
    }
    return "";
}

void read_gauges(State& state, storage::Tx& tx) {
    if (tx.now() - state.stood < gauges_read_every && tx.now() >= state.stood) return;
    state.measured.standing.clear();
    const Gauges gauges{state, tx};
    gauges.set(Metric::engine_last_step, {}, seconds(tx.now().time_since_epoch()));
    gauges.timers();
    gauges.outbox();
    gauges.incidents();
    gauges.providers();
    gauges.balances();
    gauges.watched();
}

}  // namespace tocsin::engine
