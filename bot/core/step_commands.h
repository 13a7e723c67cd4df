// What may be asked for about lists of steps; the other commands are in decide.h.
#pragma once

#include <string>
#include <vector>

#include "bot/core/step_list.h"

namespace tocsin::command {

struct PostRunbook {  // its steps
    std::string runbook;
    std::string title;
    std::vector<std::string> steps;
    std::vector<RunbookLimit> limits;
    bool operator==(const PostRunbook&) const = default;
};
struct MarkStep {
    int list = 0;  // from 1
    int step = 0;  // from 1
    StepMark mark{};
    bool operator==(const MarkStep&) const = default;
};
struct CheckLimits {  // the timer `limit/…` is due
    bool operator==(const CheckLimits&) const = default;
};
struct PutOffLimit {
    int limit = 0;  // from 1
    bool operator==(const PutOffLimit&) const = default;
};
struct WantRunbook {
    std::string about;
    bool operator==(const WantRunbook&) const = default;
};

}  // namespace tocsin::command
