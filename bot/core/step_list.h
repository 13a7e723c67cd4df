// Things to do that stand in the war room as a list where people mark each one: the steps of a runbook, what
// brings a service back, what shows that it is back. And how long a runbook waits for a resolution.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/time.h"
#include "bot/core/actor.h"

namespace tocsin {

enum class StepListKind { runbook, mitigation, verification };
std::string_view key_of(StepListKind kind);
std::optional<StepListKind> parse_step_list_kind(std::string_view key);

enum class StepMark { done, not_it };
std::string_view key_of(StepMark mark);
std::optional<StepMark> parse_step_mark(std::string_view key);

inline constexpr std::size_t most_steps = 40;  // of a list; what comes after stays in the runbook
inline constexpr std::size_t most_step_lists = 20;

struct MarkedStep {
    StepMark mark{};
    Actor by;
    Time at;
    bool operator==(const MarkedStep&) const = default;
};

struct Step {
    std::string words;
    std::optional<MarkedStep> marked;  // none: open
    bool operator==(const Step&) const = default;
};

struct StepList {
    StepListKind kind{};
    std::string runbook;  // its name; empty: it is of none
    std::string title;    // of the runbook: API Down
    std::vector<Step> steps;
    int left_out = 0;  // steps that it has no room for
    Actor by;
    Time at;
    bool over = false;  // the incident ended since
    bool operator==(const StepList&) const = default;
};

// Somebody is to mark it still.
bool stands(const StepList& list);

struct RunbookLimit {  // "If not resolved in 30 minutes, escalate to CTO."
    Duration after{};
    std::string to;
    bool operator==(const RunbookLimit&) const = default;
};

// A limit of a runbook whose steps were posted. The war room is asked when it is due: once, and again after
// the same time when somebody says "not yet".
struct StepLimit {
    int list = 0;  // of the steps; from 1
    RunbookLimit limit;
    Time since;               // unresolved
    std::optional<Time> due;  // none: it was asked, answered for good, or nothing is left to ask
    bool asked = false;       // and nobody has answered yet
    Actor answered_by;
    std::optional<Time> answered;
    bool escalated = false;
    bool operator==(const StepLimit&) const = default;
};

// The lists of phases 4 and 5, in the order in which they stand there.
const std::vector<std::string>& mitigation_steps();
struct VerificationCheck {
    std::string_view key;  // health
    std::string words;
};
const std::vector<VerificationCheck>& verification_checks();

}  // namespace tocsin
