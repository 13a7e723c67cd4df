#include "bot/app/risk_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "bot/core/local_time.h"

namespace tocsin::app {
namespace {

constexpr int most_incidents = 1000;
constexpr int few = 5;  // less often says nothing

bool is_night(const Rules& rules, const PersonId& person, Time at) {
    const auto clock = local_words(at, rules.timezone_of(person)).clock;
    int hour = 12;
    std::from_chars(clock.data(), clock.data() + std::min<std::size_t>(clock.size(), 2), hour);
    return hour >= sleeps_from || hour < sleeps_to;
}

// One incident's timeline, from its beginning to the first acknowledgment.
struct Reader {
    RiskTable& table;
    const Rules& rules;
    const Incident& incident;
    RiskRow row{1, {}, 0, 0, {}, {}};
    std::optional<int> running{};  // the level that waits for an acknowledgment
    std::vector<PersonId> named{};

    std::string policy() const { return incident.paging.plan.policy.str(); }

    void level_passed_on() {
        if (!running) return;
        ++table.levels[{policy(), *running}].passed_on;
        for (const auto& person : named) ++table.people[person].passed_on;
        running.reset();
    }
    void pages(const event::Paged& paged, Time at) {
        if (paged.cause == PageCause::level) {
            level_passed_on();
            running = paged.level;
            named.clear();
            if (!paged.orders.empty()) ++table.levels[{policy(), paged.level}].fired;
        }
        for (const auto& order : paged.orders) {
            auto& person = table.people[order.to.person];
            const int count = static_cast<int>(order.via.size());
            person.pages += count;
            if (is_night(rules, order.to.person, at)) person.pages_at_night += count;
            if (paged.cause != PageCause::level) continue;
            ++person.paged;
            named.push_back(order.to.person);
        }
    }
    void read(const std::vector<Event>& timeline) {
        for (const auto& event : timeline) {
            if (const auto* paged = std::get_if<event::Paged>(&event.body)) pages(*paged, event.at);
            const auto* moved = std::get_if<event::PageMoved>(&event.body);
            if (moved != nullptr && moved->to == PageState::sent && row.first_page.empty())
                row.first_page.push_back(event.at - incident.declared);
            if (const auto* ended = std::get_if<event::PagingEnded>(&event.body)) {
                level_passed_on();
                ++(ended->end == PagingEnd::exhausted ? row.exhausted : row.unreachable);
            }
            if (!std::holds_alternative<event::Acknowledged>(event.body)) continue;
            const auto after = event.at - incident.declared;
            row.acknowledged.push_back(after);
            for (std::size_t i = 0; i < risk_marks.size(); ++i)
                row.within[i] += after <= risk_marks[i] ? 1 : 0;
            return;
        }
    }
};

void add_row(RiskRow& to, const RiskRow& row) {
    to.incidents += row.incidents;
    for (std::size_t i = 0; i < to.within.size(); ++i) to.within[i] += row.within[i];
    to.exhausted += row.exhausted;
    to.unreachable += row.unreachable;
    to.first_page.insert(to.first_page.end(), row.first_page.begin(), row.first_page.end());
    to.acknowledged.insert(to.acknowledged.end(), row.acknowledged.begin(), row.acknowledged.end());
}

double share(int part, int all) {
    return all < few ? 0 : static_cast<double>(part) / all;
}

}  // namespace

void RiskTable::add(World& world, const Rules& rules) {
    ++days;
    for (const auto& [id, person] : rules.people) people.try_emplace(id);
    world.within([&](storage::Tx& tx) {
        for (const auto& incident : tx.incidents(storage::ListFilter::all, most_incidents)) {
            Reader reader{*this, rules, incident};
            reader.read(tx.timeline(incident.number));
            add_row(severities[incident.severity], reader.row);
            add_row(policies[reader.policy()], reader.row);
        }
    });
}

std::optional<Duration> percentile(std::vector<Duration> durations, double share) {
    if (durations.empty()) return std::nullopt;
    std::ranges::sort(durations);
    const auto rank = std::ceil(share * static_cast<double>(durations.size()));
    return durations[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

std::optional<std::pair<std::string, int>> weakest_level(const RiskTable& table) {
    const auto worst = std::ranges::max_element(table.levels, {}, [](const auto& level) {
        return share(level.second.passed_on, level.second.fired);
    });
    if (worst == table.levels.end() || share(worst->second.passed_on, worst->second.fired) == 0)
        return std::nullopt;
    return worst->first;
}

std::optional<PersonId> weakest_person(const RiskTable& table) {
    const auto worst = std::ranges::max_element(
        table.people, {}, [](const auto& one) { return share(one.second.passed_on, one.second.paged); });
    if (worst == table.people.end() || share(worst->second.passed_on, worst->second.paged) == 0)
        return std::nullopt;
    return worst->first;
}

Expected<std::optional<BadDay>> play_days(const config::Configuration& configuration,
                                          const Assumptions& assumptions, std::uint64_t seed, int days,
                                          RiskTable& table) {
    for (int day = 0; day < days; ++day, ++seed) {
        auto scenario = random_day(configuration, assumptions, seed);
        const auto world = World::make(configuration, scenario,
                                       {.checks = true, .ends_when_quiet = true, .only_configured = true});
        if (!world) return std::unexpected(world.error());
        (*world)->run();
        if (const auto& violations = (*world)->violations(); !violations.empty())
            return BadDay{seed, scenario, violations};
        table.add(**world, configuration.rules);
    }
    return std::nullopt;
}

}  // namespace tocsin::app
