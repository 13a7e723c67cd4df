#include "bot/core/rota_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/core/refusal.h"

namespace tocsin {
namespace {

using Stage = RotaChange::State;

constexpr std::array all_states{Stage::asked, Stage::agreed, Stage::declined, Stage::unanswered,
                                Stage::withdrawn};
constexpr Duration longest_cover = std::chrono::days{92};  // longer ones belong into the configuration

bool is_on_duty(const Rota& rota, const PersonId& person, Time at) {
    const auto people = rota.on_call_at(at);
    return std::ranges::find(people, person) != people.end();
}

// The parts of the cover in which this person is on call.
std::vector<Shift> duty_in(const Rota& rota, const PersonId& person, const Cover& cover) {
    auto shifts = rota.coverage(cover.start, cover.end).shifts;
    std::erase_if(shifts, [&](const Shift& shift) { return shift.person != person; });
    return shifts;
}

Rota with(const Rota& rota, const std::vector<Override>& more) {
    auto schedule = rota.schedule();
    schedule.overrides.insert(schedule.overrides.end(), more.begin(), more.end());
    return Rota(std::move(schedule));
}

// Above every override of everybody that acts in the span.
int priority_above(const Rota& rota, Time start, Time end) {
    int priority = 0;
    for (const auto& other : rota.schedule().overrides) {
        if (other.kind == Override::Kind::override_all && other.start < end && start < other.end)
            priority = std::max(priority, other.priority + 1);
    }
    return priority;
}

Override everybody(const Rota& rota, std::vector<PersonId> members, Time start, Time end) {
    Override made;
    made.start = start;
    made.end = end;
    made.members = std::move(members);
    made.priority = priority_above(rota, start, end);
    return made;
}

// A replacement follows later changes of the layers. Where it would not act (the person is there by an
// override that comes after it) everybody is named instead.
std::vector<Override> overrides_for(const Cover& cover, const Rota& rota) {
    if (cover.from.empty()) return {everybody(rota, {cover.to}, cover.start, cover.end)};
    Override made;
    made.kind = Override::Kind::replace;
    made.start = cover.start;
    made.end = cover.end;
    made.members = {cover.to};
    made.replaced = cover.from;
    const auto shifts = duty_in(rota, cover.from, cover);
    const auto tried = with(rota, {made});
    const bool acts = std::ranges::all_of(shifts, [&](const Shift& shift) {
        return !is_on_duty(tried, cover.from, shift.start) && is_on_duty(tried, cover.to, shift.start);
    });
    if (acts) return {made};
    std::vector<Override> all;
    for (const auto& shift : shifts) {
        auto members = rota.on_call_at(shift.start);
        std::ranges::replace(members, cover.from, cover.to);
        std::ranges::sort(members);
        members.erase(std::ranges::unique(members).begin(), members.end());
        all.push_back(everybody(rota, std::move(members), shift.start, shift.end));
    }
    return all;
}

std::string name_of(const PersonId& id, const Rules& rules) {
    const auto person = rules.people.find(id);
    return person == rules.people.end() ? id.str() : person->second.name;
}

std::string name_of(const ScheduleId& id, const Rules& rules) {
    const auto schedule = rules.schedules.find(id);
    return schedule == rules.schedules.end() || schedule->second.name.empty() ? id.str()
                                                                              : schedule->second.name;
}

bool manages(const Actor& who, const Rules& rules) {
    return rules.is_manager(who.user) || rules.is_admin(who.user);
}

Expected<void> check(const Cover& cover, const RotaChange& wanted, const RotaFacts& facts) {
    const auto* rota = facts.on_call.rota(cover.schedule);
    if (rota == nullptr)
        return fail(ErrorKind::not_found,
                    fmt::format("There is no schedule \"{}\". Nothing was changed.", cover.schedule.str()));
    if (!facts.rules.people.contains(cover.to)) {
        return invalid(
            "Only people of the configuration can be on call, and this person is not among them: pages "
            "would not reach them. Nothing was changed.");
    }
    if (cover.end <= cover.start) return invalid("The end is not after the start. Nothing was changed.");
    if (cover.end <= facts.now) return invalid("That time is over. Nothing was changed.");
    if (cover.end - cover.start > longest_cover) {
        return invalid("Covers of more than 92 days belong into the configuration. Nothing was changed.");
    }
    if (cover.from.empty()) {
        if (cover.to == wanted.by.person || manages(wanted.by, facts.rules)) return {};
        return fail(ErrorKind::forbidden,
                    "Only managers and admins change the shifts of others. Nothing was changed.");
    }
    if (cover.from == cover.to) {
        return invalid(fmt::format("{} would cover their own shift. Name somebody else; nothing was changed.",
                                   name_of(cover.to, facts.rules)));
    }
    if (duty_in(*rota, cover.from, cover).empty()) {
        return conflict(fmt::format("{} is not on call for {} then. Nothing was changed.",
                                    name_of(cover.from, facts.rules), name_of(cover.schedule, facts.rules)));
    }
    return {};
}

std::string over(const RotaChange& change) {
    switch (change.state) {
        case Stage::asked:
            return "This is still to be answered.";
        case Stage::agreed:
            return change.ended ? "This was taken back already." : "This is agreed already.";
        case Stage::declined:
            return "This was declined.";
        case Stage::unanswered:
            return "Nobody answered this in time.";
        case Stage::withdrawn:
            return "This was withdrawn.";
    }
    return "";
}

Expected<void> check_open(const RotaChange& change) {
    if (change.state == Stage::asked) return {};
    return conflict(over(change) + " Nothing was changed.");
}

RotaChange settled(RotaChange change, Stage state, const Actor& by, Time now) {
    change.state = state;
    change.settled = now;
    change.settled_by = by;
    return change;
}

}  // namespace

std::string_view key_of(RotaChange::State state) {
    switch (state) {
        case Stage::asked:
            return "asked";
        case Stage::agreed:
            return "agreed";
        case Stage::declined:
            return "declined";
        case Stage::unanswered:
            return "unanswered";
        case Stage::withdrawn:
            return "withdrawn";
    }
    return "asked";
}

std::optional<RotaChange::State> parse_rota_change_state(std::string_view key) {
    const auto found = std::ranges::find_if(all_states, [&](Stage state) { return key_of(state) == key; });
    return found == all_states.end() ? std::nullopt : std::optional{*found};
}

Expected<RotaChange> ask_for(RotaChange wanted, const RotaFacts& facts) {
    for (const auto& cover : wanted.covers) {
        if (auto fine = check(cover, wanted, facts); !fine) return std::unexpected(fine.error());
    }
    const auto is_of = [&](const PersonId& person) {
        return person == wanted.by.person || (!person.empty() && person == wanted.of.person);
    };
    const bool own = std::ranges::all_of(
        wanted.covers, [&](const Cover& cover) { return cover.from.empty() || is_of(cover.from); });
    if (!own && !manages(wanted.by, facts.rules)) {
        return fail(ErrorKind::forbidden,
                    "Only managers and admins change the shifts of others. Nothing was changed.");
    }
    wanted.asked = facts.now;
    wanted.state = Stage::asked;
    return wanted;
}

Expected<RotaChange> agree(RotaChange change, const Actor& by, const RotaFacts& facts) {
    if (auto open = check_open(change); !open) return std::unexpected(open.error());
    if (change.of.is_somebody() && !is_same(change.of, by)) {
        return fail(ErrorKind::forbidden,
                    fmt::format("Only {} can answer this. Nothing was changed.", change.of.name));
    }
    change.overrides.clear();
    std::map<ScheduleId, Rota> rotas;
    for (auto& cover : change.covers) {
        cover.start = std::max(cover.start, facts.now);  // the past stays as it was
        if (auto fine = check(cover, change, facts); !fine) return std::unexpected(fine.error());
        auto rota = rotas.try_emplace(cover.schedule, *facts.on_call.rota(cover.schedule)).first;
        auto made = overrides_for(cover, rota->second);
        for (auto& one : made) one.by = change.by.name;
        rota->second = with(rota->second, made);
        for (auto& one : made) change.overrides.push_back({cover.schedule, std::move(one)});
    }
    return settled(std::move(change), Stage::agreed, by, facts.now);
}

Expected<RotaChange> decline(RotaChange change, const Actor& by, Time now) {
    if (auto open = check_open(change); !open) return std::unexpected(open.error());
    if (!is_same(change.of, by)) {
        return fail(ErrorKind::forbidden,
                    fmt::format("Only {} can answer this. Nothing was changed.", change.of.name));
    }
    return settled(std::move(change), Stage::declined, by, now);
}

Expected<RotaChange> lapse(RotaChange change, Time now) {
    if (auto open = check_open(change); !open) return std::unexpected(open.error());
    return settled(std::move(change), Stage::unanswered, {}, now);
}

Expected<RotaChange> take_back(RotaChange change, const Actor& by, const RotaFacts& facts) {
    const bool concerned =
        is_same(change.by, by) || is_same(change.of, by) ||
        std::ranges::any_of(change.covers, [&](const Cover& cover) {
            return !by.person.empty() && (cover.from == by.person || cover.to == by.person);
        });
    if (!concerned && !manages(by, facts.rules)) {
        return fail(ErrorKind::forbidden,
                    "Only those whom it concerns and managers take this back. Nothing was changed.");
    }
    if (change.state == Stage::asked) return settled(std::move(change), Stage::withdrawn, by, facts.now);
    if (change.state != Stage::agreed || change.ended)
        return conflict(over(change) + " Nothing was changed.");
    if (std::ranges::all_of(change.overrides,
                            [&](const MadeOverride& made) { return made.what.end <= facts.now; }))
        return conflict("It is over already. Nothing was changed.");
    change.ended = facts.now;
    change.ended_by = by;
    return change;
}

Time answer_due(const RotaChange& change) {
    auto due = change.asked + answer_within;
    for (const auto& cover : change.covers) due = std::min(due, cover.end);
    return due;
}

std::vector<PersonId> cover_candidates(const ScheduleId& schedule, const PersonId& person, Time at,
                                       const RotaFacts& facts) {
    std::vector<PersonId> candidates;
    const auto add = [&](const PersonId& candidate) {
        if (candidate != person && facts.rules.people.contains(candidate) &&
            std::ranges::find(candidates, candidate) == candidates.end())
            candidates.push_back(candidate);
    };
    const auto* team = facts.rules.team_of({});
    if (team == nullptr) return candidates;
    if (team->backup.kind == Target::Kind::schedule && ScheduleId(team->backup.id) != schedule) {
        if (const auto* rota = facts.on_call.rota(ScheduleId(team->backup.id))) {
            for (const auto& backup : rota->on_call_at(at)) add(backup);
        }
    }
    if (const auto* manager = facts.rules.person_of(facts.rules.manager_of({}))) add(manager->id);
    return candidates;
}

std::map<ScheduleId, std::vector<Override>> overrides_of(std::vector<RotaChange> changes) {
    std::erase_if(changes, [](const RotaChange& change) { return change.state != Stage::agreed; });
    std::ranges::sort(changes, {},
                      [](const RotaChange& change) { return std::pair(change.settled, change.id); });
    std::map<ScheduleId, std::vector<Override>> overrides;
    for (auto& change : changes) {
        for (auto& made : change.overrides) {
            if (change.ended) made.what.end = std::min(made.what.end, *change.ended);
            if (made.what.start < made.what.end) overrides[made.schedule].push_back(std::move(made.what));
        }
    }
    return overrides;
}

}  // namespace tocsin
