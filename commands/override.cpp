#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "commands/arguments.h"
#include "commands/covering.h"
#include "commands/duty_arguments.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/rota_messages.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

RotaFacts facts(Desk& desk) {
    return {desk.on_call(), desk.rules(), desk.now()};
}

bool concerns(const RotaChange& change, const Actor& who) {
    return is_same(change.by, who) || is_same(change.of, who) ||
           std::ranges::any_of(change.covers, [&](const Cover& cover) {
               return !who.person.empty() && (cover.from == who.person || cover.to == who.person);
           });
}

// What is asked or acts, now or later, and what this person may take back.
std::vector<RotaChange> changes_of(const Request& request, Desk& desk) {
    auto changes = desk.tx().rota_changes(RotaChange::State::asked);
    std::ranges::copy(desk.tx().rota_changes(RotaChange::State::agreed), std::back_inserter(changes));
    auto who = request.actor();
    if (const auto* person = desk.rules().person_of(request.user.id)) who = actor_of(*person);
    const bool any = desk.rules().is_manager(request.user.id) || desk.rules().is_admin(request.user.id);
    std::erase_if(changes, [&](const RotaChange& change) {
        const bool over =
            std::ranges::all_of(change.covers, [&](const Cover& cover) { return cover.end <= desk.now(); });
        return change.ended || over || (!any && !concerns(change, who));
    });
    return changes;
}

Expected<Answer> list(const Request& request, Desk& desk) {
    const auto changes = changes_of(request, desk);
    if (changes.empty()) return say("No cover or swap is asked for or agreed that concerns you.");
    return Say{templates::change_list(changes, desk.render())};
}

Expected<Answer> cancel(std::string_view text, const Request& request, Desk& desk) {
    auto word = take_word(text);
    std::vector<RotaChange> changes;
    if (word.empty()) {
        changes = changes_of(request, desk);
        if (changes.size() != 1) return list(request, desk);
    } else {
        std::int64_t number = 0;
        if (word.starts_with('#')) word.remove_prefix(1);
        std::from_chars(word.data(), word.data() + word.size(), number);
        if (auto found = desk.tx().rota_change(RotaChangeId{number})) changes.push_back(*std::move(found));
    }
    if (changes.empty()) {
        return fail(ErrorKind::not_found,
                    fmt::format("There is no change \"{}\". /incident override list shows what there is; "
                                "nothing was changed.",
                                cut(word, 20)));
    }
    auto who = request.actor();
    if (const auto* person = desk.rules().person_of(request.user.id)) who = actor_of(*person);
    auto ended = take_back(changes.front(), who, facts(desk));
    if (!ended) return std::unexpected(ended.error());
    desk.record(*std::move(ended));
    return say("Taken back. The schedule counts again, and whom it concerns is told.");
}

// "override me": at once, until the next change of who is on call unless an end is given.
Expected<Answer> take_over(const Request& request, std::optional<ScheduleId> schedule, const Span& span,
                           std::string reason, Desk& desk) {
    if (!schedule) schedule = usual_schedule(desk.rules());
    const auto* rota = schedule ? desk.on_call().rota(*schedule) : nullptr;
    if (rota == nullptr) {
        return fail(ErrorKind::invalid,
                    "Which schedule? Name it: /incident override me primary. Nothing was changed.");
    }
    const auto me = configured(request.actor(), desk.rules());
    if (!me) return std::unexpected(me.error());
    const auto start = std::max(span.start.value_or(desk.now()), desk.now());
    const auto end = span.end ? span.end : rota->until(start);
    if (!end) {
        return fail(ErrorKind::invalid,
                    "Until when? This schedule never changes by itself. Write /incident override me for 4h. "
                    "Nothing was changed.");
    }
    if (!span.end && rota->on_call_at(start) == std::vector{me->person})
        return say("You are on call for that schedule already. Nothing was changed.");
    RotaChange wanted;
    wanted.by = *me;
    wanted.reason = std::move(reason);
    wanted.covers = {{*schedule, {}, me->person, start, *end}};
    auto asked = ask_for(std::move(wanted), facts(desk));
    if (!asked) return std::unexpected(asked.error());
    auto agreed = agree(*std::move(asked), *me, facts(desk));
    if (!agreed) return std::unexpected(agreed.error());
    const auto done = desk.record(*std::move(agreed));
    return Say{templates::cover_taken(done, desk.render())};
}

Expected<Answer> ask(const Request& request, const Actor& to, std::optional<ScheduleId> schedule,
                     const Span& span, std::string reason, Desk& desk) {
    if (!span.end) {
        templates::CoverForm form;
        form.to = to.user;
        form.schedule = schedule.value_or(ScheduleId{});
        form.start = span.start;
        form.reason = std::move(reason);
        return open_cover_form(request, std::move(form), desk);
    }
    const auto start = span.start.value_or(desk.now());
    // The schedule in which it is the asker's own shift, unless one is named.
    const auto* person = desk.rules().person_of(request.user.id);
    for (const auto& id : schedules_in_order(desk.rules())) {
        if (schedule || person == nullptr) break;
        const auto shift = shift_of(person->id, id, start, desk);
        if (shift && shift->start < *span.end) schedule = id;
    }
    if (!schedule) schedule = usual_schedule(desk.rules());
    if (!schedule) {
        return fail(ErrorKind::invalid,
                    "Which schedule? Name it after the person: /incident override @lee primary to 18:00. "
                    "Nothing was changed.");
    }
    const auto asked = ask_to_cover(request, to, *schedule, start, *span.end, std::move(reason), desk);
    if (!asked) return std::unexpected(asked.error());
    return Say{templates::cover_asked(*asked, desk.render())};
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    auto text = std::string_view(invocation.text);
    if (text.empty()) return open_cover_form(request, {}, desk);
    const auto word = take_word(text);
    if (iequals(word, "list")) return list(request, desk);
    if (iequals(word, "cancel") || iequals(word, "end")) return cancel(text, request, desk);
    const auto named = person_named(word, request, desk);
    if (!named) return std::unexpected(named.error());
    const auto schedule = take_schedule(text, desk.rules());
    const auto span = take_span(text, request.user.timezone, desk.now());
    std::string reason(text);
    if (named->user == request.user.id) return take_over(request, schedule, span, std::move(reason), desk);
    const auto to = configured(*named, desk.rules());
    if (!to) return std::unexpected(to.error());
    return ask(request, *to, schedule, span, std::move(reason), desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    FieldErrors errors;
    const auto refuse = [&](const slack::Field& where, std::string sentence) {
        errors.errors.emplace_back(std::string(where.block), std::move(sentence));
    };
    const auto start = picked_time(submission.value(field::cover_start));
    const auto end = picked_time(submission.value(field::cover_end));
    const ScheduleId schedule(submission.value(field::cover_schedule));
    if (submission.value(field::cover_to).empty()) refuse(field::cover_to, "Please choose a person.");
    if (schedule.empty()) refuse(field::cover_schedule, "Please choose a schedule.");
    if (!start) refuse(field::cover_start, "Please say from when.");
    if (!end) refuse(field::cover_end, "Please say until when.");
    if (start && end && *end <= *start) refuse(field::cover_end, "The end is not after the start.");
    if (!errors.errors.empty()) return errors;
    const auto named = person_with(UserId{submission.value(field::cover_to)}, desk);
    if (!named) return std::unexpected(named.error());
    const auto to = configured(*named, desk.rules());
    if (!to) return std::unexpected(to.error());
    const auto asked = ask_to_cover(submission.request, *to, schedule, *start, *end,
                                    submission.value(field::cover_reason), desk);
    if (!asked) return std::unexpected(asked.error());
    return Say{templates::cover_asked(*asked, desk.render())};
}

}  // namespace

Verb override_verb() {
    return {
        .name = "override",
        .aliases = {"cover"},
        .usage = "@user [schedule] [from] to [until] [reason] | me [schedule] [for 4h] | list | cancel [n]",
        .summary = "change who is on call",
        .example = "/incident override @lee tomorrow 14:00 to 18:00 dentist",
        .details =
            "The other person is asked first; it takes effect when they accept. `override me` takes "
            "over now. `override cancel` takes back what was asked or agreed.",
        .right = Right::change_rota,
        .keeps_words = true,
        .run = run,
        .form = slack::form::cover,
        .submit = submit,
        .error_field = field::cover_to};
}

}  // namespace tocsin::commands
