#include "commands/runbooks.h"

#include <fmt/format.h>

#include "bot/core/incident_runbook.h"

namespace tocsin::commands {
namespace {

constexpr std::size_t most_alerts_read = 3;  // those that came first

std::string note_of(std::string_view what, std::string_view runbook) {
    return fmt::format("runbook/{}/{}", what, runbook);
}

// "2025-01-21T14:33:00Z INC-42"
std::optional<RunbookUse::Posted> posted(std::string_view what, std::string_view runbook, Desk& desk) {
    const auto note = desk.tx().note(note_of(what, runbook));
    const auto blank = note ? note->find(' ') : std::string::npos;
    if (blank == std::string::npos) return std::nullopt;
    const auto at = parse_rfc3339(std::string_view(*note).substr(0, blank));
    if (!at) return std::nullopt;
    return RunbookUse::Posted{*at, note->substr(blank + 1)};
}

}  // namespace

const Runbook* runbook_for(const Incident& incident, Desk& desk) {
    const auto& runbooks = desk.setup().runbooks;
    if (runbooks.empty()) return nullptr;
    if (const auto* own = runbook_of_service(incident, desk.rules(), runbooks)) return own;
    std::vector<std::string> names;
    for (const auto& record : desk.tx().alerts_of(incident.number, AlertId{}, most_alerts_read)) {
        names.push_back(record.alert.runbook);
        names.push_back(record.rule);
    }
    return runbook_of(incident, names, desk.rules(), runbooks);
}

RunbookUse use_of(std::string_view runbook, Desk& desk) {
    return {posted("used", runbook, desk), posted("tested", runbook, desk)};
}

void note_use(std::string_view runbook, const Incident& incident, Desk& desk) {
    desk.tx().set_note(note_of(incident.drill ? "tested" : "used", runbook),
                       fmt::format("{} {}", format_rfc3339(desk.now()), name_of(incident)));
}

}  // namespace tocsin::commands
