#include "bot/base/text.h"
#include "bot/core/permissions.h"
#include "bot/slack/identifiers.h"
#include "bot/slack/mrkdwn.h"
#include "commands/action.h"
#include "commands/declare.h"
#include "commands/grammar.h"
#include "commands/interpreter.h"
#include "commands/pin.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

Answer open_declare(const Request& request, Declaration declaration, const templates::FormOrigin& origin,
                    Desk& desk) {
    if (may(Right::declare, request.user, nullptr, desk.rules()) != Verdict::yes) {
        return Say{answer::no_permission("Only full members", "declare an incident", nullptr, desk.render())};
    }
    return OpenForm{declare_view(declaration, origin, desk)};
}

}  // namespace

Answer shortcut(const Request& request, const ShortcutUse& use, Desk& desk) {
    if (use.callback_id == slack::shortcut::declare) {
        return open_declare(
            request, {}, {.from = "shortcut", .channel = {}, .message = {}, .thread = {}, .link = ""}, desk);
    }
    if (use.callback_id == slack::shortcut::declare_from_message) {
        Declaration declaration;
        declaration.title = templates::plain(normalise(use.text), desk.render());
        declaration.link = use.permalink;
        fit_title(declaration);
        return open_declare(request, declaration,
                            {.from = "message",
                             .channel = use.channel,
                             .message = use.message,
                             .thread = use.thread,
                             .link = use.permalink},
                            desk);
    }
    if (use.callback_id == slack::shortcut::add_to_timeline) return pin_from_menu(request, use, desk);
    return action_from_menu(request, use, desk);
}

}  // namespace tocsin::commands
