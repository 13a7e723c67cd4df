#include "commands/status_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/public_draft.h"
#include "commands/registry.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

Error no_page() {
    return {ErrorKind::unavailable,
            "There is no status page: the configuration has no status_page. Nothing was published."};
}

Expected<PublicSubject> subject_of(const Incident& incident) {
    if (const auto subject = PublicSubject::of(incident)) return *subject;
    return fail(ErrorKind::forbidden,
                fmt::format("{} is {}. The public is not told of it. Nothing was published.",
                            name_of(incident), incident.is_private ? "private" : "practice"));
}

PublicHeading heading_for(State state) {
    switch (state) {
        case State::paging:
        case State::waiting:
        case State::investigating:
        case State::ticket:
            return PublicHeading::investigating;
        case State::identified:
            return PublicHeading::identified;
        case State::monitoring:
            return PublicHeading::monitoring;
        case State::resolved:
        case State::closed:
        case State::false_alarm:
        case State::merged:
            return PublicHeading::resolved;
    }
    return PublicHeading::investigating;
}

ComponentState state_for(Severity severity) {
    switch (severity) {
        case Severity::sev1:
            return ComponentState::major_outage;
        case Severity::sev2:
            return ComponentState::partial_outage;
        case Severity::sev3:
        case Severity::sev4:
            return ComponentState::degraded;
    }
    return ComponentState::degraded;
}

std::string component_of(const Incident& incident, Desk& desk) {
    const auto service = desk.rules().services.find(incident.service);
    const auto name = service == desk.rules().services.end() ? "" : service->second.component;
    const auto& known = desk.rules().status_page->components;
    return std::ranges::find(known, name) == known.end() ? "" : name;
}

std::optional<PublicNotice> notice_of(const Incident& incident, Desk& desk) {
    if (!incident.public_face) return std::nullopt;
    return desk.tx().public_notice(NoticeId{incident.public_face->notice});
}

// What the form opens with: of the notice that goes on, else of the service's component.
templates::PublicEntryForm prefilled(const Incident& incident, PublicHeading heading, Desk& desk) {
    templates::PublicEntryForm form;
    form.key = key_of(incident);
    form.heading = heading;
    const auto component = component_of(incident, desk);
    const auto notice = notice_of(incident, desk);
    form.title = notice ? notice->title.str() : templates::public_title(component, heading);
    form.text = templates::public_wording(heading, component, incident.eta, desk.render());
    if (heading == PublicHeading::resolved) return form;
    if (notice && heading_of(*notice) != PublicHeading::resolved) {
        form.components = components_at(*notice, desk.now());
    } else if (!component.empty()) {
        form.components[component] = state_for(incident.severity);
    }
    return form;
}

slack::View view_of(const templates::PublicEntryForm& form, Desk& desk) {
    return templates::public_entry_form(form, desk.render());
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    if (!desk.rules().status_page) return std::unexpected(no_page());
    const auto& incident = *invocation.incident;
    if (const auto subject = subject_of(incident); !subject) return std::unexpected(subject.error());
    auto form = prefilled(incident, heading_for(incident.state), desk);
    if (!invocation.text.empty()) form.text = templates::plain(invocation.text, desk.render());
    return open_form(invocation.request, view_of(form, desk),
                     {"statuspage", invocation.text, incident.number, ""}, desk);
}

Expected<Answer> correct(const Submission& submission, const PublicSubject& subject,
                         const templates::PublicEntryForm& form, Desk& desk) {
    const auto done = desk.correct(subject, form.key.entry, PublicText::confirmed(form.text),
                                   submission.request.actor(), submission.request.via);
    if (!done) return std::unexpected(done.error());
    return Nothing{};
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    if (!desk.rules().status_page) return std::unexpected(no_page());
    const auto subject = subject_of(*submission.incident);
    if (!subject) return std::unexpected(subject.error());
    auto form = entered_public_entry(submission, desk);
    const bool corrects = form.key.entry != 0;
    if (form.heading == PublicHeading::maintenance && !corrects)
        return NextForm{public_entry_preview(submission, desk)};
    if (auto errors = wrong_in(form, desk); !errors.errors.empty()) return errors;
    form.private_words = to_warn_of(form, &*submission.incident, desk);
    if (!form.private_words.empty()) return NextForm{view_of(form, desk)};
    if (corrects) return correct(submission, *subject, form, desk);
    const auto done =
        desk.publish(*subject, draft_of(form), submission.request.actor(), submission.request.via);
    if (!done) return std::unexpected(done.error());
    return Nothing{};
}

}  // namespace

std::optional<slack::View> public_entry_step(const Request& request, const Incident& incident,
                                             const std::string& note, Desk& desk) {
    if (!desk.rules().status_page || !PublicSubject::of(incident)) return std::nullopt;
    if (may(Right::publish, request.user, &incident, desk.rules()) != Verdict::yes) return std::nullopt;
    auto form = prefilled(incident, heading_for(incident.state), desk);
    form.note = note;
    return view_of(form, desk);
}

slack::View public_entry_preview(const Submission& submission, Desk& desk) {
    auto form = entered_public_entry(submission, desk);
    const auto& incident = submission.incident;
    auto fresh = incident ? prefilled(*incident, form.heading, desk) : templates::PublicEntryForm{};
    if (!incident) fresh.text = templates::public_wording(form.heading, "", std::nullopt, desk.render());
    form.text = fresh.text;
    if (form.heading == PublicHeading::maintenance) form.title = templates::public_title("", form.heading);
    if (form.heading == PublicHeading::resolved) form.components.clear();
    return view_of(form, desk);
}

Answer press_public_correct(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    if (!desk.rules().status_page) return say_error(no_page());
    auto admission = admitted(*find_verb("statuspage"), pressed.request, *incident, desk);
    if (!admission) return std::move(admission.error());
    const auto notice = notice_of(*incident, desk);
    if (!notice) return say("That entry is not on the status page any more. Nothing was changed.");
    const auto entry = std::ranges::find_if(notice->entries, [&](const PublicEntry& one) {
        return std::to_string(one.number) == pressed.value->argument;
    });
    if (entry == notice->entries.end())
        return say("That entry is not on the status page any more. Nothing was changed.");
    templates::PublicEntryForm form;
    form.key = key_of(*incident);
    form.key.entry = entry->number;
    form.heading = entry->heading;
    form.title = notice->title.str();
    form.text = entry->text.str();
    return OpenForm{view_of(form, desk)};
}

Verb status_page_verb() {
    return {.name = "statuspage",
            .aliases = {"sp"},
            .usage = "[INC] [text]",
            .summary = "publish an entry on the status page",
            .example = "/incident statuspage INC-42 The issue has been identified.",
            .details = "Opens the form, filled in; nothing is public before you press Publish there.",
            .right = Right::publish,
            .works = Verb::Works::on_any_incident,
            .keeps_words = true,
            .without_incident = "announce",
            .run = run,
            .form = slack::form::public_entry,
            .submit = submit,
            .error_field = field::public_title};
}

}  // namespace tocsin::commands
