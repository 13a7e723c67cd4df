#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/core/permissions.h"
#include "commands/action.h"
#include "commands/grammar.h"
#include "commands/interpreter.h"
#include "commands/pin.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

constexpr std::size_t longest_pin = 3000;

Expected<Answer> pin(const Request& request, const ReactionUse& use, Desk& desk) {
    if (!use.added) {
        return act_quietly(request, use.incident, command::UnpinMessage{use.channel, use.message}, desk);
    }
    command::PinMessage pin;
    pin.channel = use.channel;
    pin.ts = use.message;
    pin.at = std::min(time_of_message(use.message).value_or(desk.now()), desk.now());
    pin.author = use.author;
    pin.text = cut(normalise(use.text), longest_pin);
    auto done = act_quietly(request, use.incident, std::move(pin), desk);
    if (!done) return done;
    const auto told = fmt::format("pin_explained/{}", request.user.id.str());
    if (desk.tx().note(told)) return Nothing{};
    desk.tx().set_note(told, "1");
    return Say{answer::pin_explained(use.incident, desk.render())};
}

// Watching is asked for on the card only; elsewhere eyes mean "I read this".
bool is_card(const ReactionUse& use, Desk& desk) {
    const auto card = desk.tx().message(use.incident.number, "card");
    return card && card->channel == use.channel && card->ts == use.message;
}

}  // namespace

Answer react(const Request& request, const ReactionUse& use, Desk& desk) {
    if (may(Right::take_part, request.user, &use.incident, desk.rules()) != Verdict::yes) return Nothing{};
    const auto& emoji = desk.render().emoji;
    if (use.name == emoji.timeline) return answer_of(pin(request, use, desk));
    if (use.name == emoji.action) return answer_of(action_from_reaction(request, use, desk));
    if (use.name == emoji.watch && is_card(use, desk)) {
        return answer_of(act_quietly(request, use.incident, command::Watch{use.added}, desk));
    }
    return Nothing{};
}

}  // namespace tocsin::commands
