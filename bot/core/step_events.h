// The facts about lists of steps on an incident's timeline; the others are event.h. Like those they carry
// everything that was computed when they happened.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/step_list.h"

namespace tocsin::event {

struct StepsPosted {  // they stand in the war room
    static constexpr std::string_view kind = "steps_posted";
    StepListKind of{};
    std::string runbook;  // its name; empty: of none
    std::string title;    // of the runbook
    std::vector<std::string> steps;
    int left_out = 0;  // steps that the list has no room for
    std::vector<RunbookLimit> limits;
    Time unresolved_since;  // the limits count from here
    bool operator==(const StepsPosted&) const = default;
};
struct StepMarked {
    static constexpr std::string_view kind = "step_marked";
    int list = 0;  // of the incident, from 1
    int step = 0;  // of the list, from 1
    StepMark mark{};
    std::string words;  // of the step
    std::string title;  // of the runbook; empty: of none
    bool operator==(const StepMarked&) const = default;
};
struct LimitReached {  // a runbook's time without a resolution is over
    static constexpr std::string_view kind = "limit_reached";
    int limit = 0;  // of the incident, from 1
    Duration unresolved{};
    std::string to;     // whom to escalate to, as the runbook says
    std::string title;  // of the runbook
    bool operator==(const LimitReached&) const = default;
};
struct LimitPutOff {  // "not yet"
    static constexpr std::string_view kind = "limit_put_off";
    int limit = 0;
    Time until;
    bool operator==(const LimitPutOff&) const = default;
};
struct RunbookWanted {  // there is none, and the actor is to be reminded after the incident
    static constexpr std::string_view kind = "runbook_wanted";
    std::string about;  // Search
    bool operator==(const RunbookWanted&) const = default;
};

}  // namespace tocsin::event
