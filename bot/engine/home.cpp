#include "bot/engine/home.h"

#include <algorithm>

#include "templates/home.h"

namespace tocsin::engine {
namespace {

constexpr int most_listed = 20;  // the template shows eight and counts the rest

}  // namespace

slack::View home_of(Workbench& bench, const UserId& user) {
    templates::HomeFacts facts;
    const auto person = bench.user(user);
    facts.guest = person.guest;
    for (auto& incident : bench.tx().incidents(storage::ListFilter::open, most_listed)) {
        if (may(Right::see, person, &incident, bench.rules()) != Verdict::yes) continue;
        const bool watching =
            std::ranges::find(incident.watchers, user, &Actor::user) != incident.watchers.end();
        auto url = bench.thread_url(incident.number);
        facts.open.push_back({std::move(incident), std::move(url), watching});
    }
    facts.health.emplace_back(bench.state().sockets > 0 ? "Slack connected" : "Slack is not connected");
    return templates::home_view(facts, bench.render());
}

}  // namespace tocsin::engine
