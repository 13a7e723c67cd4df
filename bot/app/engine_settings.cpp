#include "bot/app/engine_settings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "bot/app/mirrors.h"
#include "bot/app/runbook_files.h"
#include "bot/app/trackers.h"
#include "bot/app/version.h"

namespace tocsin::app {
namespace {

templates::BlockForm form_of(config::BlockStyle style) {
    switch (style) {
        case config::BlockStyle::automatic:
            return templates::BlockForm::automatic;
        case config::BlockStyle::modern:
            return templates::BlockForm::modern;
        case config::BlockStyle::classic:
            return templates::BlockForm::classic;
    }
    return templates::BlockForm::automatic;
}

Setup setup_of(const config::Configuration& configuration) {
    Setup setup;
    setup.status_page = configuration.status_page.has_value();
    for (const auto& rule : configuration.alerts.rules) setup.alerted.insert(rule.severity);
    setup.runbooks = read_runbooks(configuration.runbooks);
    return setup;
}

// The signed-in pages have the public address where its host is one of theirs (a port, a machine of one's
// own).
std::string pages_address(const config::Http& http) {
    if (http.internal_hosts.empty()) return "";
    const auto rest =
        http.public_url.substr(std::min(http.public_url.find("://") + 3, http.public_url.size()));
    const auto host = rest.substr(0, rest.find_first_of(":/"));
    const bool shared = std::ranges::find(http.internal_hosts, host) != http.internal_hosts.end();
    return shared ? http.public_url : "https://" + http.internal_hosts.front();
}

std::optional<StatusPageRules> status_page_of(const config::Configuration& configuration) {
    if (!configuration.status_page) return std::nullopt;
    const auto& page = *configuration.status_page;
    auto hosts = page.internal_hosts;
    const auto& ours = configuration.http.internal_hosts;
    hosts.insert(hosts.end(), ours.begin(), ours.end());
    return StatusPageRules{page.name, page.components, std::move(hosts)};
}

std::string instance_name() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host = {'?'};
    return fmt::format("{}/{}", host.data(), ::getpid());
}

}  // namespace

engine::AlertSettings alert_settings(const config::Configuration& configuration) {
    const auto& alerts = configuration.alerts;
    engine::AlertSettings settings;
    std::map<std::string, int> named;
    for (const auto& rule : alerts.rules) {
        auto condition = alerts::Condition::parse(rule.when);
        if (!condition) continue;
        const int twins = ++named[rule.name];
        settings.rules.push_back({twins == 1 ? rule.name : fmt::format("{} {}", rule.name, twins), rule.name,
                                  *std::move(condition), rule.held_for, rule.severity, rule.service,
                                  rule.auto_resolve});
    }
    settings.group_by = alerts.group_by;
    settings.silences = alerts.silences;
    settings.prometheus_url = alerts.prometheus.url;
    settings.read_every = alerts.prometheus.every;
    settings.values = alerts.values;
    settings.keep_quiet = configuration.retention.payloads;
    return settings;
}

engine::Settings engine_settings(const config::Configuration& configuration, channels::Registry registry) {
    engine::Settings settings;
    settings.rules = configuration.rules;
    settings.retention = {configuration.retention.timeline, configuration.retention.personal_data};
    settings.trackers = make_trackers(configuration.trackers);
    if (const auto& page = configuration.status_page) {
        settings.mirrors = make_mirrors(page->push);
        settings.subscribers = page->subscribers;
    }
    // A tracker that is not connected takes no tickets: the incident stays one that pages nobody.
    for (auto& [severity, rules] : settings.rules.severities) {
        if (!settings.trackers.contains(rules.ticket)) rules.ticket.clear();
    }
    settings.post_mortems = make_post_mortem_settings(configuration.post_mortems, configuration.trackers);
    settings.setup = setup_of(configuration);
    settings.rules.status_page = status_page_of(configuration);
    settings.channel = configuration.slack.channel;
    settings.pace = {configuration.slack.pace.per_channel_per_second, configuration.slack.pace.burst};
    settings.blocks = form_of(configuration.slack.blocks);
    settings.emoji = {configuration.emoji.timeline, configuration.emoji.action, configuration.emoji.watch};
    settings.public_url = configuration.http.public_url;
    settings.internal_url = pages_address(configuration.http);
    settings.channels = std::move(registry);
    settings.version = std::string(version());
    settings.instance = instance_name();
    settings.fingerprint = configuration.fingerprint;
    settings.alerts = alert_settings(configuration);
    settings.probes = {configuration.alerts.monitors, configuration.alerts.heartbeats};
    return settings;
}

}  // namespace tocsin::app
