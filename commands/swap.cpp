#include <fmt/format.h>

#include "commands/arguments.h"
#include "commands/covering.h"
#include "commands/duty_arguments.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/rota_messages.h"

namespace tocsin::commands {
namespace {

// The first shift of this person that begins after `from`.
std::optional<Shift> coming_shift(const PersonId& person, const ScheduleId& schedule, Time from, Desk& desk) {
    auto shift = shift_of(person, schedule, from, desk);
    if (shift && shift->start < from) shift = shift_of(person, schedule, shift->end, desk);
    return shift;
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    auto text = std::string_view(invocation.text);
    const auto word = take_word(text);
    if (word.empty()) {
        return fail(ErrorKind::invalid,
                    "With whom? Write /incident swap @lee [schedule] [reason]. Nothing was changed.");
    }
    const auto named = person_named(word, request, desk);
    if (!named) return std::unexpected(named.error());
    const auto other = configured(*named, desk.rules());
    if (!other) return std::unexpected(other.error());
    const auto me = configured(request.actor(), desk.rules());
    if (!me) return std::unexpected(me.error());
    auto schedule = take_schedule(text, desk.rules());
    if (!schedule) schedule = usual_schedule(desk.rules());
    if (!schedule) {
        return fail(ErrorKind::invalid,
                    "Which schedule? Write /incident swap @lee primary. Nothing was changed.");
    }
    auto rest = text;
    const auto from = take_coming_time(rest, request.user.timezone, desk.now());
    if (from) text = rest;
    const auto mine = coming_shift(me->person, *schedule, from.value_or(desk.now()), desk);
    const auto theirs = coming_shift(other->person, *schedule, desk.now(), desk);
    if (!mine || !theirs) {
        return fail(ErrorKind::conflict,
                    fmt::format("{} no shift there in the next two months. Nothing was changed; "
                                "/incident override asks somebody to cover instead.",
                                mine ? other->name + " has" : std::string("You have")));
    }
    RotaChange wanted;
    wanted.by = *me;
    wanted.of = *other;
    wanted.reason = text;
    wanted.covers = {{*schedule, me->person, other->person, mine->start, mine->end},
                     {*schedule, other->person, me->person, theirs->start, theirs->end}};
    auto asked = ask_for(std::move(wanted), {desk.on_call(), desk.rules(), desk.now()});
    if (!asked) return std::unexpected(asked.error());
    const auto recorded = desk.record(*std::move(asked));
    return Say{templates::cover_asked(recorded, desk.render())};
}

}  // namespace

Verb swap_verb() {
    return {.name = "swap",
            .usage = "@user [schedule] [time of your shift] [reason]",
            .summary = "swap your next shift with somebody's",
            .example = "/incident swap @lee",
            .details = "The other person is asked first. Your next shift is meant unless you name a time.",
            .right = Right::change_rota,
            .keeps_words = true,
            .run = run};
}

}  // namespace tocsin::commands
