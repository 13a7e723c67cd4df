#include "templates/postmortem_form.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "templates/form_parts.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace field = slack::field;
using slack::Option;
using slack::TextInput;

constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_line = 500;

std::string hint_of(PostMortemSection section) {
    switch (section) {
        case PostMortemSection::title:
            return "As it stands in the heading: API Outage";
        case PostMortemSection::impact:
            return "Who could not do what, in one line";
        case PostMortemSection::cause:
            return "For the summary and the card";
        case PostMortemSection::root_cause:
            return "What happened, why it happened, and why it was possible";
        case PostMortemSection::well:
        case PostMortemSection::poorly:
            return "One point a line. Write about systems, not people";
        case PostMortemSection::lessons:
            return "One lesson a line";
        case PostMortemSection::prevention:
            return "This specific incident will not recur because: one reason a line";
    }
    return "";
}

std::size_t longest_of(PostMortemSection section, std::size_t longest) {
    switch (section) {
        case PostMortemSection::title:
            return longest_title;
        case PostMortemSection::impact:
        case PostMortemSection::cause:
            return longest_line;
        case PostMortemSection::root_cause:
        case PostMortemSection::well:
        case PostMortemSection::poorly:
        case PostMortemSection::lessons:
        case PostMortemSection::prevention:
            return longest;
    }
    return longest;
}

void head(slack::Blocks& blocks, const Incident& incident) {
    const auto title = incident.is_private ? "private" : slack::typed_line(incident.title);
    blocks.context(
        "ctx", {fmt::format("*{} · {}*  {}", label_of(incident.severity), title, tocsin::name_of(incident))});
}

JsonText build(const Incident& incident, const PostMortemForm& form, bool modern) {
    slack::Blocks blocks(slack::block::form);
    head(blocks, incident);
    if (!form.changed_meanwhile.empty())
        add_note(blocks, "meanwhile", NoteLevel::warning, slack::escape(form.changed_meanwhile), modern);
    for (const auto& [section, where] : section_inputs) {
        const auto text = form.texts.at(section);
        const std::string label(title_of(section));
        if (!fits_input(section, text, form.longest)) {
            blocks.section(where.block,
                           fmt::format("*{}* is {} characters long, more than this form takes. It "
                                       "stays as it is.",
                                       label, utf16_length(text)));
            continue;
        }
        add_input(blocks, where, label,
                  to_json(TextInput{.action_id = where.action,
                                    .most = longest_of(section, form.longest),
                                    .multiline = longest_of(section, form.longest) > longest_title,
                                    .initial = text}),
                  hint_of(section), true);
    }
    const std::vector<Option> options{{"No action needed", "no_action"}};
    const std::vector<std::string> ticked{form.no_action_needed ? "no_action" : ""};
    add_input(blocks, field::post_mortem_options, "Action items",
              slack::checkboxes(field::post_mortem_options.action, options, ticked),
              "Where nothing has to be done because of it", true);
    return blocks.take();
}

}  // namespace

bool fits_input(PostMortemSection section, std::string_view text, std::size_t longest) {
    return utf16_length(text) <= longest_of(section, longest);
}

slack::View post_mortem_form(const Incident& incident, const PostMortemForm& form,
                             const RenderContext& context) {
    const std::string submit = form.changed_meanwhile.empty() ? "Save" : "Save mine";
    return both_forms(
        {slack::form::post_mortem, fmt::format("Post-mortem {}", tocsin::name_of(incident)), submit, "Cancel",
         write_metadata(form.key)},
        [&](bool modern) { return build(incident, form, modern); }, context);
}

slack::View post_mortem_help_form(const Incident& incident, const FormKey& key,
                                  const RenderContext& context) {
    slack::Blocks blocks(slack::block::form);
    head(blocks, incident);
    add_input(blocks, field::post_mortem_help_of, "Who can help?",
              slack::user_select(field::post_mortem_help_of.action, {}, "Choose a person"),
              "They are asked by direct message. You stay the owner until they take it.");
    return shaped({slack::modal_view(
                       {slack::form::post_mortem_help, "Ask for help", "Ask", "Cancel", write_metadata(key)},
                       blocks.take()),
                   nullptr},
                  context.form);
}

slack::View times_form(const Incident& incident, const TimesForm& form, const RenderContext& context) {
    const std::string submit = form.changed_meanwhile.empty() ? "Save" : "Save mine";
    return both_forms(
        {slack::form::post_mortem_times, "Correct times", submit, "Cancel", write_metadata(form.key)},
        [&](bool modern) {
            slack::Blocks blocks(slack::block::form);
            head(blocks, incident);
            if (!form.changed_meanwhile.empty())
                add_note(blocks, "meanwhile", NoteLevel::warning, slack::escape(form.changed_meanwhile),
                         modern);
            for (const auto& [milestone, where] : time_inputs) {
                if (milestone == Milestone::resolved && !incident.resolution) continue;
                const auto picked = form.picked.find(milestone);
                add_input(blocks, where, std::string(title_of(milestone)),
                          slack::date_time(where.action, picked == form.picked.end()
                                                             ? time_of(incident, milestone)
                                                             : std::optional{picked->second}),
                          "", true);
            }
            return blocks.take();
        },
        context);
}

}  // namespace tocsin::templates
