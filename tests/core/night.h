// One incident of the example organisation and everything that is paged for it, in virtual time.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/decide.h"
#include "tests/core/schedules.h"

namespace tocsin::testing {

inline const auto opened = at("2025-01-08T15:00:00Z");  // a Wednesday, 10:00 in New York

inline Target to(Target::Kind kind, const char* id = "") {
    return {kind, id};
}
inline Target person(const char* id) {
    return to(Target::Kind::person, id);
}

// The organisation of the example configuration: Dana and Lee are on call, Sam manages.
inline Rules organisation() {
    auto rules = default_rules();
    for (const auto* id : {"dana", "lee", "kim", "sam"}) {
        Person one;
        one.id = PersonId(id);
        one.name = id;
        one.slack = UserId("U0" + to_lower(id));
        one.phone = "+12025550101";
        one.email = std::string(id) + "@example.com";
        rules.people[one.id] = one;
    }
    rules.people[PersonId("sam")].title = "Engineering Lead";
    rules.teams[TeamId("platform")] = {TeamId("platform"), person("dana"), person("lee"), person("sam")};
    rules.default_team = TeamId("platform");
    rules.severities.at(Severity::sev4).ticket = "github";
    rules.business_hours.timezone = "America/New_York";
    return rules;
}

// One incident and everything that is paged for it: "0 L1 dana phone,sms,slack".
struct Night {
    Rules rules;
    OnCall on_call;
    Time start = opened;
    Time now = opened;
    Incident incident;
    std::vector<std::string> pages;
    std::vector<std::string> alarms;
    std::vector<std::string> tickets;

    explicit Night(Severity severity, Rules given = organisation(), Time begin = opened,
                   std::optional<OnCall> reach = {})
        : rules(std::move(given)), on_call(reach ? *reach : OnCall(rules)), start(begin), now(begin) {
        event::Declared declared;
        declared.title = "API Down";
        declared.severity = severity;
        declared.started = declared.detected = now;
        declared.state = rules.of(severity).ticket.empty() ? State::paging : State::ticket;
        incident.number = IncidentNumber{42};
        for (const auto& body :
             tocsin::opening(incident.number, declared, {rules, on_call, {}}, {}, Via::slash, now))
            record(body, {});
        fire_due();
    }

    void record(const EventBody& body, const Actor& by) {
        if (const auto* paged = std::get_if<event::Paged>(&body)) {
            for (const auto& order : paged->orders) {
                std::vector<std::string> via;
                for (const auto means : order.via) via.emplace_back(key_of(means));
                pages.push_back(fmt::format("{} L{} {} {}", minutes(now), paged->level, order.to.person.str(),
                                            join(via, ",")));
            }
        }
        if (const auto* ended = std::get_if<event::PagingEnded>(&body))
            alarms.push_back(fmt::format("{} {}", minutes(now), key_of(ended->end)));
        if (const auto* ticket = std::get_if<event::TicketWanted>(&body))
            tickets.push_back(fmt::format("{} {}", minutes(now), ticket->tracker));
        incident = apply(incident, {incident.number, incident.revision + 1, now, by, Via::slash, body});
    }

    std::string minutes(Time when) const {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(when - start).count();
        return seconds % 60 == 0 ? fmt::format("{}", seconds / 60)
                                 : fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    }

    Actor who(const char* id) const { return actor_of(rules.people.at(PersonId(id))); }

    bool tries(const Actor& by, const CommandBody& body) {
        const auto events = decide(incident, {rules, on_call, {}}, {by, Via::slash, body}, now);
        if (!events) return false;
        for (const auto& event : *events) record(event, by);
        fire_due();
        return true;
    }
    void does(const char* id, const CommandBody& body) { REQUIRE(tries(who(id), body)); }

    void fire_due() {
        for (int i = 0; i < 20; ++i) {
            const auto timers = timers_of(incident, rules);
            const auto next = std::ranges::min_element(timers, {}, &TimerWish::due);
            if (next == timers.end() || next->due > now) return;
            const auto events =
                decide(incident, {rules, on_call, {}}, {Actor{}, Via::timer, next->command}, now);
            REQUIRE(events.has_value());
            for (const auto& event : *events) record(event, {});
        }
    }

    // Whatever is due up to and at `after` happens.
    void pass(Duration after) {
        const auto until = start + after;
        for (;;) {
            const auto timers = timers_of(incident, rules);
            const auto next = std::ranges::min_element(timers, {}, &TimerWish::due);
            if (next == timers.end() || next->due > until) break;
            now = std::max(now, next->due);
            fire_due();
        }
        now = until;
    }

    // Nothing happens in between, as if the process had not run.
    void sleep_until(Duration after) { now = start + after; }
};

using Lines = std::vector<std::string>;

}  // namespace tocsin::testing
