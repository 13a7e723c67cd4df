#include "templates/checklist.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

constexpr std::size_t remark_units = 120;

std::string next_of(const ReadinessPoint& point) {
    return point.remark.empty() ? point.words : fmt::format("{}: {}", point.words, point.remark);
}

std::string line_of(const ReadinessPoint& point) {
    auto line = fmt::format("{} {}", point.done ? "☑" : "☐", slack::escape(point.words));
    if (!point.remark.empty())
        line += fmt::format(" ({})", slack::cut_markup(slack::typed_line(point.remark), remark_units));
    return line;
}

struct TickButton {
    std::string_view item, action_id, label;
};
// Each with an action_id of its own: one block cannot have the same twice.
constexpr std::array tick_buttons{
    TickButton{"runbooks_tested", "check.tick.runbooks_tested", "Runbooks are tested"},
    TickButton{"external_plan", "check.tick.external_plan", "External plan is written"},
    TickButton{"monthly_review", "check.tick.monthly_review", "Review is scheduled"}};

}  // namespace

std::string checklist_text(const std::vector<ReadinessPoint>& points, const std::optional<Person>& ask) {
    const auto done = std::ranges::count_if(points, &ReadinessPoint::done);
    auto text = fmt::format("*{} of {} done.*", done, points.size());
    const auto next = std::ranges::find(points, false, &ReadinessPoint::done);
    if (next != points.end()) {
        text += fmt::format(" Next: {}.", ask && next->item == "test_pages"
                                              ? slack::escape(ask->name) + " has answered no test page lately"
                                              : slack::typed_line(next_of(*next)));
    }
    for (const auto& point : points) text += "\n" + line_of(point);
    return text;
}

slack::Button checklist_ask_button(const Person& person) {
    return {action::checklist_ask, "Ask " + person.name, person.id.str(), Style::normal,
            "Ask for a test page"};
}

slack::Message checklist_message(const std::vector<ReadinessPoint>& points, const std::optional<Person>& ask,
                                 bool may_tick, const RenderContext& context) {
    std::vector<Button> buttons;
    if (ask) {
        buttons.push_back(checklist_ask_button(*ask));
        buttons.back().style = Style::primary;
    }
    for (const auto& point : points) {
        const auto button = std::ranges::find(tick_buttons, point.item, &TickButton::item);
        if (!may_tick || point.done || button == tick_buttons.end()) continue;
        buttons.push_back({button->action_id, button->label, std::string(point.item), Style::normal,
                           "Mark as done: " + point.words});
    }
    return notice(slack::block::answer, checklist_text(points, ask), std::move(buttons), context);
}

slack::Message test_page_wanted(const Actor& by, const RenderContext& context) {
    return notice(
        slack::block::notice,
        fmt::format("{} asks you for a test page: you have answered none for a while. Pages reach you "
                    "by several means; this shows that they do.",
                    mention_of(by, context)),
        {Button{action::home_test_page, "Send me a test page", "", Style::primary,
                "Send a test page to my own phone, SMS and Slack"}},
        context);
}

}  // namespace tocsin::templates
