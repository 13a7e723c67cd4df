#include "commands/update.h"

#include <algorithm>

#include "bot/base/text.h"
#include "commands/arguments.h"
#include "commands/grammar.h"
#include "commands/registry.h"
#include "commands/say.h"
#include "commands/status_page.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

constexpr Duration longest_promise = 7 * 24h;

std::optional<State> settable(std::string_view word) {
    const auto state = parse_state(to_lower(word));
    if (state != State::investigating && state != State::identified && state != State::monitoring &&
        state != State::resolved) {
        return std::nullopt;
    }
    return state;
}

// "eta 5m" or "next 15 min" at the end of `text`, taken off.
std::optional<Duration> take_from_end(std::string_view& text, std::string_view keyword) {
    for (const int count : {2, 3}) {
        auto at = text.size();
        for (int i = 0; i < count && at != std::string_view::npos; ++i) {
            const auto end = text.find_last_not_of(" \t\r\n", at == 0 ? 0 : at - 1);
            at = end == std::string_view::npos ? end : text.find_last_of(" \t\r\n", end);
            if (at == std::string_view::npos && i + 1 < count) break;
        }
        auto tail = at == std::string_view::npos ? text : text.substr(at + 1);
        const auto start = static_cast<std::size_t>(tail.data() - text.data());
        if (!iequals(take_word(tail), keyword)) continue;
        const auto duration = parse_duration(trim(tail));
        if (!duration || *duration <= 0s || *duration > longest_promise) continue;
        text = trim(text.substr(0, start));
        return *duration;
    }
    return std::nullopt;
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& incident = *invocation.incident;
    if (invocation.text.empty()) return open_update_form(invocation.request, incident, {}, desk);
    auto typed = parse_update(invocation.text);
    if (typed.resolves) {
        auto next = invocation;
        next.text = typed.update.text;
        return invoke(*find_verb("resolve"), next, desk);
    }
    return act_quietly(invocation.request, incident, std::move(typed.update), desk);
}

// What somebody else posted since the form was opened.
std::optional<LastWords> posted_meanwhile(const Submission& submission, Desk& desk) {
    const auto key = templates::read_form_key(submission.view.private_metadata);
    const auto& incident = *submission.incident;
    if (!key || key->revision >= incident.revision || !incident.last_words) return std::nullopt;
    const auto timeline = desk.tx().timeline(incident.number);
    const auto posted = [&](const Event& event) {
        const auto* update = std::get_if<event::Updated>(&event.body);
        return event.sequence > key->revision && update != nullptr && !update->unchanged &&
               event.by.user != submission.request.user.id;
    };
    return std::ranges::any_of(timeline, posted) ? incident.last_words : std::nullopt;
}

templates::UpdateForm entered(const Submission& submission) {
    templates::UpdateForm form;
    form.key = key_of(*submission.incident);
    form.status = settable(submission.value(field::update_status));
    form.text = submission.value(field::update_text);
    form.working_on = submission.value(field::update_working);
    form.eta = templates::parse_choice_duration(submission.value(field::update_eta));
    if (const auto next = parse_duration(submission.value(field::update_next))) form.next = *next;
    const auto to = submission.all(field::update_to);
    form.broadcast = std::ranges::find(to, "broadcast") != to.end();
    form.status_page = std::ranges::find(to, "statuspage") != to.end();
    return form;
}

slack::View resolve_view(const Submission& submission, const std::string& text, Desk& desk) {
    templates::ResolveForm form;
    form.key = key_of(*submission.incident);
    form.mitigation = text;
    return templates::resolve_form(*submission.incident, form, desk.render());
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    auto form = entered(submission);
    if (form.status == State::resolved) return NextForm{resolve_view(submission, form.text, desk)};
    if (form.text.empty()) {
        return FieldErrors{
            {{std::string(field::update_text.block), "What do you know now? A few words are enough."}}};
    }
    form.posted_meanwhile = posted_meanwhile(submission, desk);
    if (form.posted_meanwhile) {
        return NextForm{templates::update_form(*submission.incident, form, desk.render())};
    }
    command::Update update;
    update.text = form.text;
    update.working_on = form.working_on;
    update.eta = form.eta;
    update.next = form.next;
    update.status = form.status;
    update.broadcast = *form.broadcast;
    const auto after = desk.act(*submission.incident, command_of(submission.request, std::move(update)));
    if (!after) return std::unexpected(after.error());
    if (!form.status_page) return Nothing{};
    auto next = public_entry_step(submission.request, *after, "The update is posted.", desk);
    return next ? Answer{NextForm{*std::move(next)}} : Answer{Nothing{}};
}

}  // namespace

TypedUpdate parse_update(std::string_view text) {
    TypedUpdate typed;
    auto rest = text;
    auto first = take_word(rest);
    if (first.ends_with(':')) {
        const auto state = settable(first.substr(0, first.size() - 1));
        typed.resolves = state == State::resolved;
        if (state && !typed.resolves) typed.update.status = state;
        if (state) text = rest;
    }
    while (true) {
        if (const auto eta = take_from_end(text, "eta")) {
            typed.update.eta = eta;
        } else if (const auto next = take_from_end(text, "next")) {
            typed.update.next = next;
        } else {
            break;
        }
    }
    typed.update.text = trim(text);
    return typed;
}

Expected<Answer> open_update_form(const Request& request, const Incident& incident,
                                  templates::UpdateForm form, Desk& desk) {
    auto shown = incident;
    if (request.can_open_form) {
        auto held = desk.act(incident, command_of(request, command::HoldReminders{}));
        if (!held) return std::unexpected(held.error());
        shown = *std::move(held);
    }
    const auto reminder = form.key.reminder;
    form.key = key_of(shown);
    form.key.reminder = reminder;
    return open_form(request, templates::update_form(shown, form, desk.render()),
                     {"update", "", incident.number, ""}, desk);
}

std::optional<slack::View> form_for_status(const Submission& submission, Desk& desk) {
    const auto form = entered(submission);
    if (form.status != State::resolved) return std::nullopt;
    return resolve_view(submission, form.text, desk);
}

Verb update_verb() {
    return {.name = "update",
            .aliases = {"u"},
            .usage = "[INC] text",
            .summary = "post a progress update",
            .example = "/incident update Root cause identified: pool exhausted.",
            .details = "A status with a colon may come first (identified: …), eta 5m and next 15m last.",
            .right = Right::drive,
            .works = Verb::Works::on_open_incident,
            .keeps_words = true,
            .run = run,
            .form = slack::form::update,
            .submit = submit,
            .error_field = field::update_text};
}

}  // namespace tocsin::commands
