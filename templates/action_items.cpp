#include "templates/action_items.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/text.h"
#include "bot/core/day.h"
#include "bot/core/decide_learning.h"
#include "templates/form_parts.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
namespace field = slack::field;
using slack::Button;
using slack::Option;
using slack::Style;

constexpr std::size_t text_units = 400;
constexpr std::size_t subject_units = 40;  // of the 75 of a label

std::string text_of(const ActionItem& item) {
    return slack::cut_markup(slack::typed_line(item.text), text_units);
}

std::string subject_of(const ActionItem& item, const RenderContext& context) {
    return cut(plain(item.text, context), subject_units);
}

Button done_button(const Incident& incident, const ActionItem& item, const RenderContext& context) {
    return {action::action_done, "Mark done", action_value(incident, item), Style::normal,
            fmt::format("Mark the action {} as done", subject_of(item, context))};
}
Button move_button(const Incident& incident, const ActionItem& item, const RenderContext& context) {
    return {action::action_move, "Move date", action_value(incident, item), Style::normal,
            fmt::format("Change the action {}", subject_of(item, context))};
}

std::string listed_line(const ListedAction& listed, const RenderContext& context) {
    const auto& item = *listed.item;
    auto line = fmt::format("*{}* {}\n{}", key_of(item.priority), action_words(item, context),
                            name_of(*listed.incident));
    if (item.done) line += fmt::format(", done {}", format_day(*item.done));
    if (!item.done && item.due && *item.due < day_of(context.now)) line += ", overdue";
    if (item.ticket) line += fmt::format(", {}", slack::link(item.ticket->url, item.ticket->name));
    return line;
}

std::vector<Option> priorities() {
    static constexpr std::array<std::string_view, 4> meanings{"P0: at once", "P1: soon", "P2: planned",
                                                              "P3: some day"};
    std::vector<Option> options;
    for (std::size_t i = 0; i < meanings.size(); ++i) {
        options.push_back({std::string(meanings.at(i)), std::string(key_of(static_cast<ActionPriority>(i)))});
    }
    return options;
}

void ask_for_incident(slack::Blocks& blocks, const ActionForm& form, const RenderContext& context) {
    std::vector<Option> options;
    for (const auto& incident : form.incidents) {
        if (options.size() == slack::select_options) break;
        const auto title = incident.is_private ? "private" : plain(incident.title, context);
        options.push_back(
            {fmt::format("{} {}", name_of(incident), title), fmt::format("{}", incident.number.value())});
    }
    add_input(blocks, field::action_incident, "Incident",
              slack::static_select(field::action_incident.action, options, options.front().value, ""));
}

}  // namespace

std::string action_words(const ActionItem& item, const RenderContext& context) {
    auto words = text_of(item);
    if (item.owner.is_somebody()) words += ", " + mention_of(item.owner, context);
    if (item.due) words += ", " + format_month_day(*item.due, context.now);
    return words;
}

std::string action_value(const Incident& incident, const ActionItem& item) {
    return slack::format({incident.number, slack::ButtonValue::Kind::action, item.number, ""});
}

slack::Message action_due_message(const Incident& incident, const ActionItem& item,
                                  const RenderContext& context) {
    const auto words =
        fmt::format("{} {} is due today ({}).", key_of(item.priority), text_of(item), name_of(incident));
    return notice(slack::block::notice, words,
                  {done_button(incident, item, context), move_button(incident, item, context)}, context);
}

slack::Message action_made(const Incident& incident, const ActionItem& item, const RenderContext& context) {
    return notice(slack::block::answer,
                  fmt::format("This is an action item of {} now: *{}* {}", name_of(incident),
                              key_of(item.priority), action_words(item, context)),
                  {{action::action_move, "Set owner and date", action_value(incident, item), Style::primary,
                    fmt::format("Set owner and date of the action {}", subject_of(item, context))}},
                  context);
}

slack::Message action_done(const Incident& incident, const ActionItem& item, const RenderContext& context) {
    return notice(slack::block::answer,
                  fmt::format("Done: *{}* {} ({}).", key_of(item.priority), text_of(item), name_of(incident)),
                  {{action::action_undo, "Not done after all", action_value(incident, item), Style::normal,
                    fmt::format("Open the action {} again", subject_of(item, context))}},
                  context);
}

slack::Message action_list(const ActionList& list, const RenderContext& context) {
    slack::Blocks blocks(slack::block::answer);
    blocks.section("title", fmt::format("*{}*", slack::escape(list.title)));
    auto text = list.title;
    std::size_t line = 0;
    for (const auto& listed : list.items) {
        const auto words = listed_line(listed, context);
        text += "\n" + words_of(words, context);
        const auto part = fmt::format("item{}", ++line);
        blocks.section(part, words);
        if (listed.item->done) continue;
        blocks.actions(part + ".actions", {to_json(done_button(*listed.incident, *listed.item, context)),
                                           to_json(move_button(*listed.incident, *listed.item, context))});
    }
    if (list.more) {
        const auto next = list.first + list.items.size();
        blocks.actions("more", {to_json(Button{action::actions_page, "Show more",
                                               fmt::format("{}.{}", next, list.filter), Style::normal,
                                               "Show the next action items"})});
    }
    return {summary(text), blocks.take(), nullptr};
}

namespace {

JsonText build(const ActionForm& form, const RenderContext& context, bool modern) {
    slack::Blocks blocks(slack::block::form);
    if (!form.changed_meanwhile.empty())
        add_note(blocks, "meanwhile", NoteLevel::warning, slack::escape(form.changed_meanwhile), modern);
    if (form.key.incident.value() == 0) ask_for_incident(blocks, form, context);
    add_input(blocks, field::action_text, "What is to be done?",
              to_json(slack::TextInput{.action_id = field::action_text.action,
                                       .most = longest_action,
                                       .multiline = true,
                                       .initial = cut(form.text, longest_action),
                                       .placeholder = "For example: Increase connection pool size",
                                       .focus = true}));
    add_input(blocks, field::action_priority, "Priority",
              slack::static_select(field::action_priority.action, priorities(), key_of(form.priority), ""));
    add_input(blocks, field::action_owner, "Owner",
              slack::user_select(field::action_owner.action, form.owner, "Choose a person"),
              "They are told by direct message on the day it is due.", true);
    add_input(blocks, field::action_due, "Due", slack::date(field::action_due.action, form.due), "", true);
    return blocks.take();
}

}  // namespace

slack::View action_form(const ActionForm& form, const RenderContext& context) {
    const bool changes = form.key.entry != 0;
    const std::string submit = !form.changed_meanwhile.empty() ? "Save mine" : changes ? "Save" : "Add";
    return both_forms(
        {slack::form::action, std::string(changes ? "Action item" : "Add action item"), submit, "Cancel",
         write_metadata(form.key)},
        [&](bool modern) { return build(form, context, modern); }, context);
}

}  // namespace tocsin::templates
