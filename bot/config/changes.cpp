#include "bot/config/changes.h"

#include <fmt/format.h>

#include <set>
#include <tuple>
#include <utility>

#include "bot/config/sev1_reach.h"

namespace tocsin::config {
namespace {

template <class Value>
void note(std::vector<std::string>& list, const Value& before, const Value& after, const char* sentence) {
    if (!(before == after)) list.emplace_back(sentence);
}

// What of the paging of a SEV 1 ends: of it all, or right now, is refused; of hours to come is told.
void compare_reach(const Configuration& running, const Configuration& loaded, Time now, Changes& changes) {
    const Sev1Reach before(running, now);
    const Sev1Reach after(loaded, now);
    std::set<std::pair<const Team*, const Team*>> compared;
    const auto compare = [&](const ServiceId& service) {
        const auto teams = std::pair(running.rules.team_of(service), loaded.rules.team_of(service));
        if (!changes.refused.empty() || !compared.insert(teams).second) return;
        const auto still = after.hours(service);
        const auto lost = before.hours(service) & ~still;
        if (lost.none()) return;
        const auto what = service.empty() ? "SEV 1" : "a SEV 1 of " + service.str();
        if (lost[0] || still.none()) {
            changes.refused = fmt::format(
                "The new configuration leaves nobody to page for {}{}, so the old one stays. See that its "
                "escalation reaches somebody who is on call (tocsin check says when it does not), then "
                "reload again. Restart the bot if that is what you want.",
                what, still.none() ? "" : " now");
            return;
        }
        std::size_t hour = 1;
        while (!lost[hour]) ++hour;
        changes.warnings.push_back(fmt::format(
            "Nobody is paged for {} at {} any more: the new configuration has nobody on call then. Put "
            "somebody on call and reload again.",
            what, format_utc(now + std::chrono::hours{hour})));
    };
    compare(ServiceId{});
    for (const auto& [id, service] : running.rules.services) {
        if (loaded.rules.services.contains(id)) compare(id);
    }
}

// What is opened once at the start: connections, listeners, the store.
Slack without_live_parts(Slack slack) {
    const Slack standard;
    slack.app_token = standard.app_token;
    slack.bot_token = standard.bot_token;
    slack.channel = standard.channel;
    slack.blocks = standard.blocks;
    slack.pace = standard.pace;
    return slack;
}

// The first provider that stays as it was but for its secret, which is gone: its file can no longer be read.
// Empty: none.
std::string without_its_secret(const Paging& running, const Paging& loaded) {
    for (const auto& [name, provider] : loaded.providers) {
        const auto before = running.providers.find(name);
        if (before != running.providers.end() && before->second.account == provider.account &&
            !before->second.secret.empty() && provider.secret.empty())
            return name;
    }
    return "";
}

auto tokens(const Configuration& configuration) {
    return std::tie(configuration.slack.app_token, configuration.slack.bot_token);
}

Slack without_tokens(Slack slack) {
    slack.app_token = slack.bot_token = Secret();
    return slack;
}

Http without_live_parts(Http http) {
    const Http standard;
    http.public_url = standard.public_url;
    http.internal_hosts = standard.internal_hosts;
    http.trusted_proxies = standard.trusted_proxies;
    http.tokens = standard.tokens;
    return http;
}

}  // namespace

Changes changes_between(const Configuration& running, const Configuration& loaded, Time at) {
    Changes changes;
    compare_reach(running, loaded, at, changes);
    if (!changes.refused.empty()) return changes;
    if (const auto provider = without_its_secret(running.paging, loaded.paging); !provider.empty()) {
        changes.refused = "The new configuration has no secret for " + provider +
                          " any more, so the old one stays. Let the bot's user read the file, or take the "
                          "provider out, then "
                          "reload again. Restart the bot if that is what you want.";
        return changes;
    }
    auto& restart = changes.need_restart;
    note(restart, running.storage, loaded.storage,
         "storage.url changed: the old store stays open until a restart.");
    note(restart, without_live_parts(running.slack), without_live_parts(loaded.slack),
         "slack.api_url or slack.connections changed: the old ones stay until a restart.");
    note(restart, without_live_parts(running.http), without_live_parts(loaded.http),
         "http.listen, admin_listen or tls changed: the old listeners stay until a restart.");
    note(restart, running.log.format, loaded.log.format,
         "log.format changed: the old format stays until a restart.");

    const Configuration now = keep_what_needs_restart(running, loaded);
    auto& applied = changes.applied;
    note(applied, tokens(running), tokens(now), "slack's tokens changed");
    note(applied, without_tokens(running.slack), without_tokens(now.slack), "slack changed");
    note(applied, running.http, now.http, "http changed");
    note(applied, running.rules.people, now.rules.people, "people changed");
    note(applied, running.rules.schedules, now.rules.schedules, "schedules changed");
    note(applied, running.rules.teams, now.rules.teams, "teams changed");
    note(applied, running.rules.services, now.rules.services, "services changed");
    note(applied, running.rules.policies, now.rules.policies, "escalation_policies changed");
    note(applied, running.rules.severities, now.rules.severities, "severities or reminders changed");
    note(applied, running.rules.business_hours, now.rules.business_hours, "business_hours changed");
    const auto roles = [](const Rules& rules) {
        return std::tie(rules.admins, rules.comms, rules.managers, rules.may_declare_sev1);
    };
    note(applied, roles(running.rules), roles(now.rules), "roles changed");
    const auto general = [](const Rules& rules) {
        return std::tie(rules.organization, rules.timezone, rules.default_team, rules.war_room_channel);
    };
    note(applied, general(running.rules), general(now.rules),
         "organization, timezone, default_team or slack.war_room changed");
    note(applied, running.schedule_order, now.schedule_order, "the order of schedules changed");
    note(applied, running.paging, now.paging, "paging changed");
    note(applied, running.watchdog, now.watchdog, "watchdog changed");
    note(applied, running.emoji, now.emoji, "emoji changed");
    note(applied, running.retention, now.retention, "retention changed");
    note(applied, running.log, now.log, "log.level changed");
    note(applied, running.alerts, now.alerts, "alerts changed");
    note(applied, running.trackers, now.trackers, "trackers changed");
    note(applied, running.post_mortems, now.post_mortems, "post_mortems changed");
    note(applied, running.status_page, now.status_page, "status_page changed");
    note(applied, running.runbooks, now.runbooks, "runbooks changed");
    note(applied, running.templates, now.templates, "templates changed");
    return changes;
}

Configuration keep_what_needs_restart(const Configuration& running, Configuration loaded) {
    loaded.storage = running.storage;
    loaded.slack.api_url = running.slack.api_url;
    loaded.slack.connections = running.slack.connections;
    loaded.http.listen = running.http.listen;
    loaded.http.admin_listen = running.http.admin_listen;
    loaded.http.tls = running.http.tls;
    loaded.log.format = running.log.format;
    return loaded;
}

}  // namespace tocsin::config
