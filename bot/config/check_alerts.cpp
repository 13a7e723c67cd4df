#include <fmt/format.h>

#include <algorithm>
#include <set>

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
    check_silences(document);
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
}

}  // namespace tocsin::config
