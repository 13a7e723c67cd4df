#include "templates/step_messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
namespace block = slack::block;
using slack::Button;
using slack::Style;

constexpr std::string_view steps_prefix = "steps/";
constexpr std::string_view limit_prefix = "limit/";
constexpr std::size_t step_units = 180;      // forty of them stay below what Slack takes in one message
constexpr std::size_t name_units = 60;       // of a person without an account
constexpr std::size_t section_units = 2500;  // of the 3,000 of a section
constexpr std::size_t title_units = 120;
// Each takes two blocks, and the lines between them one: Slack takes 50. The next open ones have buttons.
constexpr int most_with_buttons = 12;

std::string_view sign_of(const Step& step) {
    if (!step.marked) return "☐";
    return step.marked->mark == StepMark::done ? "☑" : "☒";
}

std::string who(const Actor& by, const RenderContext& context) {
    return slack::cut_markup(mention_of(by, context), name_units);
}

std::string whom(const StepLimit& limit) {
    return slack::cut_markup(slack::typed_line(limit.limit.to), title_units);
}

std::string drill_mark(const Incident& incident) {
    return incident.drill ? "*DRILL* " : "";
}

// The blocks of a list: an open step with its buttons under it, what has none in as few sections as it can.
class ListBlocks {
  public:
    ListBlocks(const Incident& incident, int number, const RenderContext& context)
        : incident_(incident),
          number_(number),
          list_(incident.step_lists[static_cast<std::size_t>(number - 1)]),
          context_(context),
          blocks_(block::notice, revision()) {}

    slack::Message message() {
        line(head());
        int with_buttons = 0;
        for (std::size_t i = 0; i < list_.steps.size(); ++i) {
            const auto& step = list_.steps[i];
            line(line_of(i));
            if (step.marked || list_.over || ++with_buttons > most_with_buttons) continue;
            flush();
            blocks_.actions(fmt::format("step{}", i + 1), buttons(i));
        }
        flush();
        blocks_.context("foot", foot());
        return {summary(words_of(words_, context_)), blocks_.take(), nullptr};
    }

  private:
    // One more with every mark, and with the end.
    int revision() const {
        const auto marked =
            std::ranges::count_if(list_.steps, [](const Step& step) { return step.marked.has_value(); });
        return 1 + static_cast<int>(marked) + (list_.over ? 1 : 0);
    }
    std::string head() const {
        const auto by = who(list_.by, context_);
        const auto title = slack::cut_markup(slack::typed_line(list_.title), title_units);
        switch (list_.kind) {
            case StepListKind::runbook:
                return fmt::format("{}*Runbook: {}*, posted by {}", drill_mark(incident_), title, by);
            case StepListKind::mitigation:
                return drill_mark(incident_) +
                       "*Mitigation checklist*: restore the service first, fix it properly later";
            case StepListKind::verification:
                return drill_mark(incident_) + "*Verification checklist*";
        }
        return "";
    }
    std::string line_of(std::size_t index) const {
        const auto& step = list_.steps[index];
        auto text = fmt::format("{} {}. {}", sign_of(step), index + 1,
                                slack::cut_markup(slack::typed_line(step.words), step_units));
        if (step.marked) {
            text += fmt::format(" *{}* ({}, {})", step.marked->mark == StepMark::done ? "Done" : "Not it",
                                who(step.marked->by, context_), clock_utc(step.marked->at, context_.now));
        }
        return text;
    }
    std::vector<JsonText> buttons(std::size_t index) const {
        const auto value = card_value(incident_, fmt::format("{}.{}", number_, index + 1));
        std::vector<JsonText> both{to_json(Button{action::step_done, "Done", value, Style::normal,
                                                  fmt::format("Step {} is done", index + 1)})};
        if (list_.kind != StepListKind::verification) {
            both.push_back(to_json(Button{action::step_not, "Not it", value, Style::normal,
                                          fmt::format("Step {} is not it", index + 1)}));
        }
        return both;
    }
    std::vector<std::string> foot() const {
        std::vector<std::string> lines;
        if (list_.left_out > 0)
            lines.push_back(fmt::format("{} more in the runbook: `/incident runbook {}`", list_.left_out,
                                        slack::typed_line(list_.runbook)));
        if (list_.over) return lines;
        for (const auto& limit : incident_.step_limits) {
            if (limit.list == number_) lines.push_back(limit_line(limit));
        }
        if (list_.kind == StepListKind::verification)
            lines.emplace_back("What is ticked here is ticked in the form that resolves.");
        return lines;
    }
    std::string limit_line(const StepLimit& limit) const {
        const auto says = fmt::format("Not resolved in {}: escalate to {}.",
                                      format_duration(limit.limit.after), whom(limit));
        if (!limit.due) return says;
        const auto* when = *limit.due < list_.at ? "{} That was at {}." : "{} I ask here at {}.";
        return fmt::format(fmt::runtime(when), says, clock_utc(*limit.due, context_.now));
    }

    void line(const std::string& text) {
        words_ += text + "\n";
        if (utf16_length(text_) + utf16_length(text) > section_units) flush();
        text_ += text + "\n";
    }
    void flush() {
        if (!text_.empty()) blocks_.section(fmt::format("part{}", ++sections_), std::string(trim(text_)));
        text_.clear();
    }

    const Incident& incident_;
    int number_;
    const StepList& list_;
    const RenderContext& context_;
    slack::Blocks blocks_;
    std::string text_;
    std::string words_;
    int sections_ = 0;
};

slack::Message limit_message(const Incident& incident, int number, const RenderContext& context) {
    const auto& limit = incident.step_limits[static_cast<std::size_t>(number - 1)];
    const auto says = fmt::format("The runbook says: escalate to {}.", whom(limit));
    if (limit.asked) {
        const auto value = card_value(incident, fmt::format("{}", number));
        return notice(block::notice,
                      fmt::format("{}{} without resolution. {}", drill_mark(incident),
                                  format_duration(context.now - limit.since), says),
                      {Button{action::step_escalate, "Escalate", value, Style::primary,
                              fmt::format("Escalate incident {} now", incident.number.value())},
                       Button{action::step_not_yet, "Not yet", value, Style::normal,
                              fmt::format("Do not escalate incident {} yet", incident.number.value())}},
                      context);
    }
    if (limit.answered && limit.escalated)
        return quiet_notice(block::notice,
                            fmt::format("{} {} escalated at {}.", says, who(limit.answered_by, context),
                                        clock_utc(*limit.answered, context.now)),
                            context);
    if (limit.answered && limit.due)
        return quiet_notice(
            block::notice,
            fmt::format("{} Not yet, says {} at {}. I ask again at {}.", says,
                        who(limit.answered_by, context), clock_utc(*limit.answered, context.now),
                        clock_utc(*limit.due, context.now)),
            context);
    return quiet_notice(block::notice, fmt::format("{} {} is over now.", says, name_of(incident)), context);
}

std::optional<int> number_behind(std::string_view prefix, std::string_view name) {
    if (!name.starts_with(prefix)) return std::nullopt;
    name.remove_prefix(prefix.size());
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc{} || end != name.data() + name.size() || number < 1) return std::nullopt;
    return number;
}

}  // namespace

std::optional<slack::Message> steps_now(const Incident& incident, std::string_view name,
                                        const RenderContext& context) {
    const auto list = number_behind(steps_prefix, name);
    if (list && *list <= static_cast<int>(incident.step_lists.size()))
        return ListBlocks(incident, *list, context).message();
    const auto limit = number_behind(limit_prefix, name);
    if (limit && *limit <= static_cast<int>(incident.step_limits.size()))
        return limit_message(incident, *limit, context);
    return std::nullopt;
}

slack::Message runbook_reminder(const Incident& before, const Incident& ended, const UserId& to,
                                const RenderContext& context) {
    const auto wanted = std::ranges::find_if(before.runbook_wanted,
                                             [&](const WantedRunbook& one) { return one.by.user == to; });
    const auto about = wanted == before.runbook_wanted.end() ? ended.title : wanted->about;
    const auto ref = incident_ref(ended.number, context);
    return notice(block::notice,
                  fmt::format("{} is over. You wanted to write a runbook for {} after it: what would have "
                              "helped you to find the cause?",
                              slack::link(ref.url, name_of(ended)),
                              slack::cut_markup(slack::typed_line(about), title_units)),
                  {}, context);
}

}  // namespace tocsin::templates
