#include "bot/core/severity.h"

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin {

std::string label_of(Severity severity) {
    return "SEV " + std::to_string(static_cast<int>(severity));
}

std::string_view key_of(Severity severity) {
    switch (severity) {
        case Severity::sev1:
            return "sev1";
        case Severity::sev2:
            return "sev2";
        case Severity::sev3:
            return "sev3";
        case Severity::sev4:
            return "sev4";
    }
    return "sev1";
}

std::optional<Severity> parse_severity(std::string_view text) {
    auto word = to_lower(trim(text));
    std::erase_if(word, [](char c) { return c == ' ' || c == '-'; });
    if (word == "critical") return Severity::sev1;
    if (word == "high") return Severity::sev2;
    if (word == "medium") return Severity::sev3;
    if (word == "low") return Severity::sev4;
    for (const std::string_view prefix : {"sev", "p"}) {
        if (word.starts_with(prefix)) {
            word.erase(0, prefix.size());
            break;
        }
    }
    if (word.size() != 1 || word[0] < '1' || word[0] > '4') return std::nullopt;
    return static_cast<Severity>(word[0] - '0');
}

}  // namespace tocsin
