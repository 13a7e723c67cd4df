#include "commands/interpreter.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/core/permissions.h"
#include "bot/slack/mrkdwn.h"
#include "commands/action.h"
#include "commands/declare.h"
#include "commands/grammar.h"
#include "commands/pin.h"
#include "commands/post_mortem.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/target.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

// No verb: one that is near is offered, else the whole line is a title.
Answer run_unknown(const Request& request, std::string_view line, Desk& desk) {
    auto rest = line;
    const auto word = take_word(rest);
    if (const auto* near = nearest_verb(word)) {
        const auto draft =
            keep({std::string(near->name), std::string(rest), {}, std::string(line)}, request.user.id, desk);
        return Say{answer::did_you_mean(word, near->name, line, draft)};
    }
    return run_words(*find_verb("declare"), request, line, {.confirmed = false, .asks = true}, desk);
}

Answer submitted(const Verb& verb, const Request& request, const slack::ViewInfo& view, Desk& desk) {
    Submission submission{request, view, std::nullopt};
    if (verb.works != Verb::Works::alone) {
        const auto key = templates::read_form_key(view.private_metadata);
        if (key) submission.incident = readable_incident(key->incident, request, desk);
        if (!submission.incident)
            return NextForm{templates::notice_form("Nothing changed", "This incident is not known.")};
    }
    auto result = invoke_submit(verb, submission, desk);
    // What was typed stays in the form.
    if (!result) return FieldErrors{{{std::string(verb.error_field.block), result.error().message}}};
    return *std::move(result);
}

}  // namespace

Answer run_line(const Request& request, std::string_view line, Desk& desk) {
    const auto text = normalise(line);
    auto rest = std::string_view(text);
    const auto word = take_word(rest);
    const auto* verb = find_verb(word.empty() ? "help" : word);
    if (verb == nullptr) return run_unknown(request, text, desk);
    return run_words(*verb, request, rest, {.confirmed = false, .asks = true}, desk);
}

Answer submit(const Request& request, const slack::ViewInfo& view, Desk& desk) {
    if (view.callback_id == slack::form::timeline_pin) return submit_pin(request, view, desk);
    if (view.callback_id == slack::form::action) return submit_action(request, view, desk);
    if (view.callback_id == slack::form::post_mortem_help)
        return submit_post_mortem_help(request, view, desk);
    if (view.callback_id == slack::form::post_mortem_times) return submit_times(request, view, desk);
    const auto* verb = verb_of_form(view.callback_id);
    if (verb == nullptr) {
        return NextForm{
            templates::notice_form("Nothing changed", "This form is of another version of Tocsin.")};
    }
    return submitted(*verb, request, view, desk);
}

}  // namespace tocsin::commands
