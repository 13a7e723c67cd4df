#include <fmt/format.h>

#include "bot/base/text.h"
#include "templates/form_parts.h"
#include "templates/forms.h"

namespace tocsin::templates {
namespace {

namespace field = slack::field;
using slack::Option;

constexpr std::size_t longest_title = 120;
constexpr std::size_t shortest_title = 3;
constexpr std::size_t longest_impact = 500;

std::string people_of(const WakeFacts& wakes, bool with_roles, const RenderContext& context) {
    std::vector<std::string> people;
    for (const auto& person : wakes.people) {
        const auto name = name_of(person.who, context);
        people.push_back(with_roles && !person.role.empty() ? fmt::format("{} ({})", name, person.role)
                                                            : name);
    }
    return join_and(people);
}

NoteLevel level_of(Severity severity, const std::optional<WakeFacts>& wakes) {
    if (!wakes) return NoteLevel::info;
    if (wakes->people.empty() && severity != Severity::sev4) return NoteLevel::error;
    return severity == Severity::sev1 || severity == Severity::sev2 ? NoteLevel::warning : NoteLevel::info;
}

std::vector<Option> do_now(const RenderContext& context) {
    std::vector<Option> options;
    if (context.can.paging) {
        options.push_back(
            {"*Page on-call now*", "page", "SEV 1 and SEV 2: on. SEV 3: business hours only", true});
    }
    if (context.can.status_page) {
        options.push_back({"*Open the public status page entry*", "statuspage",
                           "Posts Investigating with the text you confirm next", true});
    }
    options.push_back(
        {"*Keep it private*", "private", "Private channel, only people you name. For data breaches", true});
    options.push_back(
        {"*This is a drill*", "drill", "Marked DRILL everywhere and left out of the metrics", true});
    return options;
}

std::vector<std::string> ticked(const DeclareForm& form) {
    std::vector<std::string> values;
    if (form.page) values.emplace_back("page");
    if (form.status_page) values.emplace_back("statuspage");
    if (form.is_private) values.emplace_back("private");
    if (form.drill) values.emplace_back("drill");
    return values;
}

std::optional<Option> service_option(const ServiceId& id, const Rules& rules) {
    const auto service = rules.services.find(id);
    if (service == rules.services.end()) return std::nullopt;
    return Option{service->second.name, "svc:" + id.str()};
}

}  // namespace

std::string declare_preview(Severity severity, const std::optional<WakeFacts>& wakes,
                            const RenderContext& context) {
    const auto label = label_of(severity);
    if (!wakes) {
        return fmt::format("{}: nobody is paged, because paging is not set up. The card is posted in {}.",
                           label, context.links.channel_name);
    }
    if (severity == Severity::sev4) return label + " makes a ticket. Nobody is paged.";
    if (wakes->people.empty()) {
        const auto what = wakes->service.empty() ? std::string() : " for " + wakes->service;
        return fmt::format(
            "Nobody is on call{} now. {}", what,
            wakes->instead.empty() ? "Please phone someone." : wakes->instead + " is paged instead.");
    }
    const auto means = means_nouns(wakes->via);
    if (severity == Severity::sev3) {
        return fmt::format("{} tells {} in {} {}. Nobody is woken.", label, people_of(*wakes, false, context),
                           means, wakes->when.empty() ? "now" : wakes->when);
    }
    return fmt::format("{} {} {} {} by {}.", label, severity == Severity::sev1 ? "pages" : "alerts",
                       people_of(*wakes, true, context), wakes->when.empty() ? "now" : wakes->when, means);
}

slack::View declare_form(const DeclareForm& form, const RenderContext& context) {
    const auto severity = form.severity.value_or(Severity::sev2);
    const auto build = [&](bool modern) {
        slack::Blocks blocks(slack::block::declare);
        add_input(blocks, field::declare_title, "What is broken?",
                  to_json(slack::TextInput{.action_id = field::declare_title.action,
                                           .most = longest_title,
                                           .least = shortest_title,
                                           .initial = form.title,
                                           .placeholder = "For example: API Down",
                                           .focus = true}),
                  "Short. It becomes the headline, the SMS and the call.");
        add_input(blocks, field::declare_severity, "Severity",
                  slack::radio_buttons(field::declare_severity.action, severity_options(context.rules),
                                       key_of(severity)),
                  "", false, true);
        add_note(blocks, "preview", level_of(severity, form.wakes),
                 slack::typed_line(form.page || !form.wakes
                                       ? declare_preview(severity, form.wakes, context)
                                       : label_of(severity) + ": nobody is paged, as you ask."),
                 modern);
        add_input(blocks, field::declare_service, "Service",
                  slack::external_select(field::declare_service.action,
                                         service_option(form.service, context.rules), "Choose a service"),
                  "Picks the runbook, the schedule and the status page component.", true);
        add_input(blocks, field::declare_impact, "What do users see?",
                  to_json(slack::TextInput{.action_id = field::declare_impact.action,
                                           .most = longest_impact,
                                           .multiline = true,
                                           .initial = form.impact,
                                           .placeholder = "For example: all requests fail with 500 errors"}),
                  "", true);
        add_input(blocks, field::declare_started, "Started",
                  slack::date_time(field::declare_started.action, form.started.value_or(context.now)),
                  "When it began, as far as you know. The report counts time to detect from here.", true);
        add_input(blocks, field::declare_options, "Do now",
                  slack::checkboxes(field::declare_options.action, do_now(context), ticked(form)), "", true);
        return blocks.take();
    };
    auto view = both_forms(
        {slack::form::declare, "Declare incident", "Declare", "Cancel", write_metadata(form.origin)}, build,
        context);
    view.modern.set("notify_on_close", false);
    if (!view.classic.is_null()) view.classic.set("notify_on_close", false);
    return view;
}

}  // namespace tocsin::templates
