#include <fmt/format.h>

#include "bot/core/local_time.h"
#include "templates/form_parts.h"
#include "templates/forms.h"

namespace tocsin::templates {
namespace {

namespace field = slack::field;

constexpr std::size_t longest_reason = 300;
constexpr std::size_t longest_note = 2000;

}  // namespace

slack::View cover_form(const CoverForm& form, const RenderContext& context) {
    slack::Blocks blocks(slack::block::form);
    add_input(blocks, field::cover_to, "Who covers?",
              slack::user_select(field::cover_to.action, form.to, "Choose a person"),
              "They are asked by direct message. Nothing changes until they accept.");
    std::vector<slack::Option> schedules;
    for (const auto& [id, schedule] : context.rules.schedules) {
        if (schedules.size() == slack::select_options) break;
        const auto& name = schedule.name.empty() ? id.str() : schedule.name;
        schedules.push_back({fmt::format("{} ({})", name, schedule.timezone), id.str()});
    }
    add_input(blocks, field::cover_schedule, "Schedule",
              slack::static_select(field::cover_schedule.action, schedules, form.schedule.str(),
                                   "Choose a schedule"));
    const auto start = form.start.value_or(context.now);
    add_input(blocks, field::cover_start, "From", slack::date_time(field::cover_start.action, start));
    add_input(blocks, field::cover_end, "Until",
              slack::date_time(field::cover_end.action, form.end.value_or(start + 1h)));
    add_input(blocks, field::cover_reason, "Why",
              to_json(slack::TextInput{.action_id = field::cover_reason.action,
                                       .most = longest_reason,
                                       .initial = form.reason,
                                       .placeholder = "For example: dentist"}),
              "", true);
    return shaped(
        {slack::modal_view({slack::form::cover, "Find cover", "Ask", "Cancel", ""}, blocks.take()), nullptr},
        context.form);
}

slack::View handover_form(const HandoverForm& form, const RenderContext& context) {
    slack::Blocks blocks(slack::block::form);
    const auto label = form.reader.empty() ? std::string("What should the next person know?")
                                           : fmt::format("What should {} know?", form.reader);
    add_input(
        blocks, field::handover_note, label,
        to_json(slack::TextInput{.action_id = field::handover_note.action,
                                 .most = longest_note,
                                 .multiline = true,
                                 .initial = form.text,
                                 .placeholder = "What is open, what to look at, what to do if it returns",
                                 .focus = true}),
        "They read it when their shift starts.");
    return shaped(
        {slack::modal_view({slack::form::handover, "Hand over", "Send", "Cancel", form.schedule.str()},
                           blocks.take()),
         nullptr},
        context.form);
}

}  // namespace tocsin::templates
