#include "bot/config/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tocsin::config {

Finding error_at(Position at, std::string what, std::string why, std::string fix) {
    return {Weight::error, {}, at.line, at.column, std::move(what), std::move(why), std::move(fix)};
}

Finding warning_at(Position at, std::string what, std::string why, std::string fix) {
    return {Weight::warning, {}, at.line, at.column, std::move(what), std::move(why), std::move(fix)};
}

std::string to_line(const Finding& finding) {
    const std::string_view kind = finding.weight == Weight::warning ? "warning: " : "";
    return fmt::format("{}:{}:{}: {}{}, {}, {}", finding.file, finding.line, finding.column, kind,
                       finding.what, finding.why, finding.fix);
}

std::vector<std::string> to_lines(const std::vector<Finding>& findings) {
    std::vector<std::string> lines;
    lines.reserve(findings.size());
    for (const Finding& finding : findings) lines.push_back(to_line(finding));
    return lines;
}

bool has_errors(const std::vector<Finding>& findings) {
    return std::ranges::any_of(findings, [](const Finding& f) { return f.weight == Weight::error; });
}

}  // namespace tocsin::config
