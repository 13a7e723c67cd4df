// What the configuration says about an alert: its rule, severity and title, and whether a silence covers it.
// Rules in order, the first that fits decides. What follows is alerts.h.
#pragma once

#include <string>

#include "bot/engine/state.h"

namespace tocsin::engine {

struct Ruling {
    std::string rule;   // key of the rule; empty: none fits
    std::string title;  // of the incident
    Severity severity{};
    Duration held_for{};
    ServiceId service;  // may be empty
    bool auto_resolve = false;
    std::string remark;  // what was decided that neither rule nor source says; may be empty
};

// An alert that no rule fits has the severity that its source states. Where that cannot be read either it is
// a SEV 2: in doubt somebody is paged (reliability.md F60).
Ruling ruling_on(const Alert& alert, const State& state, Time now);

// Values that were read within the last three readings.
alerts::Values fresh_values(const State& state, Time now);

// That are not over, also those to come: the configuration's, then what people and programs made.
std::vector<Silence> silences_now(const State& state, storage::Tx& tx);

// Until when a silence keeps the alert from opening an incident of this severity; none: nothing does.
std::optional<Time> silenced_until(const Alert& alert, Severity severity, const State& state,
                                   storage::Tx& tx);

}  // namespace tocsin::engine
