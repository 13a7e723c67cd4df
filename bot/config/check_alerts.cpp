#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "bot/base/nearest.h"
#include "bot/base/text.h"
#include "bot/config/checker.h"
#include "bot/config/cross_checks.h"
#include "bot/core/public_limits.h"

namespace tocsin::config {
namespace {

void refuse_twins(const Document& document, std::string_view list) {
    std::set<std::string> names;
    for (const Section& entry : document.root.at("alerts").at(list).children()) {
        if (names.insert(entry.text("name")).second) continue;
        document.error(entry.at("name"), fmt::format("alerts.{} has this name twice", list),
                       "their states could not be told apart", "give each its own name");
    }
}

void check_components(const Document& document) {
    const auto& page = document.configuration.status_page;
    if (!page) return;
    if (page->components.size() > most_public_components) {
        document.warning(document.root.at("status_page").at("components"),
                         fmt::format("the form for public entries shows {} of {} components",
                                     most_public_components, page->components.size()),
                         "Slack's forms have no room for more; the rest can only stay operational",
                         "group components");
    }
    for (const Section& service : document.root.at("services").children()) {
        const std::string name = service.text("component");
        if (name.empty() || std::ranges::find(page->components, name) != page->components.end()) continue;
        document.error(service.at("component"), fmt::format("unknown component \"{}\"", name),
                       "status_page.components has no such entry",
                       choose_from(name, page->components, "add it there"));
    }
}

// Mails need a server to leave by, their links an address that everybody can open.
void check_subscribers(const Document& document) {
    const Configuration& configuration = document.configuration;
    if (!configuration.status_page || !configuration.status_page->subscribers) return;
    const Section key = document.root.at("status_page").at("subscribers");
    if (!configuration.paging.order.contains(Means::email)) {
        document.error(key, "status_page.subscribers without a mail server", "nothing can be sent to them",
                       "add paging.providers.smtp and paging.email, or remove subscribers");
    }
    if (configuration.http.public_url.empty() || !configuration.http.listen) {
        document.error(key, "status_page.subscribers without an address for their links",
                       "http.listen and http.public_url have to be set for it",
                       "set them, or remove subscribers");
    }
}

void check_pushes(const Document& document) {
    std::set<std::string> pages;
    for (const Section& entry : document.root.at("status_page").at("push").children()) {
        if (pages.insert(fmt::format("{}/{}", entry.text("kind"), entry.text("page"))).second) continue;
        document.error(entry.at("page"), "status_page.push names this page twice",
                       "each entry would be published there twice", "remove one");
    }
}

// Alerts of the bot's own have these.
void check_source_names(const Document& document) {
    for (const Section& source : document.root.at("alerts").at("sources").children()) {
        if (source.key() != monitor_source && source.key() != heartbeat_source) continue;
        document.error(source, fmt::format("a source called {}", source.key()),
                       "the bot's own probes tell of alerts under that name", "give it another name");
    }
}

void check_trackers(const Document& document) {
    for (const Section& entry : document.root.at("trackers").children()) {
        if (entry.text("kind") != "jira") continue;
        for (const auto* key : {"base_url", "account"}) {
            if (!entry.text(key).empty()) continue;
            document.error(entry, fmt::format("a Jira tracker without {}", key),
                           "every customer has a site, and a token belongs to an account",
                           fmt::format("add {}", key));
        }
    }
}

void check_exports(const Document& document) {
    const Section to = document.root.at("post_mortems").at("export");
    const auto name = to.text("repository");
    if (!name.empty() && !document.root.at("trackers").at(name).is("kind", "github")) {
        document.error(to.at("repository"), fmt::format("{} keeps no files", shown(name)),
                       "post-mortems go to repositories of GitHub", "name a tracker of kind: github");
    }
    const auto path = to.text("path");
    const bool plain = path.find_first_not_of(
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                           "0123456789._-/") == std::string::npos;
    if (!plain || path.starts_with('/') || path.ends_with('/') || path.contains("..") ||
        path.contains("//")) {
        document.error(to.at("path"), fmt::format("{} is no folder of a repository", shown(path)),
                       "it takes letters, digits, ., _, - and / between folders",
                       "write it as in docs/post-mortems");
    }
}

void check_field(const Document& document, const Section& field, bool bare = false) {
    const std::string problem = bare ? problem_of_bare_path(field.text()) : problem_of_field(field.text());
    if (field.text().empty() || problem.empty()) return;
    document.error(field, fmt::format("{} is no path", shown(field.text())), problem,
                   bare ? "write it as in data.name"
                        : "write it as in data.name, data.name | title, or \"{data.name} is down\"");
}

void check_fields(const Document& document) {
    for (const Section& source : document.root.at("alerts").at("sources").children()) {
        const Section fields = source.at("fields");
        if (!fields.exists()) continue;
        if (!source.is("kind", "json")) {
            document.error(fields, fmt::format("fields of a source of kind {}", source.text("kind")),
                           "that kind knows where its parts stand", "remove them, or write kind: json");
        }
        check_field(document, fields.at("each"), true);
        for (const char* name : {"key", "title", "description", "status", "severity", "started", "ended",
                                 "link", "runbook", "monitor_name", "monitor_url"})
            check_field(document, fields.at(name));
        for (const Section& entry : fields.at("labels").children()) check_field(document, entry);
        for (const Section& entry : fields.at("all_labels").children()) check_field(document, entry, true);
    }
}

// As a condition writes a name (docs/detection.md).
bool is_nameable(std::string_view name) {
    static constexpr std::array<std::string_view, 10> taken{
        "and", "or", "not", "in", "contains", "matches", "true", "false", "alert", "uptime_monitor"};
    const auto lower = to_lower(name);
    static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
    return !lower.empty() && letters.contains(lower.front()) &&
           std::ranges::find(taken, lower) == taken.end() &&
           lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789-") == std::string::npos;
}

void check_values(const Document& document) {
    const Section values = document.root.at("alerts").at("values");
    for (const Section& value : values.children()) {
        if (is_nameable(value.key())) continue;
        document.error(value, fmt::format("a value called {}", shown(value.key())), "no rule can name it",
                       "write letters, digits and _, as in error_rate");
    }
    if (values.exists() && document.configuration.alerts.prometheus.url.empty()) {
        document.warning(values, "alerts.values without alerts.prometheus", "nobody answers them",
                         "add prometheus: {url: …}");
    }
}

void check_silences(const Document& document) {
    const auto entries = document.root.at("alerts").at("silences").children();
    for (std::size_t i = 0; i < entries.size() && i < document.configuration.alerts.silences.size(); ++i) {
        const auto& silence = document.configuration.alerts.silences[i];
        if (silence.until <= silence.from) {
            document.error(entries[i].at("until"), "a silence that ends before it begins",
                           "it would cover nothing", "write a later instant");
        } else if (silence.until - silence.from > longest_silence) {
            document.error(entries[i].at("until"), "a silence of more than a week",
                           "what is silenced for long is forgotten", "split it, or change the rule");
        }
        if (silence.matcher.empty()) {
            document.error(entries[i].at("match"), "a silence that names no label", "it would match nothing",
                           "name one, as in match: {service: api}");
        }
    }
}

}  // namespace

void check_alerts(const Document& document) {
    check_source_names(document);
    check_fields(document);
    check_silences(document);
    refuse_twins(document, "monitors");
    refuse_twins(document, "heartbeats");
    for (const Section& entry : document.root.at("alerts").at("monitors").children()) {
        const Monitor standard;
        if (entry.duration("timeout", standard.timeout) <= entry.duration("every", standard.every)) continue;
        document.warning(entry.at("timeout"), "a timeout longer than the time between two checks",
                         "checks would overlap", "write a shorter timeout");
    }
    check_values(document);
    check_components(document);
    check_subscribers(document);
    check_pushes(document);
    check_trackers(document);
    check_exports(document);
}

}  // namespace tocsin::config
