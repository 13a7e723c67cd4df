#include "commands/rota_loads.h"

#include <algorithm>

#include "bot/core/page_load.h"
#include "commands/duty_arguments.h"

namespace tocsin::commands {
namespace {

constexpr Duration span_of_weeks = load_weeks * 7 * 24h;

std::vector<RotaLoad> loads(Desk& desk, const TimeSpan& span) {
    std::vector<Shift> shifts;
    for (const auto& id : schedules_in_order(desk.rules())) {
        const auto* rota = desk.on_call().rota(id);
        if (rota == nullptr) continue;
        auto of_this = rota->coverage(span.from, span.to).shifts;
        std::ranges::move(of_this, std::back_inserter(shifts));
    }
    const auto& rules = desk.rules();
    return rota_loads(shifts, span, rules.business_hours.holidays,
                      [&](const PersonId& person) { return Zone::load_or_utc(rules.timezone_of(person)); });
}

}  // namespace

std::vector<PageLoad> page_loads_of(const TimeSpan& span, Desk& desk) {
    const auto& rules = desk.rules();
    return page_loads(desk.tx().page_counts(span), [&](const std::string& person) {
        return Zone::load_or_utc(rules.timezone_of(PersonId(person)));
    });
}

templates::RotaLoadFacts rota_load_now(Desk& desk) {
    // The pages are counted by quarters of an hour.
    const auto now = Time{std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<900>>>(
        desk.now().time_since_epoch())};
    templates::RotaLoadFacts facts;
    facts.weeks = load_weeks;
    const TimeSpan past{now - span_of_weeks, now};
    for (auto& load : loads(desk, past)) facts.people.push_back({load.person, load, {}});
    for (auto& load : loads(desk, {now, now + span_of_weeks})) {
        auto found = std::ranges::find(facts.people, load.person, &templates::LoadOfPerson::person);
        if (found == facts.people.end())
            found = facts.people.insert(found, {load.person, {.person = load.person}, {}});
        found->coming = load;
    }
    for (const auto& load : page_loads_of(past, desk)) {
        const auto found =
            std::ranges::find(facts.people, PersonId(load.person), &templates::LoadOfPerson::person);
        if (found == facts.people.end()) continue;
        found->pages = load.pages;
        found->pages_at_night = load.at_night;
    }
    return facts;
}

}  // namespace tocsin::commands
