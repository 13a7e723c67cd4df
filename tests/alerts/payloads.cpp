#include "tests/alerts/payloads.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace tocsin::alerts::testing {

using nlohmann::json;

json read_json(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(std::string(TOCSIN_SOURCE_DIR) + "/tests/alerts/payloads/" + name).rdbuf();
    auto content = json::parse(text.str(), nullptr, false);
    REQUIRE_MESSAGE(!content.is_discarded(), name);
    return content;
}

Payload payload_in(const json& file) {
    Payload payload;
    payload.content_type = "application/json";
    const bool request = file.contains("headers") && file.contains("body");
    const json& body = request ? file["body"] : file;
    payload.body = body.is_string() ? body.get<std::string>() : body.dump();
    if (!request) return payload;
    for (const auto& [name, value] : file["headers"].items())
        payload.headers[name] = value.get<std::string>();
    payload.content_type = payload.headers["content-type"];
    payload.headers[":method"] = file.value("method", "POST");
    payload.headers[":path"] = file.value("path", "");
    return payload;
}

Payload body_of(std::string body) {
    Payload payload;
    payload.content_type = "application/json";
    payload.body = std::move(body);
    return payload;
}

json as_json(const Alert& alert) {
    json object{{"source", alert.source},
                {"key", alert.key},
                {"status", alert.status == Alert::Status::firing ? "firing" : "resolved"},
                {"title", alert.title},
                {"started", format_rfc3339(alert.started)}};
    if (!alert.description.empty()) object["description"] = alert.description;
    if (alert.severity) object["severity"] = key_of(*alert.severity);
    if (!alert.labels.empty()) object["labels"] = alert.labels;
    if (alert.ended) object["ended"] = format_rfc3339(*alert.ended);
    if (!alert.link.empty()) object["link"] = alert.link;
    if (!alert.runbook.empty()) object["runbook"] = alert.runbook;
    if (alert.uptime_monitor) {
        object["uptime_monitor"] = {{"name", alert.uptime_monitor->name},
                                    {"url", alert.uptime_monitor->url},
                                    {"status", alert.uptime_monitor->status}};
    }
    return object;
}

}  // namespace tocsin::alerts::testing
