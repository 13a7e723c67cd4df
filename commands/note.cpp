#include <fmt/format.h>

#include "bot/base/text.h"
#include "commands/arguments.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/timeline.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

// "at 14:30 Traffic spike begins": without a readable time "at" is a word like any other.
std::optional<Time> take_at(std::string_view& text, std::string_view zone, Time now) {
    auto rest = text;
    if (!iequals(take_word(rest), "at")) return std::nullopt;
    const auto at = take_time(rest, zone, now);
    if (at) text = rest;
    return at;
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    auto text = std::string_view(invocation.text);
    if (text.empty()) {
        templates::EntryForm form;
        form.key = key_of(incident);
        return open_form(request, templates::entry_form(incident, form, desk.render()),
                         {"note", "", incident.number, ""}, desk);
    }
    const auto at = take_at(text, request.user.timezone, desk.now());
    auto added = act_quietly(request, incident, command::AddNote{at, std::string(text)}, desk);
    // A clock time was read in the writer's zone: the answer in UTC shows a mistake.
    if (!added || !at) return added;
    return say(
        fmt::format("Written into the timeline of {} at {}.", name_of(incident), clock_utc(*at, desk.now())));
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const auto& incident = *submission.incident;
    const auto text = submission.value(field::entry_text);
    auto at = picked_time(submission.value(field::entry_at));
    if (at && *at > desk.now() && *at < desk.now() + 1min) at = desk.now();
    if (at && *at > desk.now()) {
        return FieldErrors{{{std::string(field::entry_at.block), "An entry cannot be about the future."}}};
    }
    const auto key = templates::read_form_key(submission.view.private_metadata);
    if (key && key->entry > 0) {
        return act_quietly(submission.request, incident, command::EditEntry{key->entry, at, text}, desk);
    }
    return act_quietly(submission.request, incident, command::AddNote{at, text}, desk);
}

}  // namespace

Verb note_verb() {
    return {.name = "note",
            .aliases = {"n"},
            .usage = "[INC] [at 14:30] text",
            .summary = "add an entry to the timeline",
            .example = "/incident note at 14:30 Traffic spike begins (5x normal)",
            .right = Right::take_part,
            .works = Verb::Works::on_any_incident,
            .keeps_words = true,
            .run = run,
            .form = slack::form::timeline_entry,
            .submit = submit,
            .error_field = field::entry_text};
}

}  // namespace tocsin::commands
