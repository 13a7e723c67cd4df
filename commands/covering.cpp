#include "commands/covering.h"

#include <algorithm>

#include "commands/duty_arguments.h"
#include "commands/say.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

constexpr Duration looked_ahead = std::chrono::days{62};

}  // namespace

std::optional<Shift> shift_of(const PersonId& person, const ScheduleId& schedule, Time from, Desk& desk) {
    const auto* rota = desk.on_call().rota(schedule);
    if (rota == nullptr) return std::nullopt;
    for (auto& shift : rota->whole_shifts(from, from + looked_ahead)) {
        if (shift.person == person && shift.end > from) return std::move(shift);
    }
    return std::nullopt;
}

Answer open_cover_form(const Request& request, templates::CoverForm form, Desk& desk) {
    const auto* person = desk.rules().person_of(request.user.id);
    std::optional<Shift> shift;
    for (const auto& id : schedules_in_order(desk.rules())) {
        if (!form.schedule.empty() && form.schedule != id) continue;
        const auto found = person == nullptr
                               ? std::nullopt
                               : shift_of(person->id, id, form.start.value_or(desk.now()), desk);
        if (!found || (shift && shift->start <= found->start)) continue;
        shift = found;
        if (!form.schedule.empty()) break;
    }
    if (form.schedule.empty()) {
        for (const auto& id : schedules_in_order(desk.rules())) {
            const auto own = person == nullptr ? std::nullopt : shift_of(person->id, id, desk.now(), desk);
            if (own && own == shift) form.schedule = id;
        }
        if (form.schedule.empty()) form.schedule = usual_schedule(desk.rules()).value_or(ScheduleId{});
    }
    if (!form.start) form.start = shift ? std::max(shift->start, desk.now()) : desk.now();
    if (!form.end && shift && shift->end > *form.start) form.end = shift->end;
    return open_form(request, templates::cover_form(form, desk.render()), {"override", "", {}, ""}, desk);
}

Expected<RotaChange> ask_to_cover(const Request& request, const Actor& to, const ScheduleId& schedule,
                                  Time start, Time end, std::string reason, Desk& desk) {
    RotaChange wanted;
    wanted.by = request.actor();
    if (const auto* person = desk.rules().person_of(request.user.id)) wanted.by = actor_of(*person);
    wanted.of = to;
    wanted.reason = std::move(reason);
    Cover cover{schedule, {}, to.person, std::max(start, desk.now()), end};
    const auto* rota = desk.on_call().rota(schedule);
    if (rota != nullptr && cover.start < cover.end && !wanted.by.person.empty()) {
        const auto shifts = rota->coverage(cover.start, cover.end).shifts;
        const bool own = std::ranges::find(shifts, wanted.by.person, &Shift::person) != shifts.end();
        if (own) cover.from = wanted.by.person;
    }
    wanted.covers = {cover};
    auto asked = ask_for(std::move(wanted), {desk.on_call(), desk.rules(), desk.now()});
    if (!asked) return asked;
    return desk.record(*std::move(asked));
}

Expected<std::vector<PersonId>> ask_everybody_to_cover(const Request& request, const ScheduleId& schedule,
                                                       const DutyShift& shift, Desk& desk) {
    const auto start = std::max(shift.start, desk.now());
    const auto people =
        cover_candidates(schedule, shift.person, start, {desk.on_call(), desk.rules(), desk.now()});
    for (const auto& id : people) {
        const auto done =
            ask_to_cover(request, actor_of(desk.rules().people.at(id)), schedule, start, shift.end, "", desk);
        if (!done) return std::unexpected(done.error());
    }
    return people;
}

}  // namespace tocsin::commands
