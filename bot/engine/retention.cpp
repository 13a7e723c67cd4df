#include "bot/engine/retention.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/engine/clock_steps.h"
#include "storage/redaction.h"
#include "storage/unreadable.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view timer_name = "retention";
constexpr std::string_view gone_note = "gone/";  // of somebody who is no longer configured: since when
constexpr Duration begins_after = 5min;          // of a start
constexpr Duration every = 24h;
constexpr Duration pause = 250ms;  // between two pieces
constexpr int looked_at_once = 20;
constexpr int forgotten_at_once = 200;
constexpr Duration codes_are_kept = 24h;

// Where a day's work has got to: a step, and within it the incident that came last.
struct Progress {
    enum class Step { timelines, addresses, duties, contacts } step = Step::timelines;
    storage::Aged last{};
};

Progress read_progress(const std::string& payload) {
    Progress progress;
    const auto parts = split(payload, ' ');
    std::array<std::int64_t, 3> numbers{};
    for (std::size_t i = 0; i < std::min(parts.size(), numbers.size()); ++i)
        std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), numbers[i]);
    progress.step = static_cast<Progress::Step>(std::min<std::int64_t>(numbers[0], 3));
    progress.last = {Time{Duration{numbers[1]}}, IncidentNumber{numbers[2]}};
    return progress;
}

std::string payload_of(const Progress& progress) {
    return fmt::format("{} {} {}", static_cast<int>(progress.step),
                       progress.last.declared.time_since_epoch().count(), progress.last.number.value());
}

struct Day {
    Workbench& bench;
    Progress progress;

    storage::Tx& tx() const { return bench.tx(); }

    // A ticket is closed in its tracker: nothing here says when.
    Time over_since(const Incident& incident) const {
        if (incident.ended) return *incident.ended;
        const auto timeline = tx().timeline(incident.number);
        return timeline.empty() ? bench.now() : timeline.back().at;
    }

    // Closed incidents of that age of which nothing waits, one piece; false: there are no more.
    template <class Work>
    bool old_incidents(const std::optional<Duration>& keep, bool unswept, Work work) {
        if (!keep) return false;
        const auto before = bench.now() - *keep;
        const auto found = tx().closed_before(before, progress.last, unswept, looked_at_once);
        for (const auto& incident : found) {
            progress.last = {incident.declared, incident.number};
            try {
                if (incident.revision == 0) throw storage::UnreadableValue("It cannot be read.");
                if (over_since(incident) < before && !is_something_waiting(incident)) work(incident);
            } catch (const storage::UnreadableValue& error) {
                log::error("an incident does not verify and was left as it is; run tocsin verify",
                           {{"incident", name_of(incident)}, {"error", error.what()}});
            }
        }
        return std::ssize(found) == looked_at_once;
    }

    bool timelines() {
        int forgotten = 0;
        const bool more =
            old_incidents(bench.settings().retention.timeline, false, [&](const auto& incident) {
                tx().forget_incident(incident.number);
                ++forgotten;
            });
        if (forgotten > 0)
            log::info("incidents were kept long enough", {{"forgotten", std::to_string(forgotten)}});
        return more;
    }

    bool addresses() {
        return old_incidents(bench.settings().retention.personal_data, true, [&](const auto& incident) {
            auto redaction = storage::Redaction::of_addresses();
            tx().redact(incident.number, redaction, false);
            tx().swept(incident.number);
        });
    }

    bool duties() const {
        tx().forget_codes_before(bench.now() - codes_are_kept);
        const auto& keep = bench.settings().retention.personal_data;
        if (!keep) return false;
        const auto before = bench.now() - *keep;
        return tx().forget_ad_hoc_pages_before(before, forgotten_at_once) >= forgotten_at_once ||
               tx().forget_shifts_before(before, forgotten_at_once) >= forgotten_at_once ||
               tx().forget_reasons_of_covers_before(before, forgotten_at_once) >= forgotten_at_once;
    }

    // Of people who are not configured any more; a name that was misspelt for a day costs nobody their
    // number.
    bool contacts() const {
        const auto& keep = bench.settings().retention.personal_data;
        if (!keep) return false;
        for (const auto& known : tx().all_contacts()) {
            const auto note = fmt::format("{}{}", gone_note, known.person.str());
            if (bench.rules().people.contains(known.person)) {
                tx().forget_note(note);
                continue;
            }
            const auto noted = tx().note(note);
            const auto since = noted ? parse_rfc3339(*noted) : fail(ErrorKind::not_found, "");
            if (!since) {
                tx().set_note(note, format_rfc3339(bench.now()));
            } else if (*since < bench.now() - *keep) {
                if (known.no_texts) tx().keep_stopped(known.no_texts->number);
                tx().forget_contacts(known.person);
                tx().forget_note(note);
                bench.state().on_call.contacts.erase(known.person);
            }
        }
        return false;
    }

    bool piece() {
        try {
            return piece_of_step();
        } catch (const storage::UnreadableValue& error) {
            log::error("a step of retention was left out for today", {{"error", error.what()}});
            return false;
        }
    }

    bool piece_of_step() {
        switch (progress.step) {
            case Progress::Step::timelines:
                return timelines();
            case Progress::Step::addresses:
                return addresses();
            case Progress::Step::duties:
                return duties();
            case Progress::Step::contacts:
                return contacts();
        }
        std::unreachable();
    }

    // false: the day's work is done.
    bool go_on() {
        if (piece()) return true;
        if (progress.step == Progress::Step::contacts) return false;
        progress = {static_cast<Progress::Step>(static_cast<int>(progress.step) + 1), {}};
        return true;
    }
};

}  // namespace

void set_retention_timer(storage::Tx& tx) {
    const auto timers = tx.timers_with_prefix(timer_name);
    if (timers.empty() || timers.front().failures > 0)
        tx.set_timer({std::string(timer_name), tx.now() + begins_after, std::string(timer_name), "", 0});
}

void fire_retention(Workbench& bench, const storage::Timer& timer) {
    if (deletions_wait(bench)) {
        bench.tx().set_timer({timer.key, bench.now() + every, timer.kind, "", 0});
        return;
    }
    Day day{bench, read_progress(timer.payload)};
    const bool more = day.go_on();
    bench.tx().set_timer({timer.key, bench.now() + (more ? pause : every), timer.kind,
                          more ? payload_of(day.progress) : std::string(), 0});
}

}  // namespace tocsin::engine
