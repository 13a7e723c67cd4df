#include "commands/silence.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"
#include "commands/duty_arguments.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/silence_messages.h"

namespace tocsin::commands {
namespace {

constexpr std::size_t longest_reason = 500;  // UTF-16 units

Expected<Silence> named(std::string_view text, Desk& desk) {
    auto word = trim(text);
    if (word.empty()) {
        auto all = desk.silences();
        std::erase_if(all, [](const Silence& silence) { return silence.id == SilenceId{}; });
        if (all.size() == 1) return all.front();
    }
    if (word.starts_with('#')) word.remove_prefix(1);
    std::int64_t number = 0;
    std::from_chars(word.data(), word.data() + word.size(), number);
    if (auto found = desk.tx().silence(SilenceId{number})) return *std::move(found);
    return fail(ErrorKind::not_found,
                "Which silence? /incident silence list shows them with their numbers. Nothing was changed.");
}

std::string reason_in(std::string_view text) {
    text = trim(text);
    auto rest = text;
    if (iequals(take_word(rest), "because")) text = trim(rest);
    return cut(text, longest_reason);
}

Actor actor_in(const Request& request, Desk& desk) {
    const auto* person = desk.rules().person_of(request.user.id);
    return person == nullptr ? request.actor() : actor_of(*person);
}

Expected<Answer> list(Desk& desk) {
    const auto silences = desk.silences();
    if (silences.empty()) return say("No alerts are silenced.");
    return Say{templates::silence_list(silences, desk.render())};
}

Expected<Answer> end(std::string_view which, Desk& desk) {
    const auto lifted = end_silence(which, desk);
    if (!lifted) return std::unexpected(lifted.error());
    return say(
        fmt::format("Silence {} is lifted. What still fires opens its incidents now.", lifted->id.value()));
}

Expected<Answer> confirm_one(std::string_view which, const Request& request, Desk& desk) {
    const auto confirmed = confirm_silence(which, actor_in(request, desk), desk);
    if (!confirmed) return std::unexpected(confirmed.error());
    return say(fmt::format("Silence {} covers SEV 1 too, until it ends.", confirmed->id.value()));
}

Expected<Answer> start(std::string_view text, const Request& request, Desk& desk) {
    const auto made = start_silence(text, actor_in(request, desk), request.user.timezone, desk);
    if (!made) return std::unexpected(made.error());
    return say(fmt::format("{} A second person can make it cover SEV 1: /incident silence confirm {}.",
                           templates::silence_line(*made, desk.render()), made->id.value()));
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto text = trim(invocation.text);
    auto rest = text;
    const auto word = take_word(rest);
    if (word.empty() || iequals(text, "list")) return list(desk);
    if (iequals(word, "end") || iequals(word, "lift") || iequals(word, "cancel")) return end(rest, desk);
    if (iequals(word, "confirm")) return confirm_one(rest, invocation.request, desk);
    return start(text, invocation.request, desk);
}

}  // namespace

Expected<Silence> start_silence(std::string_view text, const Actor& by, std::string_view zone, Desk& desk) {
    auto matcher = take_matcher(text);
    if (!matcher) return std::unexpected(matcher.error());
    const auto span = take_span(text, zone, desk.now());
    Silence silence;
    silence.matcher = *std::move(matcher);
    silence.from = std::max(span.start.value_or(desk.now()), desk.now());
    if (!span.end || *span.end <= silence.from) {
        return fail(ErrorKind::invalid,
                    "Until when? A silence always ends: /incident silence service=api for 2h because deploy. "
                    "Nothing was silenced.");
    }
    silence.until = *span.end;
    if (silence.until - silence.from > longest_silence) {
        return fail(ErrorKind::invalid,
                    "A silence lasts a week at most: what is silenced for long is forgotten. Nothing was "
                    "silenced.");
    }
    silence.why = reason_in(text);
    if (silence.why.empty()) {
        return fail(ErrorKind::invalid,
                    "Why? Say it after the time: /incident silence service=api for 2h because deploy. "
                    "Nothing was silenced.");
    }
    silence.by = by;
    return desk.record(std::move(silence));
}

Expected<Silence> end_silence(std::string_view which, Desk& desk) {
    const auto silence = named(which, desk);
    if (!silence) return std::unexpected(silence.error());
    auto lifted = lift(*silence, desk.now());
    if (!lifted) return std::unexpected(lifted.error());
    return desk.record(*std::move(lifted));
}

Expected<Silence> confirm_silence(std::string_view which, const Actor& by, Desk& desk) {
    const auto silence = named(which, desk);
    if (!silence) return std::unexpected(silence.error());
    auto confirmed = confirm(*silence, by, desk.now());
    if (!confirmed) return std::unexpected(confirmed.error());
    return desk.record(*std::move(confirmed));
}

Verb silence_verb() {
    return {.name = "silence",
            .aliases = {"silences", "maintenance"},
            .usage = "label=value [from] for 2h because reason, or list, end [n], confirm [n]",
            .summary = "keep alerts from opening incidents for a while",
            .example = "/incident silence service=api for 2h because deploy",
            .details =
                "Alerts that match all labels are recorded and counted, and open nothing until the "
                "silence ends, a week at most. A value may end in *; source, title and key can be "
                "named like labels. A SEV 1 is covered only once a second person confirms it.",
            .right = Right::page,
            .keeps_words = true,
            .run = run};
}

}  // namespace tocsin::commands
