#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/shift_plan.h"
#include "bot/slack/mrkdwn.h"
#include "commands/arguments.h"
#include "commands/covering.h"
#include "commands/handing_over.h"
#include "commands/presses.h"
#include "commands/registry.h"
#include "commands/say.h"
#include "templates/duty_words.h"
#include "templates/shift_messages.h"

namespace tocsin::commands {
namespace {

constexpr std::string_view gone = "That shift is not there any more. Nothing was changed.";

// The shift that the button names as it is now, when it is the presser's own.
Expected<templates::ShiftName> own_shift(const Pressed& pressed, Desk& desk) {
    const auto& user = pressed.request.user;
    if (may(Right::see, user, nullptr, desk.rules()) != Verdict::yes)
        return fail(ErrorKind::forbidden, "Only full members have shifts. Nothing was changed.");
    auto name = templates::parse_shift_value(pressed.press.value);
    const auto* rota = name ? desk.on_call().rota(name->schedule) : nullptr;
    if (rota == nullptr) return fail(ErrorKind::not_found, std::string(gone));
    const auto* person = desk.rules().person_of(user.id);
    if (person == nullptr || person->id != name->shift.person)
        return fail(ErrorKind::forbidden, "That is somebody else's shift. Nothing was changed.");
    // The button has whole seconds, and a cover begins when somebody asked for it.
    const auto& [_, start, end] = name->shift;
    for (const auto& shift : duty_shifts(*rota, start, std::max(end, start + 1s))) {
        if (shift.person == person->id && std::chrono::floor<std::chrono::seconds>(shift.start) == start)
            return templates::ShiftName{name->schedule, shift};
    }
    return fail(ErrorKind::not_found, std::string(gone));
}

template <class Use>
Answer with_own_shift(const Pressed& pressed, Desk& desk, const Use& use) {
    const auto shift = own_shift(pressed, desk);
    return shift ? use(*shift) : say_error(shift.error());
}

}  // namespace

Answer press_shift_ready(const Pressed& pressed, Desk& desk) {
    return with_own_shift(pressed, desk, [&](const templates::ShiftName& name) {
        auto record = desk.tx().shift({name.schedule, name.shift.person, name.shift.start});
        record.ready = desk.now();
        desk.tx().save(record);
        return say(fmt::format(
            "Thank you. You are on call for {} until {}.",
            slack::escape(templates::schedule_name(name.schedule, desk.rules())),
            templates::short_local(name.shift.end, templates::zone_of(name.schedule, desk.rules()))));
    });
}

Answer press_shift_decline(const Pressed& pressed, Desk& desk) {
    return with_own_shift(pressed, desk, [&](const templates::ShiftName& name) -> Answer {
        const auto people = ask_everybody_to_cover(pressed.request, name.schedule, name.shift, desk);
        if (!people) return say_error(people.error());
        if (people->empty()) {
            const auto start = std::max(name.shift.start, desk.now());
            return open_cover_form(pressed.request, {{}, name.schedule, start, name.shift.end, ""}, desk);
        }
        std::vector<std::string> asked;
        for (const auto& id : *people) asked.push_back(slack::escape(templates::name_of(id, desk.render())));
        return say(fmt::format("{} {} asked to cover. You stay on call until {} accepts.", join_and(asked),
                               asked.size() > 1 ? "are" : "is",
                               asked.size() > 1 ? "one of them" : asked.front()));
    });
}

Answer press_shift_handover(const Pressed& pressed, Desk& desk) {
    return with_own_shift(pressed, desk, [&](const templates::ShiftName& name) {
        return open_handover(pressed.request, name.schedule, desk);
    });
}

Answer press_shift_nothing(const Pressed& pressed, Desk& desk) {
    return with_own_shift(pressed, desk, [&](const templates::ShiftName& name) {
        const auto by = actor_of(desk.rules().people.at(name.shift.person));
        desk.tx().add_handoff({name.schedule, by, desk.now(), ""});
        return in_place(say("Fine. Nothing is handed over."), "");
    });
}

Answer press_shift_keep(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    return in_place(say(fmt::format("You keep {}.", name_of(*incident))), "");
}

Answer press_shift_hand(const Pressed& pressed, Desk& desk) {
    auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    auto admitted_to = admitted(*find_verb("lead"), pressed.request, *std::move(incident), desk);
    if (!admitted_to) return std::move(admitted_to.error());
    const auto to = person_with(UserId{pressed.value->argument}, desk);
    if (!to) return say_error(to.error());
    auto offered =
        act_quietly(pressed.request, *admitted_to, command::OfferLead{*to, "The shift has changed."}, desk);
    if (!offered) return say_error(offered.error());
    return in_place(say(fmt::format("{} is asked to take the lead of {}. Until then you keep it.",
                                    slack::escape(to->name), name_of(*admitted_to))),
                    "");
}

}  // namespace tocsin::commands
