#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/incident_runbook.h"
#include "bot/slack/mrkdwn.h"
#include "commands/target.h"
#include "commands/verbs.h"
#include "templates/runbook_message.h"

namespace tocsin::commands {
namespace {

constexpr std::size_t longest_shown = 60;

std::optional<Incident> incident_meant(const Request& request, Desk& desk) {
    if (auto here = incident_here(request, desk)) return here;
    auto open = readable_open(request, desk);
    return open.size() == 1 ? std::optional(std::move(open.front())) : std::nullopt;
}

Answer list(std::string_view before, Desk& desk) {
    return Say{templates::runbook_list(desk.setup().runbooks, before, desk.render())};
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto name = trim(invocation.text);
    if (!name.empty()) {
        if (const auto* runbook = find_runbook(desk.setup().runbooks, name))
            return Say{templates::runbook_message(*runbook, desk.render())};
        return list(fmt::format("There is no runbook for {}.", slack::typed_line(cut(name, longest_shown))),
                    desk);
    }
    const auto incident = incident_meant(invocation.request, desk);
    if (!incident) return list("", desk);
    if (const auto* runbook = runbook_of(*incident, desk.rules(), desk.setup().runbooks))
        return Say{templates::runbook_message(*runbook, desk.render())};
    return list(
        fmt::format("There is no runbook for {}.", slack::typed_line(cut(incident->title, longest_shown))),
        desk);
}

}  // namespace

Verb runbook_verb() {
    return {.name = "runbook",
            .aliases = {"rb"},
            .usage = "[name]",
            .summary = "show a runbook",
            .example = "/incident runbook api-down",
            .details = "Without a name that of the incident's service, or the one that is called as it is.",
            .right = Right::see,
            .run = run};
}

}  // namespace tocsin::commands
