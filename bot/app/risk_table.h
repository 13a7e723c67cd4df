// What many simulated days say of a rota: how soon somebody acknowledges, how often nobody does, who and what
// passes pages on. Figures only; making and playing the days is random_nights.h and world.h.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/app/random_nights.h"
#include "bot/app/world.h"

namespace tocsin::app {

inline constexpr std::array<Duration, 4> risk_marks{5min, 10min, 15min, 30min};

struct RiskRow {  // of a severity or a policy
    int incidents = 0;
    std::array<int, risk_marks.size()> within{};     // acknowledged by then
    int exhausted = 0;                               // the policy ended without an acknowledgment
    int unreachable = 0;                             // no level reached anybody
    std::vector<Duration> first_page, acknowledged;  // since the incident began; of those that had one
};
struct RiskOfLevel {
    int fired = 0;
    int passed_on = 0;  // its timeout ended without an acknowledgment
};
struct RiskOfPerson {
    int paged = 0;      // levels that named them
    int passed_on = 0;  // of these
    int pages = 0;
    int pages_at_night = 0;  // between sleeps_from and sleeps_to where they live
};

struct RiskTable {
    int days = 0;
    std::map<Severity, RiskRow> severities;
    std::map<std::string, RiskRow> policies;                    // "" for severities without one
    std::map<std::pair<std::string, int>, RiskOfLevel> levels;  // of a policy
    std::map<PersonId, RiskOfPerson> people;                    // everybody, also who is never paged

    void add(World& world, const Rules& rules);
};

// Of sorted durations the one that `share` of them do not pass; none of none.
std::optional<Duration> percentile(std::vector<Duration> durations, double share);

// The level and the person that pass on most of what they get; none: nothing was passed on.
std::optional<std::pair<std::string, int>> weakest_level(const RiskTable& table);
std::optional<PersonId> weakest_person(const RiskTable& table);

struct BadDay {  // on which something was untrue that must always be true
    std::uint64_t seed = 0;
    config::Scenario scenario;
    std::vector<std::string> violations;
};
// Plays `days` days from `seed` on. Error: of the store. Stops at the first bad day.
Expected<std::optional<BadDay>> play_days(const config::Configuration& configuration,
                                          const Assumptions& assumptions, std::uint64_t seed, int days,
                                          RiskTable& table);

}  // namespace tocsin::app
