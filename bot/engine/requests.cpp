#include "bot/engine/requests.h"

#include <nlohmann/json.hpp>

#include "bot/engine/alerts.h"
#include "bot/engine/api.h"
#include "bot/engine/json_answer.h"
#include "bot/engine/links.h"
#include "bot/engine/probes.h"
#include "bot/engine/reports.h"
#include "bot/engine/site.h"
#include "bot/engine/subscribers.h"
#include "templates/calendar.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr int most_looked_at = 200;  // open incidents
// What people look at in a calendar: the last two weeks and the next quarter.
constexpr Duration calendar_back = 14 * 24h;
constexpr Duration calendar_ahead = 92 * 24h;

// Ready: people can be paged and can answer. That this is said at all says that the store works.
channels::HttpAnswer readiness(Workbench& bench) {
    const auto& state = bench.state();
    json providers = json::object();
    for (const auto& [provider, since] : state.troubles)
        providers[provider] = "has failed since " + format_rfc3339(since);
    json unreachable = json::array();
    for (const auto& incident : bench.tx().incidents(storage::ListFilter::open, most_looked_at)) {
        if (!incident.drill && is_unanswered(incident.state) &&
            incident.paging.ended == PagingEnd::unreachable)
            unreachable.push_back(name_of(incident));
    }
    const bool ready =
        state.sockets > 0 && !state.watching.away_since && providers.empty() && unreachable.empty();
    const auto& refused = state.reload_refused;
    json body{
        {"ready", ready},
        {"configuration", refused ? "refused at " + format_rfc3339(*refused) + ", the one before is in force"
                                  : std::string("ok")},
        {"store", "ok"},
        {"slack", {{"connections", state.sockets}}},
        {"providers_in_trouble", std::move(providers)},
        {"incidents_that_reach_nobody", std::move(unreachable)}};
    return json_answer(ready ? 200 : 503, body);
}

channels::HttpAnswer shifts(Workbench& bench, const CalendarAsked& asked) {
    std::vector<templates::CalendarPart> parts;
    for (const auto& [id, schedule] : bench.rules().schedules) {
        const auto* rota = bench.state().on_call.rota(id);
        if (rota == nullptr || (!asked.schedule.empty() && asked.schedule != id.str())) continue;
        auto all = rota->whole_shifts(bench.now() - calendar_back, bench.now() + calendar_ahead);
        if (!asked.person.empty())
            std::erase_if(all, [&](const Shift& shift) { return shift.person.str() != asked.person; });
        parts.push_back({*rota, std::move(all)});
    }
    if (!asked.schedule.empty() && parts.empty())
        return {404, {{"Content-Type", "text/plain; charset=utf-8"}}, "There is no such schedule.\n"};
    return {200,
            {{"Content-Type", "text/calendar; charset=utf-8"}, {"Cache-Control", "no-store"}},
            templates::calendar(parts, bench.rules(), bench.now())};
}

struct Take {
    Workbench& bench;
    WorkMark& mark;

    channels::HttpAnswer operator()(const ReadinessAsked&) const { return readiness(bench); }
    channels::HttpAnswer operator()(const CallbackCame& callback) const {
        return take_callback(bench, callback);
    }
    channels::HttpAnswer operator()(const LinkOpened& opened) const { return open_link(bench, opened); }
    channels::HttpAnswer operator()(const LinkPressed& pressed) const { return press_link(bench, pressed); }
    channels::HttpAnswer operator()(const BeatCame& beat) const { return take_beat(bench, beat); }
    channels::HttpAnswer operator()(const CalendarAsked& asked) const { return shifts(bench, asked); }
    channels::HttpAnswer operator()(const ApiAsked& asked) const { return take_api(bench, asked); }
    channels::HttpAnswer operator()(const AlertsCame& came) const { return take_alerts(bench, came, mark); }
    channels::HttpAnswer operator()(const SiteAsked& asked) const { return take_site(bench, asked); }
    channels::HttpAnswer operator()(const SubscriptionCame& came) const {
        return take_subscription(bench, came);
    }
};

}  // namespace

channels::HttpAnswer take_request(Workbench& bench, const WebRequest& what, WorkMark& mark) {
    return std::visit(Take{bench, mark}, what);
}

}  // namespace tocsin::engine
