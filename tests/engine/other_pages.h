// Atlassian Statuspage and Better Stack as they keep what they are given, with answers that are lost or
// refused on demand.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/channels/channel.h"
#include "tests/engine/house.h"

namespace tocsin::engine::testing {

// What both have in common: trouble on demand, and what was asked.
struct Product {
    int lose = 0;  // so many answers to what changes something do not arrive
    int refuse_with = 0;
    std::string retry_after;
    std::vector<std::string> asked;  // "POST incidents", without looking at components
    std::vector<std::string> names{"API", "Web app", "Payments"};  // of its components

    std::optional<channels::HttpAnswer> trouble(const channels::HttpRequest& http, std::string_view base) {
        if (!http.url.contains("/components?") && !http.url.contains("/resources?"))
            asked.push_back(http.method + " " + http.url.substr(base.size()));
        if (refuse_with == 0) return std::nullopt;
        channels::HttpAnswer answer{refuse_with, {}, "{}"};
        if (!retry_after.empty()) answer.headers.push_back({"Retry-After", retry_after});
        return answer;
    }
    channels::HttpAnswer told(int status, const json& body, bool change) {
        if (change && lose > 0 && lose-- > 0) return {};
        return {status, {}, body.dump()};
    }
    // Of the list that it keeps: so many, from the page on that the address names.
    std::vector<std::pair<std::string, std::string>> names_on(std::string_view path, std::size_t many) const {
        const auto page =
            static_cast<std::size_t>(std::stoi(std::string(path.substr(path.find("page=") + 5))));
        std::vector<std::pair<std::string, std::string>> found;  // number and name
        for (auto i = (page - 1) * many; i < std::min(page * many, names.size()); ++i)
            found.emplace_back(std::to_string(i + 1), names[i]);
        return found;
    }
    long count(std::string_view beginning) const {
        return std::ranges::count_if(asked, [&](const auto& one) { return one.starts_with(beginning); });
    }
};

struct Statuspage : Product {
    json incidents = json::array();
    std::map<std::string, std::string> states{{"c1", "operational"}};
    int last = 0;

    json components(std::string_view path) const {
        json all = json::array();
        for (const auto& [number, name] : names_on(path, 100))
            all.push_back({{"id", "c" + number}, {"name", name}});
        return all;
    }
    void apply(json& incident, const json& change) {
        for (const auto& [key, value] : change.items())
            if (key != "body" && key != "components") incident[key] = value;
        const auto components = change.value("components", json::object());
        for (const auto& [id, state] : components.items()) states[id] = state.get<std::string>();
        if (!change.contains("body")) return;
        const json update{
            {"id", "u" + std::to_string(++last)}, {"body", change["body"]}, {"status", incident["status"]}};
        incident["incident_updates"].insert(incident["incident_updates"].begin(), update);
    }
    json* find(const std::string& id) {
        for (auto& incident : incidents)
            if (incident["id"] == id) return &incident;
        return nullptr;
    }
    channels::Answer operator()(const channels::HttpRequest& http) {
        constexpr std::string_view base = "https://api.statuspage.io/v1/pages/p1/";
        REQUIRE(http.url.starts_with(base));
        if (auto refused = trouble(http, base)) return *refused;
        const auto path = http.url.substr(base.size());
        if (path.starts_with("components?")) return told(200, components(path), false);
        if (path.starts_with("incidents?")) return told(200, incidents, false);
        if (path == "incidents") {
            incidents.insert(incidents.begin(),
                             json{{"id", "i" + std::to_string(++last)}, {"incident_updates", json::array()}});
            apply(incidents.front(), json::parse(http.body)["incident"]);
            return told(201, incidents.front(), true);
        }
        const auto slash = path.find('/', 10);
        auto* incident = find(path.substr(10, slash - 10));
        if (incident == nullptr) return told(404, {}, false);
        if (http.method == "GET") return told(200, *incident, false);
        if (slash == std::string::npos) {
            apply(*incident, json::parse(http.body)["incident"]);
            return told(200, *incident, true);
        }
        for (auto& update : (*incident)["incident_updates"]) {
            if (!path.ends_with("/" + update["id"].get<std::string>())) continue;
            update["body"] = json::parse(http.body)["incident_update"]["body"];
            return told(200, update, true);
        }
        return told(404, {}, false);
    }
    std::vector<std::string> bodies(std::size_t incident = 0) const {
        std::vector<std::string> all;
        for (const auto& update : incidents.at(incident)["incident_updates"])
            all.push_back(update["body"].get<std::string>());
        std::ranges::reverse(all);
        return all;
    }
};

struct Betterstack : Product {
    json reports = json::array();
    json updates = json::array();
    int last = 0;

    json resources(std::string_view path) const {
        json all = json::array();
        const auto page = names_on(path, 250);
        for (const auto& [number, name] : page)
            all.push_back({{"id", number}, {"attributes", {{"public_name", name}}}});
        const bool is_last = page.empty() || page.back().first == std::to_string(names.size());
        return {{"data", all}, {"pagination", {{"next", is_last ? json() : json("another page")}}}};
    }
    json add_update(const std::string& report, const json& said) {
        updates.push_back({{"id", std::to_string(++last)},
                           {"type", "status_update"},
                           {"attributes",
                            {{"message", said["message"]},
                             {"affected_resources", said["affected_resources"]},
                             {"published_at", said["published_at"]},
                             {"status_report_id", std::stoi(report)}}}});
        return updates.back();
    }
    channels::Answer operator()(const channels::HttpRequest& http) {
        constexpr std::string_view base = "https://uptime.betterstack.com/api/v2/status-pages/7/";
        REQUIRE(http.url.starts_with(base));
        if (auto refused = trouble(http, base)) return *refused;
        const auto path = http.url.substr(base.size());
        if (path.starts_with("resources?")) return told(200, resources(path), false);
        if (path == "status-reports" && http.method == "GET")
            return told(200, {{"data", reports}, {"included", updates}}, false);
        const auto body = json::parse(http.body, nullptr, false);
        if (path == "status-reports") {
            const auto id = std::to_string(++last);
            const auto update = add_update(id, body);
            reports.push_back(
                {{"id", id},
                 {"type", "status_report"},
                 {"attributes", {{"title", body["title"]}, {"starts_at", body["starts_at"]}}},
                 {"relationships", {{"status_updates", {{"data", json::array({{{"id", update["id"]}}})}}}}}});
            return told(201, {{"data", reports.back()}}, true);
        }
        const auto report = path.substr(15, path.find('/', 15) - 15);
        if (http.method == "GET")
            return told(200, {{"data", {{"id", report}}}, {"included", updates}}, false);
        if (http.method == "POST") return told(201, {{"data", add_update(report, body)}}, true);
        for (auto& update : updates) {
            if (!path.ends_with("/" + update["id"].get<std::string>())) continue;
            update["attributes"].update(body);
            return told(200, {{"data", update}}, true);
        }
        return told(404, {}, false);
    }
    std::vector<std::string> messages() const {
        std::vector<std::string> all;
        for (const auto& update : updates) all.push_back(update["attributes"]["message"].get<std::string>());
        return all;
    }
};

}  // namespace tocsin::engine::testing
