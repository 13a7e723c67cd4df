#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bot/base/text.h"
#include "bot/core/decide_learning.h"
#include "bot/slack/mrkdwn.h"
#include "commands/arguments.h"
#include "commands/as_opened.h"
#include "commands/post_mortem.h"
#include "commands/say.h"
#include "commands/target.h"
#include "templates/postmortem_facts.h"
#include "templates/postmortem_form.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

constexpr std::size_t shown_units = 500;  // of what somebody else wrote

using Texts = std::map<PostMortemSection, std::string>;

Texts texts_of(const Incident& incident, Desk& desk) {
    Texts texts;
    for (const auto& input : templates::section_inputs) {
        texts[input.section] =
            std::string(trim(templates::section_text(incident, input.section, desk.render())));
    }
    return texts;
}

// That an input takes: a web page has more room than a form of Slack's.
std::size_t longest_input(const Request& request) {
    return request.via == Via::web ? longest_section : templates::longest_section_input;
}

bool ticked_no_action(const Submission& submission) {
    return !submission.all(field::post_mortem_options).empty();
}

// What the tick is now where nobody has touched it since the form was opened.
bool no_action_needed(const Submission& submission, const Incident& opened) {
    const bool ticked = ticked_no_action(submission);
    const bool touched = ticked != opened.post_mortem.no_action_needed;
    return touched ? ticked : submission.incident->post_mortem.no_action_needed;
}

// The form again, with what was typed, over what somebody else has written meanwhile.
Answer show_conflict(const Submission& submission, const Texts& typed, const Texts& base, bool no_action,
                     const std::string& problem, Desk& desk) {
    const auto& incident = *submission.incident;
    const auto now = texts_of(incident, desk);
    templates::PostMortemForm form{
        key_of(incident), {}, no_action, problem, longest_input(submission.request)};
    for (const auto& [section, text] : now) {
        const bool changed = typed.at(section) != base.at(section);
        form.texts[section] = changed ? typed.at(section) : text;
        const auto* theirs = written(incident, section);
        const bool both = changed && text != base.at(section) && text != typed.at(section);
        if (both && theirs != nullptr)
            form.changed_meanwhile +=
                fmt::format(" {} has now: \"{}\".", title_of(section), cut(text, shown_units));
    }
    form.changed_meanwhile += " Save mine replaces that; it stays on the timeline.";
    return NextForm{templates::post_mortem_form(incident, form, desk.render())};
}

std::optional<Incident> incident_of(const slack::ViewInfo& view, const Request& request, Desk& desk) {
    const auto key = templates::read_form_key(view.private_metadata);
    return key ? readable_incident(key->incident, request, desk) : std::nullopt;
}

Answer unknown_form() {
    return NextForm{templates::notice_form("Nothing changed", "This incident is not known.")};
}

bool same_minute(const std::optional<Time>& a, Time b) {
    return a && std::chrono::floor<std::chrono::minutes>(*a) == std::chrono::floor<std::chrono::minutes>(b);
}

}  // namespace

std::expected<slack::View, Answer> post_mortem_view(const Incident& incident, const Request& request,
                                                    Desk& desk) {
    if (auto objection =
            post_mortem_objection(Right::write_post_mortem, "edit the post-mortem", incident, request, desk))
        return std::unexpected(*std::move(objection));
    if (!incident.resolution) {
        return std::unexpected(
            say(fmt::format("{} is not resolved. Its post-mortem is written afterwards; `/incident note` "
                            "keeps what you know.",
                            name_of(incident))));
    }
    templates::PostMortemForm form{key_of(incident), texts_of(incident, desk),
                                   incident.post_mortem.no_action_needed, "", longest_input(request)};
    return templates::post_mortem_form(incident, form, desk.render());
}

Expected<Answer> submit_post_mortem(const Submission& submission, Desk& desk) {
    const auto& incident = *submission.incident;
    if (auto objection = post_mortem_objection(Right::write_post_mortem, "edit the post-mortem", incident,
                                               submission.request, desk))
        return *std::move(objection);
    const auto key = templates::read_form_key(submission.view.private_metadata);
    const auto opened = as_opened(incident, key ? key->revision : 0, desk);
    const auto base = texts_of(opened, desk);
    const bool no_action = no_action_needed(submission, opened);
    auto typed = base;
    command::WritePostMortem write{key ? key->revision : 0, {}, no_action};
    for (const auto& [section, where] : templates::section_inputs) {
        // It was not asked for.
        if (!templates::fits_input(section, base.at(section), longest_input(submission.request))) continue;
        typed[section] = submission.value(where);
        if (typed[section] != base.at(section)) write.sections.push_back({section, typed[section]});
    }
    const auto after = desk.act(incident, command_of(submission.request, std::move(write)));
    if (after) return Nothing{};
    if (after.error().kind == ErrorKind::conflict)
        return show_conflict(submission, typed, base, no_action, after.error().message, desk);
    return std::unexpected(after.error());
}

Answer submit_post_mortem_help(const Request& request, const slack::ViewInfo& view, Desk& desk) {
    const auto incident = incident_of(view, request, desk);
    if (!incident) return unknown_form();
    if (auto objection =
            post_mortem_objection(Right::write_post_mortem, "ask for help", *incident, request, desk))
        return *std::move(objection);
    const Submission submission{request, view, incident};
    const auto problem = [](const Error& error) {
        return FieldErrors{{{std::string(field::post_mortem_help_of.block), error.message}}};
    };
    const auto person = person_with(UserId{submission.value(field::post_mortem_help_of)}, desk);
    if (!person) return problem(person.error());
    const auto after = desk.act(*incident, command_of(request, command::AskForHelp{*person}));
    if (!after) return problem(after.error());
    return say(fmt::format("{} is asked to help with the post-mortem of {}.", slack::mention(person->user),
                           name_of(*incident)));
}

Answer submit_times(const Request& request, const slack::ViewInfo& view, Desk& desk) {
    const auto incident = incident_of(view, request, desk);
    if (!incident) return unknown_form();
    if (auto objection =
            post_mortem_objection(Right::write_post_mortem, "correct the times", *incident, request, desk))
        return *std::move(objection);
    const Submission submission{request, view, incident};
    const auto revision = templates::read_form_key(view.private_metadata)->revision;
    const auto shown = as_opened(*incident, revision, desk);
    command::CorrectTimes correct;
    templates::TimesForm again{.key = key_of(*incident)};
    std::set<Milestone> both;
    for (const auto& [milestone, where] : templates::time_inputs) {
        const auto picked = picked_time(submission.value(where));
        const auto before = time_of(shown, milestone), now = time_of(*incident, milestone);
        // A picker knows whole minutes: the one that was shown means that nothing was changed.
        if (!picked || same_minute(before, *picked) || same_minute(now, *picked)) continue;
        correct.times.push_back({milestone, std::nullopt, *picked});
        again.picked[milestone] = *picked;
        if (!now || now == before) continue;
        both.insert(milestone);
        again.changed_meanwhile += fmt::format("{} is {} now. ", title_of(milestone), format_utc(*now));
    }
    if (!both.empty()) {
        const auto by = who_changed(
            *incident, revision,
            [&](const EventBody& body) {
                const auto* corrected = std::get_if<event::TimesCorrected>(&body);
                return corrected != nullptr && std::ranges::any_of(corrected->times, [&](const auto& time) {
                           return both.contains(time.milestone);
                       });
            },
            desk);
        again.changed_meanwhile = fmt::format(
            "{} changed times while this form was open, and nothing was saved. {}Save mine replaces that.",
            by, again.changed_meanwhile);
        return NextForm{templates::times_form(*incident, again, desk.render())};
    }
    const auto after = desk.act(*incident, command_of(request, std::move(correct)));
    if (after) return Nothing{};
    return FieldErrors{{{std::string(field::time_started.block), after.error().message}}};
}

}  // namespace tocsin::commands
