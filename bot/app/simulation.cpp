#include "bot/app/simulation.h"

#include <algorithm>
#include <tuple>

#include "bot/app/world.h"

namespace tocsin::app {
namespace {

constexpr int most_incidents = 10'000;

// What the timelines say was decided.
struct Collect {
    SimulationResult& result;

    void page(Time at, int level, const PageOrder& order) const {
        const auto& person = order.to.person.empty() ? order.to.user.str() : order.to.person.str();
        const auto same = std::ranges::find_if(result.pages, [&](const SimulatedPage& page) {
            return page.at == at && page.level == level && page.person == person;
        });
        if (same == result.pages.end()) {
            result.pages.push_back({at, level, person, order.via});
            return;
        }
        for (const auto means : order.via) {
            if (std::ranges::find(same->via, means) == same->via.end()) same->via.push_back(means);
        }
    }
    void operator()(const Event& event) const {
        if (const auto* paged = std::get_if<event::Paged>(&event.body)) {
            for (const auto& order : paged->orders) page(event.at, paged->level, order);
        } else if (const auto* ended = std::get_if<event::PagingEnded>(&event.body)) {
            result.alarms.push_back({event.at, ended->end});
        } else if (const auto* ticket = std::get_if<event::TicketWanted>(&event.body)) {
            result.tickets.push_back({event.at, ticket->tracker});
        }
    }
};

SimulationResult collect(World& world) {
    SimulationResult result;
    world.within([&](storage::Tx& tx) {
        const auto incidents = tx.incidents(storage::ListFilter::all, most_incidents);
        for (const auto& incident : incidents) {
            for (const auto& event : tx.timeline(incident.number)) Collect{result}(event);
        }
        if (!incidents.empty()) result.state = incidents.front().state;
    });
    std::ranges::sort(result.pages, {},
                      [](const SimulatedPage& page) { return std::tuple(page.at, page.level, page.person); });
    std::ranges::sort(result.tickets, {}, &SimulatedTicket::at);
    std::ranges::sort(result.alarms, {}, &SimulatedAlarm::at);
    result.violations = world.violations();
    return result;
}

}  // namespace

Expected<SimulationResult> simulate(const config::Configuration& configuration,
                                    const config::Scenario& scenario) {
    const auto world = World::make(configuration, scenario, {.checks = true});
    if (!world) return std::unexpected(world.error());
    (*world)->run();
    return collect(**world);
}

}  // namespace tocsin::app
