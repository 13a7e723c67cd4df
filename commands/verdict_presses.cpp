// What the page was worth: one press counts it, another says it more exactly.
#include <fmt/format.h>

#include "bot/slack/identifiers.h"
#include "commands/presses.h"
#include "commands/say.h"
#include "templates/verdict_messages.h"

namespace tocsin::commands {
namespace {

Answer rate(const Pressed& pressed, PageVerdict verdict, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    const auto rated = act_quietly(pressed.request, *incident, command::RatePage{verdict}, desk);
    if (!rated) return say_error(rated.error());
    return Say{templates::verdict_counted(*incident, verdict, desk.render())};
}

}  // namespace

Answer press_rate(const Pressed& pressed, Desk& desk) {
    const bool real = pressed.press.value.ends_with(slack::choice::actionable);
    return rate(pressed, real ? PageVerdict::real : PageVerdict::false_alarm, desk);
}

Answer press_rate_more_exactly(const Pressed& pressed, Desk& desk) {
    const auto& id = pressed.press.action_id;
    const auto verdict = id == slack::action::page_rate_nothing     ? PageVerdict::not_actionable
                         : id == slack::action::page_rate_duplicate ? PageVerdict::duplicate
                         : id == slack::action::page_rate_false     ? PageVerdict::false_alarm
                                                                    : PageVerdict::real;
    return in_place(rate(pressed, verdict, desk), "");
}

}  // namespace tocsin::commands
