#include "bot/engine/requests.h"

#include <nlohmann/json.hpp>

#include "bot/engine/links.h"
#include "bot/engine/reports.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr int most_looked_at = 200;  // open incidents

channels::HttpAnswer json_answer(int status, const json& body) {
    return {status,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            body.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"};
}

// Ready: people can be paged and can answer. That this is said at all says that the store works.
channels::HttpAnswer readiness(Workbench& bench) {
    const auto& state = bench.state();
    json providers = json::object();
    for (const auto& [provider, since] : state.troubles)
        providers[provider] = "has failed since " + format_rfc3339(since);
    json unreachable = json::array();
    for (const auto& incident : bench.tx().incidents(storage::ListFilter::open, most_looked_at)) {
        if (is_unanswered(incident.state) && incident.paging.ended == PagingEnd::unreachable)
            unreachable.push_back(name_of(incident));
    }
    const bool ready = state.sockets > 0 && providers.empty() && unreachable.empty();
    json body{{"ready", ready},
              {"store", "ok"},
              {"slack", {{"connections", state.sockets}}},
              {"providers_in_trouble", std::move(providers)},
              {"incidents_that_reach_nobody", std::move(unreachable)}};
    return json_answer(ready ? 200 : 503, body);
}

struct Take {
    Workbench& bench;

    channels::HttpAnswer operator()(const ReadinessAsked&) const { return readiness(bench); }
    channels::HttpAnswer operator()(const CallbackCame& callback) const {
        return take_callback(bench, callback);
    }
    channels::HttpAnswer operator()(const LinkOpened& opened) const { return open_link(bench, opened); }
    channels::HttpAnswer operator()(const LinkPressed& pressed) const { return press_link(bench, pressed); }
};

}  // namespace

channels::HttpAnswer take_request(Workbench& bench, const WebRequest& what) {
    return std::visit(Take{bench}, what);
}

}  // namespace tocsin::engine
