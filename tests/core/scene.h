// An incident under way, for the tests of the core: commands go in as people give them, facts are folded as
// the engine does. No store, no clock but the one that the test moves.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>

#include "bot/core/decide.h"

namespace tocsin::scene {

inline const Actor dana{UserId{"U000DANA"}, "Dana"};
inline const Actor lee{UserId{"U000LEE"}, "Lee"};
inline const Actor kim{UserId{"U000KIM"}, "Kim"};
inline const Actor tocsin_itself{};

inline Time at(std::string_view rfc3339) {
    return parse_rfc3339(rfc3339).value();
}

struct Scene {
    Rules rules = default_rules();
    OnCall on_call;
    Time now = at("2025-01-21T14:32:00Z");
    Incident incident;
    std::vector<Event> timeline;

    explicit Scene(Severity severity = Severity::sev1) {
        event::Declared declared;
        declared.title = "API Down";
        declared.severity = severity;
        declared.started = declared.detected = now;
        incident.number = IncidentNumber{42};
        record(declared, kim);
    }

    void record(const EventBody& body, const Actor& by) {
        const Event event{incident.number, incident.revision + 1, now, by, Via::slash, body};
        timeline.push_back(event);
        incident = apply(incident, event);
    }

    Expected<std::vector<EventBody>> ask(const Actor& by, const CommandBody& body) const {
        return decide(incident, {rules, on_call, timeline}, {by, Via::slash, body}, now);
    }

    // The command must be allowed; its facts are folded and answered.
    std::vector<EventBody> does(const Actor& by, const CommandBody& body) {
        auto events = ask(by, body);
        REQUIRE_MESSAGE(events.has_value(), (events ? "" : events.error().message));
        for (const auto& event : *events) record(event, by);
        return *events;
    }

    // The command must be refused with these words somewhere in the sentence.
    void refuses(const Actor& by, const CommandBody& body, std::string_view words) const {
        const auto events = ask(by, body);
        REQUIRE_FALSE(events.has_value());
        CHECK_MESSAGE(events.error().message.contains(words), events.error().message);
    }

    // Fires the incident's timers up to `until`, each at its own time; how many reminders were told.
    int pass_until(Time until) {
        int told = 0;
        for (;;) {
            const auto timers = timers_of(incident, rules);
            const auto next = std::ranges::min_element(timers, {}, &TimerWish::due);
            if (next == timers.end() || next->due > until) break;
            now = std::max(now, next->due);
            for (const auto& event : does(tocsin_itself, next->command)) {
                told += std::holds_alternative<event::ReminderTold>(event) ? 1 : 0;
            }
        }
        now = until;
        return told;
    }
};

}  // namespace tocsin::scene
