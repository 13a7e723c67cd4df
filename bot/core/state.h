// The states of an incident (interactions.md section 3) with the words people see for them.
#pragma once

#include <optional>
#include <string_view>

namespace tocsin {

enum class State {
    paging,         // declared, nobody has acknowledged
    waiting,        // outside business hours, pages later
    investigating,  // somebody leads
    identified,
    monitoring,
    resolved,
    closed,  // post-mortem published or not needed
    false_alarm,
    merged,
    ticket,  // handed to the tracker
};

std::string_view key_of(State state);    // investigating
std::string_view title_of(State state);  // Investigating, Paging on-call, Not an incident
std::optional<State> parse_state(std::string_view key);
// Open, and nobody's acknowledgment holds.
bool is_unanswered(State state);
// Not resolved, closed, cancelled, merged or handed to the tracker.
bool is_open(State state);

}  // namespace tocsin
