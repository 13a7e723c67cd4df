// Whom a page reaches now: the schedules with their overrides, Slack's groups, and which means of whom work.
// Kept by the engine and asked when a level fires; nothing here knows an incident.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "bot/core/contacts.h"
#include "bot/core/groups.h"
#include "bot/core/paging.h"
#include "bot/core/rota.h"
#include "bot/core/rules.h"

namespace tocsin {

// What of an incident decides whom its targets mean, and by what they are reached.
struct PagedFor {
    ServiceId service = {};  // may be empty
    bool drill = false;
};

class OnCall {
  public:
    OnCall() = default;
    // `overrides` were made while running, by schedule; they act after the configured ones.
    explicit OnCall(const Rules& rules, const std::map<ScheduleId, std::vector<Override>>& overrides = {});

    const Rota* rota(const ScheduleId& id) const;  // nullptr: there is no such schedule

    // The people of these targets, each once with the role it was first found in, and by which of `via` each
    // can be reached, in that order. Roles mean those of the service's team. People without any means are
    // left out.
    std::vector<PageOrder> reached(const std::vector<Target>& to, const std::vector<Means>& via,
                                   const PagedFor& what, const Rules& rules, Time now) const;

    // Those of `via` by which this person can be reached. Where there is a provider for none of them, Slack
    // stands in. A drill rings only for whoever wants that; Slack stands in for the others too.
    std::vector<Means> usable(const std::vector<Means>& via, const Person& person, bool drill = false) const;

    Groups groups;                                     // of Slack, as far as they are known
    std::optional<std::set<Means>> provided;           // that some provider carries; none: all of them
    std::set<std::pair<PersonId, Means>> unreachable;  // refused for good: wrong number, opted out
    std::map<PersonId, Contacts> contacts;             // what people decided themselves

  private:
    bool has_provider(Means means) const {
        return means == Means::slack || !provided || provided->contains(means);
    }

    std::map<ScheduleId, Rota> rotas_;
};

Actor actor_of(const Person& person);

}  // namespace tocsin
