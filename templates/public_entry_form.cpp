#include "templates/public_entry_form.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/text.h"
#include "bot/core/public_limits.h"
#include "templates/catalog.h"
#include "templates/form_parts.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace field = slack::field;
using slack::Option;

constexpr std::array headings{PublicHeading::investigating, PublicHeading::identified,
                              PublicHeading::monitoring, PublicHeading::resolved, PublicHeading::maintenance};
constexpr std::array component_states{ComponentState::operational, ComponentState::degraded,
                                      ComponentState::partial_outage, ComponentState::major_outage};
constexpr std::array planned_states{ComponentState::operational, ComponentState::maintenance};
constexpr Duration usual_maintenance = 1h;
constexpr std::size_t warned_units = 200;

Text text_of(PublicHeading heading) {
    switch (heading) {
        case PublicHeading::investigating:
            return Text::public_investigating;
        case PublicHeading::identified:
            return Text::public_identified;
        case PublicHeading::monitoring:
            return Text::public_monitoring;
        case PublicHeading::resolved:
            return Text::public_resolved;
        case PublicHeading::maintenance:
            return Text::public_maintenance;
    }
    return Text::public_investigating;
}

template <class States>
std::vector<Option> options_of(const States& states) {
    std::vector<Option> options;
    for (const auto state : states) options.push_back({title_of(state), std::string(key_of(state))});
    return options;
}

struct Parts {
    const PublicEntryForm& form;
    const RenderContext& context;
    slack::Blocks blocks{slack::block::public_entry};
    bool planned = form.heading == PublicHeading::maintenance;
    bool corrects = form.key.entry != 0;

    void heading() {
        std::vector<Option> options;
        for (const auto heading : headings)
            options.push_back({title_of(heading), std::string(key_of(heading))});
        add_input(blocks, field::public_heading, "Heading",
                  slack::static_select(field::public_heading.action, options, key_of(form.heading), ""), "",
                  false, true);
    }
    void title() {
        add_input(blocks, field::public_title, "Public title",
                  to_json(slack::TextInput{.action_id = field::public_title.action,
                                           .most = longest_public_title,
                                           .least = 3,
                                           .initial = form.title}),
                  "What customers notice. The title of the incident stays internal.");
    }
    void text() {
        // Slack keeps what stands in an input of the same name: another heading's words need another one.
        const auto block = fmt::format("{}.{}", field::public_text.block, key_of(form.heading));
        add_input(blocks, {block, field::public_text.action}, "Text",
                  to_json(slack::TextInput{.action_id = field::public_text.action,
                                           .most = longest_public_text,
                                           .least = 3,
                                           .multiline = true,
                                           .initial = form.text,
                                           .focus = true}),
                  "Everybody can read this. No names, no internal systems.");
    }
    void time(const slack::Field& where, const slack::Plain<2000>& label, Time at) {
        add_input(blocks, where, label, slack::date_time(where.action, at));
    }
    void times() {
        const auto hour = std::chrono::ceil<std::chrono::hours>(context.now + 1min);
        const auto from = form.from.value_or(hour);
        time(field::public_from, "Begins", from);
        time(field::public_until, "Ends", form.until.value_or(from + usual_maintenance));
    }
    void components() {
        const auto options = planned ? options_of(planned_states) : options_of(component_states);
        const auto& known = context.rules.status_page->components;
        for (std::size_t i = 0; i < known.size() && i < most_public_components; ++i) {
            const auto found = form.components.find(known[i]);
            auto state = found == form.components.end() ? ComponentState::operational : found->second;
            if (planned && state != ComponentState::operational) state = ComponentState::maintenance;
            const auto block = fmt::format("{}.{}", field::public_component.block, i);
            add_input(blocks, {block, field::public_component.action}, known[i],
                      slack::static_select(field::public_component.action, options, key_of(state), ""));
        }
    }
    void preview() {
        const auto words =
            fmt::format("[{}] {}\n{}", format_utc(context.now), title_of(form.heading), form.text);
        blocks.section("preview",
                       fmt::format("*{}*\n{}", slack::typed_line(form.title), as_quote(slack::typed(words))));
        blocks.context("preview.hint", {"As it was when this form was opened or shown again."});
    }
    JsonText all(bool modern) {
        if (!form.note.empty())
            add_note(blocks, "note", NoteLevel::info, slack::typed_line(form.note), modern);
        if (!form.private_words.empty())
            add_note(blocks, "warning", NoteLevel::warning,
                     slack::typed_line(public_warning(form.private_words)), modern);
        if (!corrects) heading();
        if (!corrects) title();
        text();
        if (planned && !corrects) times();
        if (!corrects) components();
        preview();
        return blocks.take();
    }
};

}  // namespace

std::string public_title(const std::string& component, PublicHeading heading) {
    if (heading == PublicHeading::maintenance)
        return component.empty() ? "Planned maintenance" : "Planned maintenance of " + component;
    return component.empty() ? "Errors and slow response times"
                             : component + " errors and slow response times";
}

std::string public_wording(PublicHeading heading, const std::string& component,
                           const std::optional<Time>& eta, const RenderContext& context) {
    const bool ahead = eta && *eta > context.now;
    return context.texts.render(
        text_of(heading),
        {{"component", component},
         {"eta", ahead ? long_duration(std::chrono::ceil<std::chrono::minutes>(*eta - context.now)) : ""}});
}

std::string public_warning(const std::vector<std::string>& private_words) {
    return fmt::format("This text names {}. It will be public.", cut(join_and(private_words), warned_units));
}

slack::View public_entry_form(const PublicEntryForm& form, const RenderContext& context) {
    const auto build = [&](bool modern) { return Parts{form, context}.all(modern); };
    slack::Modal modal{slack::form::public_entry, "Status page", "Publish", "Cancel",
                       write_metadata(form.key)};
    if (form.heading == PublicHeading::maintenance) modal.callback_id = slack::form::maintenance;
    if (!form.private_words.empty()) modal.submit = "Publish anyway";
    return both_forms(modal, build, context);
}

}  // namespace tocsin::templates
