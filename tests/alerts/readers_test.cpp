#include "bot/alerts/readers.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "bot/alerts/deployment.h"
#include "bot/alerts/extract.h"
#include "bot/alerts/kind_file.h"
#include "tests/alerts/payloads.h"

using namespace tocsin;
using namespace tocsin::alerts;
using namespace tocsin::alerts::testing;
using nlohmann::json;

namespace {

json read_as(std::string_view kind, const Payload& payload, const AlertFields& fields = {}) {
    const auto alerts = read_alerts(kind, kind, payload, read_at, fields);
    if (!alerts) return {{"error", alerts.error().message}};
    json list = json::array();
    for (const Alert& alert : *alerts) list.push_back(as_json(alert));
    return list;
}

Alert only(std::string_view kind, std::string body, const AlertFields& fields = {}) {
    const auto alerts = read_alerts(kind, "it", body_of(std::move(body)), read_at, fields);
    REQUIRE_MESSAGE(alerts.has_value(), alerts.error().message);
    REQUIRE(alerts->size() == 1);
    return alerts->front();
}

}  // namespace

TEST_CASE("every payload is read as is expected of it") {
    std::set<std::string> tried;
    for (const json& expected : read_json("expected.json")) {
        const auto name = expected["file"].get<std::string>();
        tried.insert(name);
        const auto fields = fields_from(expected.value("fields", json::object()));
        const json read = read_as(expected["kind"].get<std::string>(), payload_in(read_json(name)), fields);
        CHECK_MESSAGE(read == expected["alerts"], name << ": " << read.dump(2));
    }
    const std::set<std::string> elsewhere{"expected.json", "sns-signed-testvectors.json"};
    for (const auto& file : std::filesystem::directory_iterator(TOCSIN_SOURCE_DIR "/tests/alerts/payloads")) {
        const auto name = file.path().filename().string();
        if (name.ends_with(".json") && !elsewhere.contains(name)) CHECK_MESSAGE(tried.contains(name), name);
    }
}

TEST_CASE("every kind has a file, and is not read by another's payload without saying so") {
    for (const std::string_view kind : kinds()) {
        const auto& variants = kind_file(kind == "sns" ? "cloudwatch" : kind).variants;
        CHECK_FALSE(variants.empty());
        for (const AlertFields& fields : variants) {
            for (const auto* text : {&fields.each, &fields.key, &fields.title, &fields.description,
                                     &fields.status, &fields.severity, &fields.started, &fields.ended,
                                     &fields.link, &fields.runbook, &fields.monitor_url})
                if (!text->empty()) CHECK_MESSAGE(problem_of_field(*text).empty(), *text);
            for (const auto& [name, path] : fields.labels)
                CHECK_MESSAGE(problem_of_field(path).empty(), path);
        }
    }
    CHECK(read_alerts("nagios", "x", body_of("{}"), read_at).error().kind == ErrorKind::internal);
    const auto alertmanager = payload_in(read_json("alertmanager-v4-firing.json"));
    for (const char* kind :
         {"datadog", "azure", "google", "pingdom", "newrelic", "pagerduty", "opsgenie", "sns"}) {
        const auto alerts = read_alerts(kind, "x", alertmanager, read_at);
        REQUIRE_MESSAGE(!alerts.has_value(), std::string(kind));
        CHECK(alerts.error().message.ends_with("No alert was taken."));
    }
}

TEST_CASE("the alerts of a group are read each with its own status") {
    const auto alerts = read_alerts(
        "alertmanager", "am", payload_in(read_json("alertmanager-v4-mixed-firing-resolved.json")), read_at);
    REQUIRE(alerts->size() == 2);
    CHECK(alerts->front().status == Alert::Status::resolved);
    CHECK(alerts->back().status == Alert::Status::firing);
    CHECK(alerts->back().ended == std::nullopt);
    CHECK(alerts->front().source == "am");
}

TEST_CASE("an alert without a fingerprint is recognised by its labels") {
    const std::string body =
        R"({"alerts":[{"status":"firing","labels":{"alertname":"A","x":"1"},"startsAt":"2026-01-01T00:00:00Z"}]})";
    const Alert first = only("alertmanager", body);
    CHECK(first.key.size() == 64);
    CHECK(only("alertmanager", body).key == first.key);
    CHECK(first.title == "A");
    std::string other = body;
    other.replace(other.find("\"1\""), 3, "\"2\"");
    CHECK(only("alertmanager", other).key != first.key);
}

TEST_CASE("an alert whose severity cannot be read is taken without one") {
    const Alert alert = only(
        "alertmanager", R"({"alerts":[{"labels":{"alertname":"A","severity":"purple"},"fingerprint":"f"}]})");
    CHECK(alert.severity == std::nullopt);
    CHECK(alert.labels.at("severity") == "purple");
    CHECK(only("json", R"({"title":"t","severity":{"level":1}})").severity == std::nullopt);
}

TEST_CASE("PagerDuty's events: an unknown action is refused, an acknowledgment is nothing to tell") {
    const auto event = [](std::string_view action) {
        return body_of(R"({"routing_key":"r","event_action":")" + std::string(action) +
                       R"(","dedup_key":"k","payload":{"summary":"s","source":"h","severity":"error"}})");
    };
    CHECK(read_as("pagerduty", event("trigger"))[0]["severity"] == "sev2");
    CHECK(read_as("pagerduty", event("acknowledge")) == json::array());
    CHECK(read_as("pagerduty", event("explode"))["error"].get<std::string>().contains(
        "\"explode\" is not understood"));
    CHECK(only("pagerduty", R"({"event_action":"trigger","payload":{"summary":"disk full"}})").key ==
          "disk full");
    CHECK(only("pagerduty", R"({"event_action":"resolve","dedup_key":"k"})").title == "k");
    CHECK(read_as("pagerduty", body_of(R"({"event_action":"trigger"})")).contains("error"));
    const Alert first_version = only(
        "pagerduty",
        R"({"service_key":"s","event_type":"resolve","incident_key":"i","description":"d","details":{"host":"db"}})");
    CHECK(first_version.key == "i");
    CHECK(first_version.status == Alert::Status::resolved);
    CHECK(first_version.labels.at("host") == "db");
    CHECK(read_as("pagerduty", body_of(R"({"event":{"event_type":"pagey.ping","data":{}}})")) ==
          json::array());
}

TEST_CASE("Opsgenie's interface: the address says what is meant") {
    const auto call = [](std::string method, std::string path, std::string body) {
        Payload payload = body_of(std::move(body));
        payload.headers = {{":method", std::move(method)}, {":path", std::move(path)}};
        return read_as("opsgenie", payload);
    };
    CHECK(call("POST", "/v2/alerts", R"({"message":"m"})")[0]["severity"] == "sev3");
    CHECK(call("POST", "/v2/alerts", R"({"alias":"a"})").contains("error"));
    CHECK(call("POST", "/v2/alerts/a%20b%2Fc+d/close?identifierType=alias", "")[0]["key"] == "a b/c+d");
    CHECK(call("POST", "/v2/alerts/x/close", "{}")[0]["status"] == "resolved");
    CHECK(call("DELETE", "/v2/alerts/x", "")[0]["status"] == "resolved");
    for (const char* what : {"acknowledge", "notes", "snooze", "tags"})
        CHECK(call("POST", std::string("/v2/alerts/x/") + what, "{}") == json::array());
    CHECK(call("PUT", "/v2/alerts/x/message", R"({"message":"n"})") == json::array());
    CHECK(call("POST", "/v2/alerts/x/close", "{").contains("error"));
    CHECK(call("POST", "/v2/alerts/close", "") == json::array());
    for (const char* nobody : {"/v2/alerts//close", "/v2/alerts/%20%0A/close"})
        CHECK_MESSAGE(call("POST", nobody, "").contains("error"), nobody);
    CHECK(call("DELETE", "/v2/alerts", "").contains("error"));
}

TEST_CASE("Uptime Kuma's forms, and what it says without a heartbeat") {
    const std::string down = read_json("uptime-kuma-down.json").dump();
    Payload form;
    form.content_type = "multipart/form-data; boundary=----7MA4";
    form.body =
        "------7MA4\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n" + down + "\r\n------7MA4--\r\n";
    CHECK(read_as("uptime-kuma", form) == read_as("uptime-kuma", body_of(down)));
    form.content_type = "application/x-www-form-urlencoded";
    form.body = "data=%7B%22heartbeat%22%3Anull%2C%22monitor%22%3Anull%2C%22msg%22%3A%22Testing%22%7D";
    CHECK(read_as("uptime-kuma", form) == json::array());
    form.body =
        R"({"heartbeat":{"status":0},"monitor":{"id":1,"name":"A","url":"https://x.example/?a=1&data=2"}})";
    CHECK(read_as("uptime-kuma", form).size() == 1);  // curl's habit
    const Alert certificate = only(
        "uptime-kuma",
        R"({"heartbeat":null,"monitor":null,"msg":"[API][https://a.example] server certificate will expire in 7 days"})");
    CHECK(certificate.severity == Severity::sev3);
    CHECK(read_as("uptime-kuma", body_of(R"({"heartbeat":{"status":3},"monitor":{"id":1,"name":"A"}})")) ==
          json::array());
}

TEST_CASE(
    "Better Stack: without a word for the event its status counts, and other webhooks are nothing to tell") {
    json incident = read_json("betterstack-incident-resolved.json");
    incident.erase("event");
    CHECK(read_as("betterstack", body_of(incident.dump()))[0]["status"] == "resolved");
    incident["event"] = "incident.acknowledged";
    CHECK(read_as("betterstack", body_of(incident.dump())) == json::array());
    incident["event"] = "incident.reopened";
    incident["data"]["attributes"]["url"] = nullptr;  // declared by hand, of no monitor
    const json reopened = read_as("betterstack", body_of(incident.dump()))[0];
    CHECK(reopened["status"] == "firing");
    CHECK_FALSE(reopened.contains("uptime_monitor"));
    CHECK(read_as("betterstack",
                  body_of(R"({"data":{"id":"1","type":"on_call_calendar","attributes":{"name":"x"}}})")) ==
          json::array());
}

TEST_CASE("Datadog: variables that were not filled in are not there") {
    const Alert alert = only(
        "datadog", R"({"alert_transition":"Re-Triggered","alert_cycle_key":"$ALERT_CYCLE_KEY","alert_id":"7",
        "alert_title":"","event_title":"E","alert_priority":"P5","tags":"env:prod,plain,url:http://x:1","date":"1769005925123"})");
    CHECK(alert.key == "7");
    CHECK(alert.title == "E");
    CHECK(alert.severity == Severity::sev4);
    CHECK(alert.labels == std::map<std::string, std::string>{{"env", "prod"}, {"url", "http://x:1"}});
    CHECK(alert.started == parse_rfc3339("2026-01-21T14:32:05.123Z").value());
    CHECK(only("datadog", R"({"alert_transition":"Monitor Recovered","alert_id":"7"})").status ==
          Alert::Status::resolved);
}

TEST_CASE("Google's test notification and New Relic's issues") {
    CHECK(read_as("google", body_of(R"({"version":"test","incident":{"incident_id":"1","state":"open"}})")) ==
          json::array());
    const Alert issue = only(
        "newrelic", R"({"id":"i1","issueUrl":"https://radar.example/i1","title":"CPU","priority":"CRITICAL",
        "state":"ACTIVATED","createdAt":1769005925000,"alertConditionNames":["cpu"]})");
    CHECK(issue.severity == Severity::sev1);
    CHECK(issue.link == "https://radar.example/i1");
    CHECK(issue.labels.at("alertname") == "cpu");
}

TEST_CASE("GitHub: a failed deployment fires, one that went well resolves, others are nothing to tell") {
    const auto deployment = [](std::string_view state) {
        return body_of(R"({"deployment_status":{"state":")" + std::string(state) +
                       R"(","environment":"production"},"repository":{"full_name":"example/api"}})");
    };
    const json failed = read_as("github", deployment("failure"))[0];
    CHECK(failed["key"] == "example/api/production");
    CHECK(failed["title"] == "Deployment of example/api to production");
    CHECK(failed["severity"] == "sev3");
    CHECK(read_as("github", deployment("success"))[0]["status"] == "resolved");
    CHECK(read_as("github", deployment("in_progress")) == json::array());
    CHECK(read_as("github", body_of(R"({"zen":"Speak like a human.","hook_id":1})")) == json::array());
}

TEST_CASE("GitHub: what went live is known by its deployment, nothing else is a deployment") {
    const auto payload = payload_in(read_json("github-deployment_status.json"));
    const auto told = read_deployment("github", "hub", payload, read_at);
    REQUIRE(told.has_value());
    CHECK(*told == Deployment{"hub", "Codertocat/Hello-World/145988746", "Codertocat/Hello-World",
                              "production", "master", "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
                              "Codertocat", "https://github.com/Codertocat/Hello-World",
                              *time_in("2019-05-15T15:20:55Z")});
    const auto with = [](const std::string& state) {
        return body_of(R"({"deployment_status":{"state":")" + state +
                       R"("},"repository":{"full_name":"example/api"},"deployment":{"sha":"f95f852"}})");
    };
    CHECK(read_deployment("github", "hub", with("success"), read_at)->key == "example/api/f95f852");
    CHECK_FALSE(read_deployment("github", "hub", with("failure"), read_at).has_value());
    CHECK_FALSE(read_deployment("github", "hub", with("in_progress"), read_at).has_value());
    CHECK_FALSE(read_deployment("github", "hub", body_of("{\"zen\":\"Speak.\"}"), read_at).has_value());
    CHECK_FALSE(read_deployment("github", "hub", body_of("["), read_at).has_value());
    CHECK_FALSE(read_deployment("alertmanager", "am", with("success"), read_at).has_value());
    CHECK_FALSE(read_deployment("opsgenie", "og", with("success"), read_at).has_value());
}

TEST_CASE("any JSON: what is called by its usual name is found, other names are told by fields") {
    const Alert usual =
        only("json", R"({"id":17,"name":"Disk full","state":"OK","priority":"P1","url":"https://a.example/17",
        "tags":["host:db-1"],"uptime_monitor":{"name":"api","url":"https://api.example"}})");
    CHECK(usual.key == "17");
    CHECK(usual.status == Alert::Status::resolved);
    CHECK(usual.severity == Severity::sev1);
    CHECK(usual.labels.at("host") == "db-1");
    CHECK(usual.uptime_monitor->status == "up");
    CHECK(only("json", R"({"message":"no key"})").key == "no key");
    CHECK(read_as("json", body_of(R"([{"title":"a"},{"title":"b"}])")).size() == 2);

    AlertFields nested;
    nested.each = "data.list";
    nested.title = "{what} on {where}";
    nested.link = "/page";
    const Alert inner =
        only("json", R"({"page":"https://a.example","data":{"list":[{"what":"CPU","where":"db"}]}})", nested);
    CHECK(inner.title == "CPU on db");
    CHECK(inner.link == "https://a.example");
}
