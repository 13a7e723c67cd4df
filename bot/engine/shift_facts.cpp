#include "bot/engine/shift_facts.h"

#include <algorithm>
#include <set>

#include "bot/core/page_load.h"
#include "templates/duty_words.h"

namespace tocsin::engine {
namespace {

constexpr int most_incidents = 500;                     // of a shift
constexpr Duration ready_holds = std::chrono::days{7};  // somebody on call every day is not asked every day
constexpr Duration note_is_of_this_handover = std::chrono::days{2};

std::optional<ScheduleId> schedule_of(const Target& target) {
    return target.kind == Target::Kind::schedule ? std::optional{ScheduleId(target.id)} : std::nullopt;
}

bool is_night(Time at, const Person& person, const Rules& rules) {
    const auto zone = Zone::load_or_utc(person.timezone.empty() ? rules.timezone : person.timezone);
    return is_night_hour(hour_of(at, zone));
}

std::vector<PersonId> without(std::vector<PersonId> people, const PersonId& person) {
    std::erase(people, person);
    return people;
}

}  // namespace

bool is_texted(const DutyShift& shift) {
    return shift.end - shift.start >= short_shift;
}

std::string role_of(const ScheduleId& schedule, const Rules& rules) {
    if (const auto* team = rules.team_of({})) {
        if (schedule_of(team->primary) == schedule) return "primary";
        if (schedule_of(team->backup) == schedule) return "backup";
    }
    return templates::schedule_name(schedule, rules);
}

templates::ShiftFacts shift_facts(Workbench& bench, const ScheduleId& schedule, const DutyShift& shift) {
    templates::ShiftFacts facts;
    const auto& rules = bench.rules();
    facts.schedule = schedule;
    facts.shift = shift;
    facts.role = role_of(schedule, rules);
    facts.value = templates::shift_value(schedule, shift);
    if (const auto* rota = bench.on_call().rota(schedule)) {
        facts.before = without(rota->on_call_at(shift.start - 1us), shift.person);
        facts.after = without(rota->on_call_at(shift.end), shift.person);
    }
    const auto* team = rules.team_of({});
    const auto backup = team == nullptr ? std::nullopt : schedule_of(team->backup);
    const auto* beside = backup && *backup != schedule ? bench.on_call().rota(*backup) : nullptr;
    if (beside != nullptr)
        facts.backup = without(beside->on_call_at(std::max(shift.start, bench.now())), shift.person);
    const auto manager = rules.manager_of({});
    const auto* self = rules.people.contains(shift.person) ? &rules.people.at(shift.person) : nullptr;
    if (self == nullptr || manager != self->slack) facts.manager = manager;
    facts.candidates = cover_candidates(schedule, shift.person, std::max(shift.start, bench.now()),
                                        {bench.on_call(), rules, bench.now()});
    facts.test_page = true;
    const auto note = bench.tx().last_handoff(schedule, shift.start - note_is_of_this_handover);
    if (note && !note->text.empty() && note->by.person != shift.person)
        facts.note = templates::ShiftNote{note->by, note->text};
    for (const auto& incident : bench.tx().incidents(storage::ListFilter::open, most_incidents)) {
        if (!incident.is_private && !incident.drill) ++facts.open_incidents;
    }
    if (self != nullptr) {
        const auto via = bench.on_call().usable({Means::phone, Means::sms, Means::slack}, *self);
        facts.reach = templates::means_nouns(via);
    }
    if (facts.reach.empty()) facts.reach = "Slack";
    return facts;
}

templates::PagedFacts paged_in(Workbench& bench, const Person& person, Time from, Time to) {
    const auto who = actor_of(person);
    templates::PagedFacts paged;
    for (const auto& incident : bench.tx().incidents(storage::ListFilter::all, most_incidents)) {
        if (incident.drill) continue;
        std::set<Time> times;
        for (const auto& page : incident.paging.pages) {
            if (is_same(page.to, who) && page.queued >= from && page.queued < to) times.insert(page.queued);
        }
        for (const auto at : times) {
            ++paged.times;
            if (is_night(at, person, bench.rules())) ++paged.at_night;
        }
    }
    return paged;
}

bool is_ready(Workbench& bench, const ScheduleId& schedule, const DutyShift& shift) {
    const auto last = bench.tx().last_ready(schedule, shift.person);
    if (last && *last >= shift.start - ready_holds) return true;
    const auto agreed = bench.tx().rota_changes(RotaChange::State::agreed);
    return std::ranges::any_of(agreed, [&](const RotaChange& change) {
        return std::ranges::any_of(change.covers, [&](const Cover& cover) {
            return cover.schedule == schedule && cover.to == shift.person && cover.start <= shift.start &&
                   shift.start < cover.end;
        });
    });
}

}  // namespace tocsin::engine
