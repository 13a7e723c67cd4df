#include "bot/core/on_call.h"

#include <algorithm>

namespace tocsin {
namespace {

// A role of a team, as somebody else's target; every other target is itself.
Target resolved(const Target& target, const ServiceId& service, const Rules& rules) {
    const auto* team = rules.team_of(service);
    switch (target.kind) {
        case Target::Kind::primary:
            return team == nullptr ? Target{} : team->primary;
        case Target::Kind::backup:
            return team == nullptr ? Target{} : team->backup;
        case Target::Kind::manager:
            return team == nullptr ? Target{} : team->manager;
        case Target::Kind::none:
        case Target::Kind::schedule:
        case Target::Kind::person:
        case Target::Kind::group:
        case Target::Kind::user:
            return target;
    }
    return target;
}

std::string role_of(const Target& target, const Person* person, const Rules& rules) {
    const std::string title = person == nullptr ? "" : person->title;
    switch (target.kind) {
        case Target::Kind::primary:
            return "primary";
        case Target::Kind::backup:
            return "backup";
        case Target::Kind::manager:
            return title.empty() ? "manager" : title;
        case Target::Kind::schedule: {
            const auto schedule = rules.schedules.find(ScheduleId(target.id));
            return schedule == rules.schedules.end() ? "" : schedule->second.name;
        }
        case Target::Kind::person:
        case Target::Kind::user:
            return title;
        case Target::Kind::group:
        case Target::Kind::none:
            return "";
    }
    return "";
}

}  // namespace

OnCall::OnCall(const Rules& rules, const std::map<ScheduleId, std::vector<Override>>& overrides) {
    for (const auto& [id, schedule] : rules.schedules) {
        auto whole = schedule;
        if (const auto made = overrides.find(id); made != overrides.end())
            whole.overrides.insert(whole.overrides.end(), made->second.begin(), made->second.end());
        rotas_.emplace(id, Rota(std::move(whole)));
    }
}

const Rota* OnCall::rota(const ScheduleId& id) const {
    const auto found = rotas_.find(id);
    return found == rotas_.end() ? nullptr : &found->second;
}

std::vector<Means> OnCall::usable(const std::vector<Means>& via, const Person& person, bool drill) const {
    std::vector<Means> means;
    const auto own = contacts.find(person.id);
    const bool silent = drill && (own == contacts.end() || !own->second.phoned_in_drills);
    const auto works = [&](Means one) {
        return has_address(person, one) && !unreachable.contains({person.id, one});
    };
    const auto carried = [&](Means one) { return has_provider(one) && (!silent || is_quiet(one)); };
    for (const auto one : via) {
        if (carried(one) && works(one)) means.push_back(one);
    }
    if (std::ranges::none_of(via, carried) && works(Means::slack)) means.push_back(Means::slack);
    return means;
}

std::vector<PageOrder> OnCall::reached(const std::vector<Target>& to, const std::vector<Means>& via,
                                       const PagedFor& what, const Rules& rules, Time now) const {
    std::vector<PageOrder> orders;
    const auto add = [&](const Target& target, const Person& person) {
        const auto who = actor_of(person);
        if (std::ranges::any_of(orders, [&](const PageOrder& order) { return is_same(order.to, who); }))
            return;
        auto means = usable(via, person, what.drill);
        const bool known = rules.people.contains(person.id);
        if (!means.empty())
            orders.push_back({who, role_of(target, known ? &person : nullptr, rules), std::move(means)});
    };
    const auto add_id = [&](const Target& target, const PersonId& id) {
        if (const auto person = rules.people.find(id); person != rules.people.end())
            add(target, person->second);
    };
    const auto add_user = [&](const Target& target, const UserId& user) {
        Person unknown;
        unknown.slack = user;
        unknown.name = user.str();
        const auto* person = rules.person_of(user);
        add(target, person == nullptr ? unknown : *person);
    };
    for (const auto& target : to) {
        const auto place = resolved(target, what.service, rules);
        if (place.kind == Target::Kind::person) {
            add_id(target, PersonId(place.id));
        } else if (place.kind == Target::Kind::schedule) {
            const auto* found = rota(ScheduleId(place.id));
            if (found == nullptr) continue;
            for (const auto& id : found->on_call_at(now)) add_id(target, id);
        } else if (place.kind == Target::Kind::group) {
            for (const auto& user : groups.members(UserGroupId(place.id))) add_user(target, user);
        } else if (place.kind == Target::Kind::user) {
            add_user(target, UserId(place.id));
        }
    }
    return orders;
}

Actor actor_of(const Person& person) {
    return {person.slack, person.name, person.id};
}

}  // namespace tocsin
