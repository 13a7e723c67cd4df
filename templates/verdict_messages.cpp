#include "templates/verdict_messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;

std::string counted_as(PageVerdict verdict) {
    switch (verdict) {
        case PageVerdict::real:
            return "was actionable. Thank you, that is counted.";
        case PageVerdict::false_alarm:
            return "is counted as a false alarm: nothing was wrong, and the report leaves it out. Was it "
                   "something else?";
        case PageVerdict::not_actionable:
            return "is counted as not actionable: something was wrong, and there was nothing to do.";
        case PageVerdict::duplicate:
            return "is counted as a duplicate of another incident, and the report leaves it out.";
    }
    return "";
}

std::string_view button_of(PageVerdict verdict) {
    switch (verdict) {
        case PageVerdict::real:
            return action::page_rate_yes;
        case PageVerdict::false_alarm:
            return action::page_rate_false;
        case PageVerdict::not_actionable:
            return action::page_rate_nothing;
        case PageVerdict::duplicate:
            return action::page_rate_duplicate;
    }
    return action::page_rate_yes;
}

}  // namespace

slack::Message verdict_counted(const Incident& incident, PageVerdict verdict, const RenderContext& context) {
    std::vector<Button> buttons;
    if (verdict != PageVerdict::real) {
        const auto value = incident_value(incident, slack::choice::more_exactly);
        const auto number = incident.number.value();
        buttons = {Button{action::page_rate_false, "False alarm", value, slack::Style::normal,
                          fmt::format("Incident {} was a false alarm", number)},
                   Button{action::page_rate_nothing, "Not actionable", value, slack::Style::normal,
                          fmt::format("There was nothing to do about incident {}", number)},
                   Button{action::page_rate_duplicate, "Duplicate", value, slack::Style::normal,
                          fmt::format("Incident {} was a duplicate of another", number)},
                   Button{action::page_rate_yes, "It was real", value, slack::Style::normal,
                          fmt::format("The page for incident {} was actionable", number)}};
        std::erase_if(buttons, [&](const Button& button) { return button.action_id == button_of(verdict); });
    }
    return notice(slack::block::answer, fmt::format("{} {}", name_of(incident), counted_as(verdict)),
                  std::move(buttons), context);
}

}  // namespace tocsin::templates
