#include <fmt/format.h>

#include "bot/base/text.h"
#include "commands/declare.h"
#include "commands/presses.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/target.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

constexpr std::string_view too_old =
    "That question is answered already, or older than 10 minutes. Nothing was changed; please type the "
    "command "
    "again.";

std::optional<Waiting> take_waiting(const Pressed& pressed, Desk& desk) {
    const auto content = take_kept(pressed.press.value, pressed.request.user.id, desk);
    return content ? read_waiting(*content) : std::nullopt;
}

Answer continue_with(const std::optional<Waiting>& waiting, const Pressed& pressed, bool confirmed,
                     Desk& desk) {
    if (!waiting) return in_place(say(too_old), "");
    return in_place(resume(*waiting, pressed.request, {.confirmed = confirmed, .asks = false}, desk),
                    "Done.");
}

Answer accept_or_decline(const Pressed& pressed, CommandBody body, std::string_view said, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    auto done = act_quietly(pressed.request, *incident, std::move(body), desk);
    if (!done) return in_place(say_error(done.error()), "");  // the offer is gone, and its buttons with it
    return in_place(say(fmt::format(fmt::runtime(said), name_of(*incident))), "");
}

}  // namespace

Answer press_confirm(const Pressed& pressed, Desk& desk) {
    return continue_with(take_waiting(pressed, desk), pressed, true, desk);
}

Answer press_pick(const Pressed& pressed, Desk& desk) {
    auto waiting = take_waiting(pressed, desk);
    if (waiting && pressed.value) waiting->incident = pressed.value->incident;
    return continue_with(waiting, pressed, false, desk);
}

Answer press_join_and_do(const Pressed& pressed, Desk& desk) {
    return continue_with(take_waiting(pressed, desk), pressed, false, desk);
}

Answer press_did_you_mean(const Pressed& pressed, Desk& desk) {
    return continue_with(take_waiting(pressed, desk), pressed, false, desk);
}

Answer press_declare_text(const Pressed& pressed, Desk& desk) {
    const auto waiting = take_waiting(pressed, desk);
    if (!waiting) return in_place(say(too_old), "");
    return in_place(run_words(*find_verb("declare"), pressed.request, waiting->typed, {}, desk), "Done.");
}

Answer press_declare_anyway(const Pressed& pressed, Desk& desk) {
    const auto content = take_kept(pressed.press.value, pressed.request.user.id, desk);
    const auto declaration = content ? read_declaration(*content) : std::nullopt;
    if (!declaration || !declaration->severity) return in_place(say(too_old), "");
    return in_place(answer_of(declare_now(*declaration, pressed.request, true, desk)), "");
}

Answer press_join_same(const Pressed& pressed, Desk& desk) {
    take_kept(pressed.press.value, pressed.request.user.id, desk);
    return in_place(press_verb(pressed, "join", "", desk), "You are part of it now.");
}

// On the card, and beside "Resolve INC-42?": there it carries what was typed.
Answer press_resolve_open(const Pressed& pressed, Desk& desk) {
    const auto waiting =
        pressed.value && !pressed.value->argument.empty() ? take_waiting(pressed, desk) : std::nullopt;
    if (!waiting) return press_verb(pressed, "resolve", "", desk);
    auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    auto admitted_to = admitted(*find_verb("resolve"), pressed.request, *std::move(incident), desk);
    if (!admitted_to) return std::move(admitted_to.error());
    templates::ResolveForm form;
    form.key = key_of(*admitted_to);
    form.mitigation = waiting->text;
    return OpenForm{templates::resolve_form(*admitted_to, form, desk.render())};
}

Answer press_respond(const Pressed& pressed, Desk& desk) {
    auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    const auto said = fmt::format("You take {}.", name_of(*incident));
    Invocation invocation{pressed.request, std::move(incident), "", true};
    return in_place(answer_of(invoke(*find_verb("ack"), std::move(invocation), desk)), said);
}

Answer press_lead_accept(const Pressed& pressed, Desk& desk) {
    return accept_or_decline(pressed, command::AcceptLead{}, "You lead {} now.", desk);
}

Answer press_lead_decline(const Pressed& pressed, Desk& desk) {
    return accept_or_decline(pressed, command::DeclineLead{},
                             "You don't take the lead of {}. Whoever leads it is told.", desk);
}

}  // namespace tocsin::commands
