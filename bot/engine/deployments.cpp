#include "bot/engine/deployments.h"

#include <algorithm>

#include "commands/declaration.h"
#include "templates/deployment_messages.h"

namespace tocsin::engine {
namespace {

constexpr Duration shortly = 2h;
constexpr int most_looked_at = 200;
constexpr std::size_t most_shown = 5;
constexpr int most_open = 100;

// acme/api: the service called api.
bool is_of(const Deployment& deployment, const Incident& incident, const Rules& rules) {
    const auto name = deployment.what.substr(deployment.what.rfind('/') + 1);
    return !incident.service.empty() && commands::service_named(name, rules) == incident.service;
}

bool is_noted(const Deployment& deployment, const Incident& incident, const Rules& rules) {
    if (incident.drill || deployment.at < incident.started - shortly) return false;
    return incident.service.empty() || is_of(deployment, incident, rules);
}

}  // namespace

void take_deployment(Workbench& bench, const Deployment& deployment) {
    if (!bench.tx().add(deployment)) return;
    for (const auto& incident : bench.tx().incidents(storage::ListFilter::open, most_open)) {
        if (!is_noted(deployment, incident, bench.rules())) continue;
        const command::AddNote note{std::min(deployment.at, bench.now()),
                                    "Deployed: " + templates::words_of(deployment)};
        // A refusal has nobody to be told to: the deployment is known all the same.
        static_cast<void>(bench.act(incident, {Actor{{}, deployment.source, {}}, Via::api, note}));
    }
}

std::vector<Deployment> deployments_beside(Workbench& bench, const Incident& incident) {
    if (incident.drill) return {};
    const auto known =
        bench.tx().deployments_between(incident.started - shortly, incident.declared, most_looked_at);
    std::vector<Deployment> found;
    for (const bool own : {true, false}) {
        for (const auto& deployment : known) {
            if (found.size() < most_shown && is_of(deployment, incident, bench.rules()) == own)
                found.push_back(deployment);
        }
    }
    return found;
}

void tell_deployments(Workbench& bench, const Incident& incident) {
    const auto found = deployments_beside(bench, incident);
    if (found.empty()) return;
    auto message = templates::deployments_message(incident, found, bench.render());
    bench.send(outgoing::PostInRoom{incident.number, std::move(message), false, ""},
               storage::Priority::update);
}

}  // namespace tocsin::engine
