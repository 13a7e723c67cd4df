// What no monitoring system would send, to every reader: nothing is lost that can be read, nothing grows
// without bound, and what cannot be read is refused in a sentence.

#include <doctest/doctest.h>

#include <ctime>
#include <string>
#include <vector>

#include "bot/alerts/readers.h"
#include "bot/base/text.h"
#include "tests/alerts/payloads.h"
#include "tests/alerts/promises.h"

using namespace tocsin;
using namespace tocsin::alerts;
using namespace tocsin::alerts::testing;
using nlohmann::json;

namespace {

Expected<std::vector<Alert>> read(std::string_view kind, std::string body) {
    return read_alerts(kind, "it", body_of(std::move(body)), read_at);
}

void check_alert(const Alert& alert) {
    const char* broken = broken_promise(alert, read_at);
    CHECK_MESSAGE(broken == nullptr, std::string(broken == nullptr ? "" : broken));
}

// The payloads of all kinds, with each scalar of them replaced in turn.
std::vector<json> broken(const json& body, const json& instead) {
    std::vector<json> all;
    for (const auto& [path, value] : body.flatten().items()) {
        json copy = body;
        copy[json::json_pointer(path)] = instead;
        all.push_back(std::move(copy));
    }
    return all;
}

}  // namespace

TEST_CASE("bodies that are no JSON are refused by every kind") {
    const std::string deep(10'000, '[');
    const std::vector<std::string> bodies{
        "",   "{",      "nonsense", "\xff\xfe", "{}{}", "{\"a\":NaN}", deep + std::string(10'000, ']'),
        deep, "{\"a\"", "'x'",      "<xml/>"};
    for (const std::string_view kind : kinds()) {
        for (const auto& body : bodies) {
            const auto alerts = read(kind, body);
            REQUIRE_MESSAGE(!alerts.has_value(), kind << " " << body.substr(0, 20));
            CHECK(alerts.error().message.ends_with("No alert was taken."));
        }
        CHECK_FALSE(read(kind, std::string(largest_body + 1, ' ')).has_value());
    }
}

TEST_CASE("JSON that is something else is refused or nothing to tell, never an alert") {
    for (const std::string_view kind : kinds()) {
        for (const char* body :
             {"null", "true", "17", "\"text\"", "{}", "[]", "[[]]", "[1,null,\"x\"]", "{\"alerts\":7}",
              "{\"alerts\":{}}", "{\"data\":[]}", "{\"incident\":[1]}"}) {
            const auto alerts = read(kind, body);
            if (alerts) CHECK_MESSAGE(alerts->empty(), kind << " " << body);
        }
    }
}

TEST_CASE("parts of the wrong type cost that part at most") {
    std::size_t tried = 0;
    std::size_t taken = 0;
    for (const json& expected : read_json("expected.json")) {
        const auto kind = expected["kind"].get<std::string>();
        const Payload whole = payload_in(read_json(expected["file"].get<std::string>()));
        const json body = json::parse(whole.body, nullptr, false);
        if (body.is_discarded()) continue;
        for (const json& instead :
             {json(nullptr), json(true), json(-1.5e300), json::array({1, json::object()}), json::object(),
              json(std::string(5000, 'x')), json("\u202e\u0001 \n")}) {
            for (const json& copy : broken(body, instead)) {
                Payload payload = whole;
                payload.body = copy.dump();
                const auto alerts = read_alerts(kind, "it", payload, read_at);
                ++tried;
                if (!alerts) continue;
                taken += alerts->empty() ? 0 : 1;
                for (const Alert& alert : *alerts) check_alert(alert);
            }
        }
    }
    CHECK(taken > tried / 2);
}

TEST_CASE("bytes that are no UTF-8, NULs and keys that stand twice do not cost the alert") {
    const auto bad = read("json", "{\"title\":\"disk \xff\xc3 full\",\"key\":\"k\"}");
    REQUIRE(bad.has_value());
    CHECK(bad->front().title == "disk \ufffd full");
    const auto nul = read("json", R"({"title":"a\u0000b","key":"k"})");
    CHECK(nul->front().title == "ab");
    const auto twice = read("json", R"({"title":"first","title":"second","key":"k"})");
    CHECK(twice->front().title == "second");
    const auto marked = read("json", "\xef\xbb\xbf{\"title\":\"t\"}");
    CHECK(marked.has_value());
}

TEST_CASE("long parts are cut, long keys hashed") {
    const std::string a(4000, 'a');
    json labels;
    for (int i = 0; i < 100; ++i) labels["label" + std::to_string(i)] = "v";
    labels["0" + std::string(100, 'n')] = std::string(300, '\xc3') + "x";
    labels["1"] = "\u00e9" + std::string(254, 'y') + "\u00e9";
    const json body{{"title", a + "\nsecond line"},
                    {"key", a},
                    {"description", a},
                    {"labels", {{"1", labels["1"]}}},
                    {"link", "https://e.example/" + a},
                    {"runbook", "rm -rf"}};
    const auto alerts = read("json", body.dump());
    REQUIRE(alerts.has_value());
    const Alert& alert = alerts->front();
    check_alert(alert);
    CHECK(alert.key.size() == 64);
    CHECK(alert.title.ends_with("\u2026"));
    CHECK(alert.link.empty());
    CHECK(alert.labels.at("1").size() == 256);
    CHECK(read("json",
               json{{"title", "t"}, {"labels", labels}}.dump(-1, ' ', false, json::error_handler_t::replace))
              ->front()
              .labels.size() == most_labels);
    CHECK(read("json", json{{"title", "t"}, {"key", std::string(255, 'k')}}.dump())->front().key ==
          std::string(255, 'k'));
}

TEST_CASE("links are addresses of the web, or none") {
    for (const char* link : {"javascript:alert(1)", "ftp://x", "https://a b", "//x", "https://x\\ny z"})
        CHECK(read("json", json{{"title", "t"}, {"link", link}}.dump())->front().link.empty());
    CHECK(read("json", R"({"title":"t","runbook":"javascript://x"})")->front().runbook.empty());
    CHECK(read("json", R"({"title":"t","runbook":"db-slow"})")->front().runbook == "db-slow");
}

TEST_CASE("too many alerts are refused, all of them, and one that cannot be read does not cost the others") {
    json list = json::array();
    for (std::size_t i = 0; i < most_alerts; ++i)
        list.push_back({{"labels", {{"n", std::to_string(i)}}}, {"status", "firing"}});
    CHECK(read("alertmanager", json{{"alerts", list}}.dump())->size() == most_alerts);
    list.push_back(list.front());
    CHECK_FALSE(read("alertmanager", json{{"alerts", list}}.dump()).has_value());
    const auto some = read("alertmanager", R"({"alerts":[7,{},{"fingerprint":"f"},null]})");
    REQUIRE(some.has_value());
    CHECK(some->size() == 1);
    CHECK_FALSE(read("alertmanager", R"({"alerts":[7,{}]})").has_value());
}

TEST_CASE("a large text that all of many alerts share takes no longer than it should") {
    json list = json::array();
    for (std::size_t i = 0; i < most_alerts; ++i) list.push_back({{"fingerprint", std::to_string(i)}});
    const json body{{"alerts", list}, {"externalURL", "https://" + std::string(900'000, 'x')}};
    const auto text = body.dump();
    const auto from = std::clock();  // of the processor: others who use it do not count
    const auto alerts = read("alertmanager", text);
    REQUIRE(alerts.has_value());
    CHECK(alerts->front().link.empty());
    CHECK(std::clock() - from < 10 * CLOCKS_PER_SEC);
}

TEST_CASE("times that nobody can mean are those of arrival") {
    for (const char* when : {"0001-01-01T00:00:00Z", "1969-07-20T20:17:00Z", "2999-01-01T00:00:00Z",
                             "yesterday", "99999999999999999999", "-5", "", "2026-13-45T99:99:99Z"})
        CHECK_MESSAGE(
            read("json", json{{"title", "t"}, {"started", when}}.dump())->front().started == read_at, when);
    for (const char* when : {"2026-01-21T14:32:05Z", "2026-01-21 14:32:05", "2026-01-21T14:32:05.000+0000",
                             "2026-01-21T15:32:05+01:00", "1769005925", "1769005925000"})
        CHECK_MESSAGE(read("json", json{{"title", "t"}, {"started", when}}.dump())->front().started ==
                          parse_rfc3339("2026-01-21T14:32:05Z").value(),
                      when);
    const auto ended = read(
        "json",
        R"({"title":"t","status":"ok","started":"2026-01-21T14:00:00Z","ended":"2020-01-01T00:00:00Z"})");
    CHECK(ended->front().ended == ended->front().started);
}
