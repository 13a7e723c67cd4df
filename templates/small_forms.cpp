#include <fmt/format.h>

#include "bot/base/text.h"
#include "templates/form_parts.h"
#include "templates/forms.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace field = slack::field;
namespace form = slack::form;
using slack::Option;
using slack::TextInput;

constexpr std::size_t longest_reason = 500;
constexpr std::size_t longest_entry = 1500;
constexpr std::size_t longest_role = 40;
constexpr std::size_t shown_units = 600;

struct SmallForm {
    const Incident& incident;
    const FormKey& key;
    const RenderContext& context;
    slack::Blocks blocks{slack::block::form};

    SmallForm(const Incident& of, const FormKey& form_key, const RenderContext& with)
        : incident(of), key(form_key), context(with) {
        const auto title = incident.is_private ? "private" : slack::typed_line(incident.title);
        blocks.context("ctx",
                       {fmt::format("*{} · {}*  {}", label_of(incident.severity), title, name_of(incident))});
    }

    void text(const slack::Field& where, const slack::Plain<2000>& label,
              const slack::Plain<150>& placeholder, bool optional, bool focus = false,
              std::size_t most = longest_reason, std::string initial = {}) {
        add_input(blocks, where, label,
                  to_json(TextInput{.action_id = where.action,
                                    .most = most,
                                    .multiline = most > longest_role,
                                    .initial = std::move(initial),
                                    .placeholder = placeholder,
                                    .focus = focus}),
                  "", optional);
    }

    slack::View done(std::string_view callback_id, const slack::Plain<24>& title,
                     const slack::Plain<24>& submit) {
        return shaped(
            {slack::modal_view({callback_id, title, submit, "Cancel", write_metadata(key)}, blocks.take()),
             nullptr},
            context.form);
    }
};

std::vector<Option> incident_options(const std::vector<Incident>& incidents, const RenderContext& context) {
    std::vector<Option> options;
    for (const auto& incident : incidents) {
        if (options.size() == slack::select_options) break;
        const auto title = incident.is_private ? "private" : plain(incident.title, context);
        options.push_back(
            {fmt::format("{} {}", name_of(incident), title), fmt::format("{}", incident.number.value())});
    }
    return options;
}

}  // namespace

slack::View severity_form(const Incident& incident, const FormKey& key, const RenderContext& context) {
    SmallForm small(incident, key, context);
    add_input(small.blocks, field::severity_to, "Severity",
              slack::radio_buttons(field::severity_to.action, severity_options(context.rules),
                                   key_of(incident.severity)),
              context.can.paging
                  ? std::string("A higher severity pages the people it adds. A lower one never stops a page.")
                  : std::string("The rhythm of updates follows the severity."));
    small.text(field::severity_reason, "Why", "For example: error rate is at 50%", true);
    return small.done(form::severity, "Change severity", "Change");
}

slack::View lead_form(const Incident& incident, const FormKey& key, const RenderContext& context) {
    SmallForm small(incident, key, context);
    add_input(small.blocks, field::lead_to, "Who takes over?",
              slack::user_select(field::lead_to.action, {}, "Choose a person"),
              "They are asked by direct message. Until they accept, the lead stays as it is.");
    small.text(field::lead_note, "Note", "What they need to know", true);
    return small.done(form::lead, "Hand over the lead", "Ask");
}

slack::View page_form(const Incident& incident, const std::vector<Schedule>& schedules, const FormKey& key,
                      const RenderContext& context) {
    SmallForm small(incident, key, context);
    add_input(small.blocks, field::page_to, "Who?",
              slack::user_select(field::page_to.action, {}, "Choose a person"),
              fmt::format("By {}, as far as the person has them.",
                          means_nouns(context.rules.of(incident.severity).page.via)),
              true);
    std::vector<Option> options;
    for (const auto& schedule : schedules) {
        if (options.size() == slack::select_options) break;
        options.push_back({schedule.name.empty() ? schedule.id.str() : schedule.name,
                           text_of(Target{Target::Kind::schedule, schedule.id.str()})});
    }
    if (!options.empty()) {
        add_input(small.blocks, field::page_schedule, "Or whoever is on call for",
                  slack::static_select(field::page_schedule.action, options, "", "Choose a schedule"), "",
                  true);
    }
    small.text(field::page_text, "Message", "For example: need a second pair of eyes", true);
    return small.done(form::page, "Page someone", "Page");
}

slack::View role_form(const Incident& incident, const FormKey& key, const RenderContext& context) {
    SmallForm small(incident, key, context);
    small.text(field::role_name, "Role", "For example: comms or scribe", false, true, longest_role, "comms");
    add_input(small.blocks, field::role_to, "Who?",
              slack::user_select(field::role_to.action, {}, "Choose a person"));
    return small.done(form::role, "Give a role", "Give");
}

slack::View merge_form(const Incident& incident, const std::vector<Incident>& targets, const FormKey& key,
                       const RenderContext& context) {
    const auto options = incident_options(targets, context);
    if (options.empty()) {
        return notice_form(
            "Merge", fmt::format("There is no other open incident to merge {} into.", name_of(incident)));
    }
    SmallForm small(incident, key, context);
    add_input(small.blocks, field::merge_target, "Merge into",
              slack::static_select(field::merge_target.action, options, "", "Choose an incident"),
              "Its people take part there. Both threads stay, each with a link.");
    return small.done(form::merge, "Merge " + name_of(incident), "Merge");
}

slack::View cancel_form(const Incident& incident, const FormKey& key, const RenderContext& context) {
    SmallForm small(incident, key, context);
    small.text(field::cancel_reason, "Why is it not an incident?", "For example: the alert rule was wrong",
               false, true);
    return small.done(form::cancel, "Not an incident", "Cancel incident");
}

slack::View reopen_form(const Incident& incident, const FormKey& key, const RenderContext& context) {
    SmallForm small(incident, key, context);
    small.text(field::reopen_reason, "Why is it open again?", "For example: errors are back", false, true);
    return small.done(form::reopen, "Reopen " + name_of(incident), "Reopen");
}

slack::View cause_form(const Incident& incident, const FormKey& key, const RenderContext& context) {
    SmallForm small(incident, key, context);
    small.text(field::cause_text, "Root cause", "What made it possible", false, true, longest_reason,
               incident.resolution ? incident.resolution->cause : "");
    return small.done(form::cause, "Root cause", "Save");
}

slack::View rhythm_form(const Incident& incident, const FormKey& key, const RenderContext& context) {
    SmallForm small(incident, key, context);
    std::vector<Option> options;
    if (const auto own = context.rules.of(incident.severity).update_every) {
        options.push_back(
            {fmt::format("{} ({} rhythm)", long_duration(*own), label_of(incident.severity)), "own"});
    }
    for (const Duration every : {10min, 15min, 20min, 30min, 60min}) options.push_back(minutes_option(every));
    options.push_back({"Stop reminders", "off"});
    add_input(small.blocks, field::rhythm_every, "Updates every",
              slack::static_select(field::rhythm_every.action, options, options.front().value, ""));
    small.text(field::rhythm_reason, "Why", "Needed to stop the reminders of a SEV 1", true);
    return small.done(form::rhythm, "Change how often", "Change");
}

slack::View entry_form(const Incident& incident, const EntryForm& entry, const RenderContext& context) {
    SmallForm small(incident, entry.key, context);
    small.text(field::entry_text, "What happened?", "For example: Traffic spike begins (5x normal)", false,
               true, longest_entry, entry.text);
    add_input(small.blocks, field::entry_at, "When",
              slack::date_time(field::entry_at.action, entry.at.value_or(context.now)));
    const bool edits = entry.key.entry != 0;
    return edits ? small.done(form::timeline_entry, "Edit entry", "Save")
                 : small.done(form::timeline_entry, "Add entry", "Add");
}

slack::View pin_form(const std::vector<Incident>& open, const FormKey& key, std::string_view text,
                     const RenderContext& context) {
    const auto options = incident_options(open, context);
    if (options.empty()) return notice_form("Add to timeline", "No incident is open. Nothing was added.");
    slack::Blocks blocks(slack::block::form);
    blocks.section("quote", as_quote(slack::cut_markup(slack::typed(text), shown_units)));
    add_input(blocks, field::pin_incident, "Incident",
              slack::static_select(field::pin_incident.action, options, options.front().value, ""),
              "The entry keeps the time of the message.");
    return shaped(
        {slack::modal_view({form::timeline_pin, "Add to timeline", "Add", "Cancel", write_metadata(key)},
                           blocks.take()),
         nullptr},
        context.form);
}

slack::View notice_form(std::string_view title, std::string_view mrkdwn) {
    slack::Blocks blocks(slack::block::form);
    blocks.section("notice", std::string(mrkdwn));
    return {slack::modal_view({form::notice, title, "", "Close", ""}, blocks.take()), nullptr};
}

}  // namespace tocsin::templates
