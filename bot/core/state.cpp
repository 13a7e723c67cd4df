#include "bot/core/state.h"

#include <array>

namespace tocsin {
namespace {

constexpr std::array all_states{State::paging,     State::waiting,  State::investigating, State::identified,
                                State::monitoring, State::resolved, State::closed,        State::false_alarm,
                                State::merged,     State::ticket};

}  // namespace

std::string_view key_of(State state) {
    switch (state) {
        case State::paging:
            return "paging";
        case State::waiting:
            return "waiting";
        case State::investigating:
            return "investigating";
        case State::identified:
            return "identified";
        case State::monitoring:
            return "monitoring";
        case State::resolved:
            return "resolved";
        case State::closed:
            return "closed";
        case State::false_alarm:
            return "false_alarm";
        case State::merged:
            return "merged";
        case State::ticket:
            return "ticket";
    }
    return "paging";
}

std::string_view title_of(State state) {
    switch (state) {
        case State::paging:
            return "Paging on-call";
        case State::waiting:
            return "Waiting for business hours";
        case State::investigating:
            return "Investigating";
        case State::identified:
            return "Identified";
        case State::monitoring:
            return "Monitoring";
        case State::resolved:
            return "Resolved";
        case State::closed:
            return "Closed";
        case State::false_alarm:
            return "Not an incident";
        case State::merged:
            return "Merged";
        case State::ticket:
            return "Ticket";
    }
    return "Paging on-call";
}

std::optional<State> parse_state(std::string_view key) {
    for (const auto state : all_states) {
        if (key_of(state) == key) return state;
    }
    return std::nullopt;
}

bool is_unanswered(State state) {
    return state == State::paging || state == State::waiting;
}

bool is_open(State state) {
    switch (state) {
        case State::paging:
        case State::waiting:
        case State::investigating:
        case State::identified:
        case State::monitoring:
            return true;
        case State::resolved:
        case State::closed:
        case State::false_alarm:
        case State::merged:
        case State::ticket:
            return false;
    }
    return false;
}

}  // namespace tocsin
