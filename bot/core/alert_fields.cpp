#include "bot/core/alert_fields.h"

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin {
namespace {

std::string problem_of_path(std::string_view path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    const auto steps = split(path, '.');
    const bool whole = std::ranges::none_of(steps, [](std::string_view step) { return step.empty(); });
    return whole ? "" : "a path has a dot too many, or nothing in it";
}

std::string problem_of_pattern(std::string_view pattern) {
    while (!pattern.empty()) {
        const auto open = pattern.find_first_of("{}");
        if (open == std::string_view::npos) return "";
        const auto close = pattern.find_first_of("{}", open + 1);
        if (pattern[open] == '}' || close == std::string_view::npos || pattern[close] == '{')
            return "a { and its } do not belong together";
        if (auto problem = problem_of_path(pattern.substr(open + 1, close - open - 1)); !problem.empty())
            return problem;
        pattern.remove_prefix(close + 1);
    }
    return "";
}

}  // namespace

std::string problem_of_bare_path(std::string_view path) {
    if (path.find_first_of("|'{}") != std::string_view::npos) return "only a path can stand here";
    return problem_of_path(path);
}

std::string problem_of_field(std::string_view expression) {
    for (const std::string_view part : split(expression, '|')) {
        const std::string_view alternative = trim(part);
        if (alternative.empty()) return "a | has nothing on one side";
        if (alternative.starts_with('\'')) {
            if (alternative.size() < 2 || !alternative.ends_with('\'')) return "a ' has no end";
            continue;
        }
        auto problem = alternative.find_first_of("{}") == std::string_view::npos
                           ? problem_of_path(alternative)
                           : problem_of_pattern(alternative);
        if (!problem.empty()) return problem;
    }
    return "";
}

}  // namespace tocsin
