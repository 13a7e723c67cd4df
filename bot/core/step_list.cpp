#include "bot/core/step_list.h"

#include <algorithm>
#include <array>

namespace tocsin {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 3> kind_names{"runbook", "mitigation", "verification"};
constexpr std::array<std::string_view, 2> mark_names{"done", "not_it"};

template <class Value, std::size_t count>
std::optional<Value> parse(const std::array<std::string_view, count>& names, std::string_view key) {
    const auto found = std::ranges::find(names, key);
    if (found == names.end()) return std::nullopt;
    return static_cast<Value>(found - names.begin());
}

}  // namespace

std::string_view key_of(StepListKind kind) {
    return kind_names.at(static_cast<std::size_t>(kind));
}
std::optional<StepListKind> parse_step_list_kind(std::string_view key) {
    return parse<StepListKind>(kind_names, key);
}

std::string_view key_of(StepMark mark) {
    return mark_names.at(static_cast<std::size_t>(mark));
}
std::optional<StepMark> parse_step_mark(std::string_view key) {
    return parse<StepMark>(mark_names, key);
}

bool stands(const StepList& list) {
    return !list.over && std::ranges::any_of(list.steps, [](const Step& step) { return !step.marked; });
}

const std::vector<std::string>& mitigation_steps() {
    static const std::vector<std::string> steps{
        "Roll back the last deployment", "Restart the service (connection pool exhausted, memory leak)",
        "Scale up (traffic spike)", "Fail over to the backup (database failure)",
        "Kill the process that causes it (runaway query)"};
    return steps;
}

const std::vector<VerificationCheck>& verification_checks() {
    static const std::vector<VerificationCheck> checks{{"health", "Health endpoint answers 200"},
                                                       {"errors", "Error rate below 0.1%"},
                                                       {"reports", "No new user reports"},
                                                       {"smoke", "Sign up, log in and purchase work"}};
    return checks;
}

}  // namespace tocsin
