#include "commands/declaration.h"
#include "commands/declare.h"
#include "commands/presses.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    auto declaration = parse_declaration(invocation.text, desk.rules(), request.user.timezone, desk.now());
    if (!declaration) return std::unexpected(declaration.error());
    declaration->drill = true;
    if (declaration->severity && !declaration->title.empty())
        return declare_now(*declaration, request, false, desk);
    return open_form(request, declare_view(*declaration, origin_of(request), desk),
                     {"drill", invocation.text, {}, ""}, desk);
}

}  // namespace

Verb drill_verb() {
    return {.name = "drill",
            .usage = "[severity] title",
            .summary = "practice an incident",
            .example = "/incident drill sev1 API Down",
            .details =
                "The whole flow, with DRILL in front of every text, and left out of the metrics. It phones "
                "and texts only people who said so in `/incident me`; the others are paged in Slack.",
            .right = Right::page,
            .run = run};
}

Answer press_drill(const Pressed& pressed, Desk& desk) {
    return run_words(*find_verb("drill"), pressed.request, "", {}, desk);
}

}  // namespace tocsin::commands
