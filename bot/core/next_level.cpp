#include "bot/core/next_level.h"

namespace tocsin {
namespace {

Wake wake_in(const std::vector<EventBody>& events, const PagedFor& what, const Facts& facts, Time now) {
    Wake wake;
    const PagingPlan* plan = nullptr;
    for (const auto& body : events) {
        if (const auto* planned = std::get_if<event::Planned>(&body)) {
            plan = &planned->plan;
            if (planned->starts && planned->next_due && *planned->next_due > now)
                wake.waits = planned->next_due;
        } else if (const auto* waited = std::get_if<event::PagingWaited>(&body)) {
            wake.waits = waited->until;
        } else if (const auto* paged = std::get_if<event::Paged>(&body)) {
            wake.orders = paged->orders;
            wake.level = paged->level;
        }
    }
    if (wake.waits && plan != nullptr && !plan->levels.empty()) {
        const auto& first = plan->levels.front();
        wake.orders = facts.on_call.reached(first.to, first.via, what, facts.rules, *wake.waits);
    }
    return wake;
}

}  // namespace

std::vector<PageOrder> next_orders(const Incident& incident, const Facts& facts, Time now) {
    const auto& paging = incident.paging;
    const auto& levels = paging.plan.levels;
    const auto reached = [&](const PolicyLevel& level) {
        return facts.on_call.reached(level.to, level.via, paged_for(incident), facts.rules, now);
    };
    for (auto level = static_cast<std::size_t>(paging.level); level < levels.size(); ++level) {
        if (auto who = reached(levels[level]); !who.empty()) return who;
    }
    return has_next_level(paging) ? reached(levels.front()) : std::vector<PageOrder>{};
}

Wake wake_of(const event::Declared& declared, const Facts& facts, Time now) {
    const IncidentNumber any{1};
    return wake_in(opening(any, declared, facts, {}, Via::form, now), {declared.service, declared.drill},
                   facts, now);
}

Wake wake_of(const Incident& incident, Severity to, const Facts& facts, Time now) {
    const auto events = decide(incident, facts, {{}, Via::form, command::ChangeSeverity{to, ""}}, now);
    return events ? wake_in(*events, paged_for(incident), facts, now) : Wake{};
}

}  // namespace tocsin
