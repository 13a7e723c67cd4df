#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/step_list.h"
#include "templates/form_parts.h"
#include "templates/forms.h"

namespace tocsin::templates {
namespace {

namespace field = slack::field;
using slack::Option;

constexpr std::size_t longest_cause = 500;

std::string warning(const RenderContext& context) {
    std::vector<std::string> told{slack::escape(context.links.channel_name)};
    if (context.can.status_page) told.emplace_back("the status page");
    if (context.can.paging) told.emplace_back("everyone paged");
    return fmt::format("Resolving tells {}. It stops reminders{}.", join_and(told),
                       context.can.paging ? " and pages" : "");
}

std::vector<Option> check_options() {
    std::vector<Option> options;
    for (const auto& [key, words] : resolve_checks()) options.push_back({words, key, "", true});
    return options;
}

// "Due in 24 hours for SEV 1 and SEV 2."
std::string owner_hint(const Rules& rules) {
    std::vector<std::string> severities;
    std::optional<Duration> within;
    for (const auto severity : all_severities) {
        if (const auto own = rules.of(severity).post_mortem_within) {
            if (!within) within = own;
            severities.push_back(own == within
                                     ? label_of(severity)
                                     : fmt::format("{} ({})", label_of(severity), long_duration(*own)));
        }
    }
    if (!within) return "Choose a person to have a post-mortem.";
    return fmt::format("Due in {} for {}.", long_duration(*within), join_and(severities));
}

// And what the war room has ticked already.
std::vector<std::string> ticked(const Incident& incident, const ResolveForm& form) {
    auto keys = form.verified;
    for (const auto& list : incident.step_lists) {
        if (list.kind != StepListKind::verification || list.over) continue;
        for (const auto& step : list.steps) {
            const auto check =
                std::ranges::find(verification_checks(), step.words, &VerificationCheck::words);
            if (step.marked && check != verification_checks().end()) keys.emplace_back(check->key);
        }
    }
    return keys;
}

}  // namespace

const std::vector<std::pair<std::string, std::string>>& resolve_checks() {
    static const auto checks = [] {
        std::vector<std::pair<std::string, std::string>> pairs;
        for (const auto& check : verification_checks()) pairs.emplace_back(check.key, check.words);
        return pairs;
    }();
    return checks;
}

slack::View resolve_form(const Incident& incident, const ResolveForm& form, const RenderContext& context) {
    const bool required = context.rules.of(incident.severity).post_mortem_within.has_value();
    const auto build = [&](bool modern) {
        slack::Blocks blocks(slack::block::resolution);
        add_note(blocks, "warn", NoteLevel::info, warning(context), modern);
        add_input(blocks, field::resolve_verify, "Verified",
                  slack::checkboxes(field::resolve_verify.action, check_options(), ticked(incident, form)),
                  "Unticked lines are written down as not checked.", true);
        add_input(blocks, field::resolve_cause, "Root cause",
                  to_json(slack::TextInput{.action_id = field::resolve_cause.action,
                                           .most = longest_cause,
                                           .initial = form.cause,
                                           .placeholder = "Unknown is a fine answer",
                                           .focus = true}));
        add_input(blocks, field::resolve_mitigation, "Mitigation",
                  to_json(slack::TextInput{.action_id = field::resolve_mitigation.action,
                                           .most = longest_cause,
                                           .initial = form.mitigation,
                                           .placeholder = "What brought the service back"}));
        const std::vector<Option> data{{"No data loss", "none"},
                                       {"Data loss possible, still checking", "possible"},
                                       {"Data was lost", "lost"}};
        const auto chosen = data[static_cast<std::size_t>(form.data)].value;
        add_input(blocks, field::resolve_data, "Data",
                  slack::static_select(field::resolve_data.action, data, chosen, ""));
        add_input(blocks, field::resolve_restored, "Service restored at",
                  slack::date_time(field::resolve_restored.action, form.restored.value_or(context.now)),
                  "Duration is counted to this moment.");
        const auto owner = form.owner.empty() && required ? incident.lead.user : form.owner;
        add_input(blocks, field::resolve_owner, "Post-mortem owner",
                  slack::user_select(field::resolve_owner.action, owner, "Choose a person"),
                  owner_hint(context.rules), !required);
        return blocks.take();
    };
    return both_forms(
        {slack::form::resolve, "Resolve " + name_of(incident), "Resolve", "Cancel", write_metadata(form.key)},
        build, context);
}

}  // namespace tocsin::templates
