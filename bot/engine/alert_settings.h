// How alerts become incidents, as the configuration says it. Values only; what is done with them is alerts.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/alerts/condition.h"
#include "bot/core/severity.h"
#include "bot/core/silence.h"

namespace tocsin::engine {

struct AlertRule {
    std::string key;   // its name, with a number where several have it
    std::string name;  // title of the incident
    alerts::Condition when;
    Duration held_for{};
    Severity severity{};
    ServiceId service{};  // where the alert names none; may be empty
    bool auto_resolve = false;

    bool is_about_values() const { return !when.reads_alert(); }
};

struct AlertSettings {
    std::vector<AlertRule> rules;  // the first that fits decides
    std::vector<std::string> group_by;
    std::vector<Silence> silences;  // of the configuration
    std::string prometheus_url;     // empty: none
    Duration read_every = 15s;
    std::map<std::string, std::string> values;      // name to PromQL
    std::optional<Duration> keep_quiet = 90 * 24h;  // alerts that fire no more; none: for ever
};

}  // namespace tocsin::engine
