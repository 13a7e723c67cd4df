// What the reports take of an incident: its instants, whether it counts, and what its page was worth. The
// store keeps it beside the incident, so that a month is read without reading the incidents.
#pragma once

#include <optional>
#include <string>

#include "bot/core/incident.h"

namespace tocsin {

struct MeasuredIncident {
    IncidentNumber number{};  // 0: not known
    Severity severity{};
    std::optional<Time> started{}, detected{}, acknowledged{};
    std::optional<Time> resolved{};  // for good: of a reopened one the last time
    bool by_alert = false;           // an alert opened it, and it was no drill
    bool counts = true;              // false: a drill, a false alarm, or merged into another
    int updates_due = 0;             // promises that came due or were kept, and those kept in time
    int updates_on_time = 0;
    std::string rule{};  // of that alert; may be empty
    std::optional<PageVerdict> verdict{};
    int actions = 0;  // items, and those of them that are not done
    int open_actions = 0;
    std::optional<Time> post_mortem_due{};        // as it was promised; none: none is owed, or it was skipped
    std::optional<Time> post_mortem_published{};  // of one that is owed

    bool is_false_alert() const { return by_alert && verdict == PageVerdict::false_alarm; }
    bool operator==(const MeasuredIncident&) const = default;
};

// What became of it says it, else the last who was asked.
std::optional<PageVerdict> verdict_of(const Incident& incident);

MeasuredIncident measured(const Incident& incident);

}  // namespace tocsin
