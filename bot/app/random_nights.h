// Scenarios that are made up from a seed: days with incidents as an organisation has them, for the table of
// its risks, and nights in which everything goes wrong, for the tests. The same seed always gives the same
// one; playing it is world.h.
#pragma once

#include <cstdint>

#include "bot/config/configuration.h"
#include "bot/config/scenario.h"

namespace tocsin::app {

struct Assumptions {  // probabilities are for each person and day, or for each day
    Time from;
    Duration span = 28 * 24h;      // incidents come at any time of it
    double answers = 0.8;          // whoever a page reaches, acknowledges it
    Duration answer_after = 3min;  // in the middle; every tenth takes more than twice as long
    double away = 0.05;            // hears nothing all day
    double dead_phone = 0.03;      // neither rings nor takes texts
    double trouble = 0.02;         // each of: a provider, the process, the store, the clock
};

inline constexpr int sleeps_from = 23, sleeps_to = 7;  // by the wall clock of the person

// Of the severities that page, each as often as the other.
config::Scenario random_day(const config::Configuration& configuration, const Assumptions& assumptions,
                            std::uint64_t seed);

// Needs two people at least. After 90 minutes everything works again, and it goes on until every policy has
// ended.
config::Scenario wild_night(const config::Configuration& configuration, Time start, std::uint64_t seed);

}  // namespace tocsin::app
