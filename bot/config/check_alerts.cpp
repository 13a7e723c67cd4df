#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bot/base/nearest.h"
#include "bot/config/checker.h"
#include "bot/config/cross_checks.h"

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
    for (const Section& service : document.root.at("services").children()) {
        const std::string name = service.text("component");
        if (name.empty() || std::ranges::find(page->components, name) != page->components.end()) continue;
        document.error(service.at("component"), fmt::format("unknown component \"{}\"", name),
                       "status_page.components has no such entry",
                       choose_from(name, page->components, "add it there"));
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

// Other kinds know their products' payloads.
void check_fields(const Document& document) {
    for (const Section& source : document.root.at("alerts").at("sources").children()) {
        if (!source.at("fields").exists() || source.is("kind", "json")) continue;
        document.error(source.at("fields"), fmt::format("fields of a source of kind {}", source.text("kind")),
                       "that kind knows where its parts stand", "remove them, or write kind: json");
    }
}

}  // namespace

void check_alerts(const Document& document) {
    check_fields(document);
    refuse_twins(document, "monitors");
    refuse_twins(document, "heartbeats");
    for (const Section& entry : document.root.at("alerts").at("monitors").children()) {
        const Monitor standard;
        if (entry.duration("timeout", standard.timeout) <= entry.duration("every", standard.every)) continue;
        document.warning(entry.at("timeout"), "a timeout longer than the time between two checks",
                         "checks would overlap", "write a shorter timeout");
    }
    const bool values = document.root.at("alerts").at("values").exists();
    if (values && document.configuration.alerts.prometheus.url.empty()) {
        document.warning(document.root.at("alerts").at("values"), "alerts.values without alerts.prometheus",
                         "nobody answers them", "add prometheus: {url: …}");
    }
    check_components(document);
    check_trackers(document);
}

}  // namespace tocsin::config
