#include "templates/form_parts.h"

#include <fmt/format.h>

namespace tocsin::templates {
namespace {

std::string_view key_of(NoteLevel level) {
    switch (level) {
        case NoteLevel::info:
            return "info";
        case NoteLevel::warning:
            return "warning";
        case NoteLevel::error:
            return "error";
    }
    return "";
}

struct SeverityWords {
    Severity severity;
    std::string_view meaning;
    std::string_view description;
};
constexpr SeverityWords severity_words[] = {
    {Severity::sev1, "page immediately", "Down or critical function broken for all or most users"},
    {Severity::sev2, "alert immediately", "Major function degraded or broken for some users"},
    {Severity::sev3, "notify in business hours", "Minor function broken or slow"},
    {Severity::sev4, "fix in next sprint", "Cosmetic, no user impact"}};

}  // namespace

void add_note(slack::Blocks& blocks, std::string_view part, NoteLevel level, const std::string& safe,
              bool modern) {
    if (modern) {
        blocks.alert(part, key_of(level), safe);
    } else {
        blocks.section(part, fmt::format("{}: {}", level == NoteLevel::error ? "Error" : "Note", safe));
    }
}

std::vector<slack::Option> severity_options(const Rules& rules) {
    std::vector<slack::Option> options;
    for (const auto& words : severity_words) {
        options.push_back({fmt::format("*{}*  {}", severity_name(words.severity, rules), words.meaning),
                           std::string(tocsin::key_of(words.severity)), words.description, true});
    }
    return options;
}

slack::Option minutes_option(Duration duration, std::string_view remark) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(duration).count();
    return {fmt::format("{}{}", long_duration(duration), remark), fmt::format("{}", minutes)};
}

void add_input(slack::Blocks& blocks, const slack::Field& field, const slack::Plain<2000>& label,
               JsonText element, const slack::Plain<2000>& hint, bool optional, bool dispatches) {
    blocks.input(field.block, label, std::move(element), hint, optional, dispatches);
}

}  // namespace tocsin::templates
