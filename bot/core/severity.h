// The four severities and how people write them. What a severity means (who is paged, how often an update is
// due) is configuration: bot/core/rules.h.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

enum class Severity { sev1 = 1, sev2 = 2, sev3 = 3, sev4 = 4 };

inline constexpr std::array all_severities{Severity::sev1, Severity::sev2, Severity::sev3, Severity::sev4};

std::string label_of(Severity severity);     // SEV 1
std::string_view key_of(Severity severity);  // sev1
// "1", "sev1", "sev 1", "SEV-1", "p1", "critical", "high", "medium", "low"; any case.
std::optional<Severity> parse_severity(std::string_view text);
inline bool more_severe(Severity a, Severity b) {
    return static_cast<int>(a) < static_cast<int>(b);
}

}  // namespace tocsin
