#include <doctest/doctest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "bot/mirrors/betterstack.h"
#include "bot/mirrors/statuspage.h"

using namespace tocsin;
using namespace tocsin::mirrors;
using nlohmann::json;

namespace {

const Time at_14_35 = *parse_rfc3339("2025-01-21T14:35:00Z");

PublicEntry said(int number, Time at, PublicHeading heading, const std::string& text, ComponentState api) {
    return {number, at, heading, PublicText::confirmed(text), {{"API", api}}, std::nullopt};
}

// Two entries of an outage; the second one is what it is about.
Entry outage() {
    Entry entry;
    entry.notice.id = NoticeId("api0down0042");
    entry.notice.incident = IncidentNumber(42);
    entry.notice.title = PublicText::confirmed("API errors");
    entry.notice.entries = {
        said(1, at_14_35, PublicHeading::investigating, "We are looking.", ComponentState::major_outage),
        said(2, at_14_35 + 15min, PublicHeading::identified, "We know why.", ComponentState::degraded)};
    entry.number = 2;
    entry.states = {{"API", ComponentState::major_outage}};  // another notice says worse
    entry.components = {{"API", "c1"}, {"Web app", "c2"}};
    return entry;
}

Entry first_of_outage() {
    auto entry = outage();
    entry.notice.entries.pop_back();
    entry.number = 1;
    return entry;
}

Entry maintenance() {
    const MaintenanceDraft draft{PublicText::confirmed("Database upgrade"),
                                 PublicText::confirmed("Breaks."),
                                 {"API"},
                                 at_14_35 + 24h,
                                 at_14_35 + 25h};
    Entry entry;
    entry.notice = announce_maintenance(NoticeId("upgrade00001"), draft, at_14_35);
    entry.number = 1;
    entry.states = {{"API", ComponentState::operational}};
    entry.components = {{"API", "c1"}};
    return entry;
}

const Statuspage statuspage({"https://api.statuspage.io/v1", "p1", Secret("the-token")});
const Betterstack betterstack({"https://uptime.betterstack.com", "7", Secret("the-token")});

std::vector<const Mirror*> products() {
    return {&statuspage, &betterstack};
}

channels::HttpAnswer answer(int status, const json& body) {
    return {status, {}, body.dump()};
}

// What Statuspage answers, in the shape of its documents.
json incident(const std::vector<std::pair<std::string, std::string>>& updates, const std::string& notice) {
    json list = json::array();
    for (const auto& [id, body] : updates)
        list.push_back({{"id", id}, {"status", "identified"}, {"body", body}, {"incident_id", "i1"}});
    return {{"id", "i1"},
            {"name", "API errors"},
            {"status", "identified"},
            {"metadata", {{"tocsin", {{"notice", notice}}}}},
            {"incident_updates", std::move(list)}};
}

// And Better Stack.
json report(const std::string& starts_at, const std::vector<std::string>& updates) {
    json list = json::array();
    for (const auto& id : updates) list.push_back({{"id", id}, {"type", "status_update"}});
    return {{"id", "12345"},
            {"type", "status_report"},
            {"attributes",
             {{"title", "API errors"},
              {"report_type", "manual"},
              {"starts_at", starts_at},
              {"ends_at", nullptr}}},
            {"relationships", {{"status_updates", {{"data", std::move(list)}}}}}};
}
json update(const std::string& id, const std::string& message) {
    return {{"id", id},
            {"type", "status_update"},
            {"attributes",
             {{"message", message},
              {"published_at", "2025-01-21T14:50:00.000Z"},
              {"status_report_id", 12345},
              {"affected_resources", json::array()}}}};
}

}  // namespace

TEST_CASE("Statuspage gets an incident with its components and a mark, then updates of it") {
    const auto made = statuspage.publish(first_of_outage());
    CHECK(made.method == "POST");
    CHECK(made.url == "https://api.statuspage.io/v1/pages/p1/incidents");
    CHECK(std::ranges::find(made.headers, channels::Header{"Authorization", "OAuth the-token"}) !=
          made.headers.end());
    CHECK(json::parse(made.body)["incident"] ==
          json({{"name", "API errors"},
                {"status", "investigating"},
                {"body", "We are looking."},
                {"deliver_notifications", true},
                {"component_ids", json::array({"c1"})},
                {"components", {{"c1", "major_outage"}}},
                {"metadata", {{"tocsin", {{"notice", "api0down0042"}}}}}}));
    auto entry = outage();
    entry.known = {{0, "i1"}, {1, "u1"}};
    const auto added = statuspage.publish(entry);
    CHECK(added.method == "PATCH");
    CHECK(added.url == "https://api.statuspage.io/v1/pages/p1/incidents/i1");
    CHECK(json::parse(added.body)["incident"]["status"] == "identified");
    const auto taken =
        answer(200, incident({{"u2", "We know why."}, {"u1", "We are looking."}}, "api0down0042"));
    CHECK(statuspage.published(taken, entry) == Outcome(Pushed{"i1", "u2"}));
}

TEST_CASE("Statuspage finds again what a lost answer left there, and tells it from what is not there") {
    CHECK(statuspage.look_up(first_of_outage()).url ==
          "https://api.statuspage.io/v1/pages/p1/incidents?limit=100");
    const auto other = incident({{"u9", "We are looking."}}, "another00001");
    const auto ours = incident({{"u1", "We are looking."}}, "api0down0042");
    CHECK(statuspage.looked_up(answer(200, json::array({other, ours})), first_of_outage()) ==
          Outcome(Pushed{"i1", "u1"}));
    CHECK(statuspage.looked_up(answer(200, json::array({other})), first_of_outage()) == Outcome(Missing{}));
    auto entry = outage();
    entry.known = {{0, "i1"}, {1, "u1"}};
    CHECK(statuspage.look_up(entry).url == "https://api.statuspage.io/v1/pages/p1/incidents/i1");
    CHECK(statuspage.looked_up(answer(200, ours), entry) == Outcome(Missing{}));
    const auto both = incident({{"u2", " We know why. "}, {"u1", "We are looking."}}, "api0down0042");
    CHECK(statuspage.looked_up(answer(200, both), entry) == Outcome(Pushed{"i1", "u2"}));
    // The same words twice are two entries.
    entry.notice.entries[1].text = entry.notice.entries[0].text;
    CHECK(statuspage.looked_up(answer(200, ours), entry) == Outcome(Missing{}));
}

TEST_CASE("an entry that was corrected before it was found is found by something else than its words") {
    auto entry = outage();
    entry.notice.entries[1].text = PublicText::confirmed("We know why now.");
    entry.notice.entries[1].corrected = at_14_35 + 20min;
    entry.known = {{0, "i1"}, {1, "u1"}};
    const auto one = incident({{"u1", "We are looking."}}, "api0down0042");
    const auto both = incident({{"u2", "We know why."}, {"u1", "We are looking."}}, "api0down0042");
    CHECK(statuspage.looked_up(answer(200, one), entry) == Outcome(Missing{}));
    CHECK(statuspage.looked_up(answer(200, both), entry) == Outcome(Pushed{"i1", "u2"}));
    entry.known = {{0, "12345"}, {1, "4"}};
    auto before = update("4", "Investigating: We are looking.");
    before["attributes"]["published_at"] = "2025-01-21T14:35:00.000Z";
    auto by_hand = update("6", "Somebody else's words.");
    by_hand["attributes"]["published_at"] = "2025-01-21T14:53:00.000Z";
    json body{{"data", report("2025-01-21T14:35:00.000Z", {"4"})},
              {"included", json::array({before, by_hand})}};
    CHECK(betterstack.looked_up(answer(200, body), entry) == Outcome(Missing{}));
    body["included"].push_back(update("5", "Identified: We know why."));
    CHECK(betterstack.looked_up(answer(200, body), entry) == Outcome(Pushed{"12345", "5"}));
    auto first = first_of_outage();
    first.notice.entries[0].corrected = at_14_35 + 1min;
    first.notice.entries[0].text = PublicText::confirmed("We look at it.");
    CHECK(statuspage.looked_up(answer(200, json::array({one})), first) == Outcome(Pushed{"i1", "u1"}));
}

TEST_CASE(
    "Statuspage plans a maintenance that begins and ends by itself, and completes one that is withdrawn") {
    const auto planned = json::parse(statuspage.publish(maintenance()).body)["incident"];
    CHECK(planned["status"] == "scheduled");
    CHECK(planned["scheduled_for"] == "2025-01-22T14:35:00Z");
    CHECK(planned["scheduled_until"] == "2025-01-22T15:35:00Z");
    CHECK(planned["scheduled_auto_completed"] == true);
    CHECK(planned["auto_transition_to_maintenance_state"] == true);
    CHECK_FALSE(planned.contains("components"));
    auto entry = maintenance();
    withdraw(entry.notice, at_14_35 + 1h);
    entry.number = 2;
    entry.known = {{0, "i1"}, {1, "u1"}};
    const auto withdrawn = json::parse(statuspage.publish(entry).body)["incident"];
    CHECK(withdrawn["status"] == "completed");
    CHECK(withdrawn["body"] == "This maintenance does not take place.");
    CHECK_FALSE(withdrawn.contains("scheduled_for"));
}

TEST_CASE("Better Stack gets a report with the heading in its words, then updates of it") {
    const auto made = betterstack.publish(first_of_outage());
    CHECK(made.method == "POST");
    CHECK(made.url == "https://uptime.betterstack.com/api/v2/status-pages/7/status-reports");
    CHECK(std::ranges::find(made.headers, channels::Header{"Authorization", "Bearer the-token"}) !=
          made.headers.end());
    CHECK(json::parse(made.body) ==
          json({{"title", "API errors"},
                {"message", "Investigating: We are looking."},
                {"report_type", "manual"},
                {"affected_resources",
                 json::array({{{"status_page_resource_id", "c1"}, {"status", "downtime"}}})},
                {"published_at", "2025-01-21T14:35:00Z"},
                {"starts_at", "2025-01-21T14:35:00Z"},
                {"notify_subscribers", true}}));
    const auto taken = answer(201, {{"data", report("2025-01-21T14:35:00.000Z", {"1"})}});
    CHECK(betterstack.published(taken, first_of_outage()) == Outcome(Pushed{"12345", "1"}));
    auto entry = outage();
    entry.known = {{0, "12345"}, {1, "1"}};
    const auto added = betterstack.publish(entry);
    CHECK(added.url ==
          "https://uptime.betterstack.com/api/v2/status-pages/7/status-reports/12345/status-updates");
    CHECK(json::parse(added.body)["affected_resources"][0]["status"] == "degraded");
    CHECK(betterstack.published(answer(201, {{"data", update("2", "Identified: We know why.")}}), entry) ==
          Outcome(Pushed{"12345", "2"}));
}

TEST_CASE("Better Stack's reports are found again by title and start, their updates by their words") {
    const json before = report("2025-01-20T14:35:00.000Z", {"1"});
    const json ours = report("2025-01-21T14:35:00.000Z", {"4"});
    const auto first = first_of_outage();
    CHECK(betterstack.looked_up(answer(200, {{"data", json::array({before, ours})}}), first) ==
          Outcome(Pushed{"12345", "4"}));
    CHECK(betterstack.looked_up(answer(200, {{"data", json::array({before})}}), first) == Outcome(Missing{}));
    auto entry = outage();
    entry.known = {{0, "12345"}, {1, "4"}};
    const json one{{"data", ours},
                   {"included", json::array({update("4", "Investigating: We are looking.")})}};
    json two = one;
    two["included"].push_back(update("5", "Identified: We know why."));
    CHECK(betterstack.looked_up(answer(200, one), entry) == Outcome(Missing{}));
    CHECK(betterstack.looked_up(answer(200, two), entry) == Outcome(Pushed{"12345", "5"}));
}

TEST_CASE("a maintenance at Better Stack has its span and its own word for states") {
    const auto body = json::parse(betterstack.publish(maintenance()).body);
    CHECK(body["report_type"] == "maintenance");
    CHECK(body["starts_at"] == "2025-01-22T14:35:00Z");
    CHECK(body["ends_at"] == "2025-01-22T15:35:00Z");
    CHECK(body["affected_resources"][0]["status"] == "maintenance");
}

TEST_CASE("a correction changes the words of its entry alone, and joined states go without words") {
    auto entry = outage();
    entry.known = {{0, "9"}, {1, "1"}, {2, "2"}};
    const auto there = statuspage.correct(entry);
    CHECK(there.method == "PATCH");
    CHECK(there.url == "https://api.statuspage.io/v1/pages/p1/incidents/9/incident_updates/2");
    CHECK(json::parse(there.body)["incident_update"]["body"] == "We know why.");
    const auto states = json::parse(statuspage.show_states(entry).body)["incident"];
    CHECK(states["components"] == json({{"c1", "major_outage"}}));
    CHECK_FALSE(states.contains("body"));
    const auto at_betterstack = betterstack.correct(entry);
    CHECK(at_betterstack.method == "PATCH");
    CHECK(at_betterstack.url ==
          "https://uptime.betterstack.com/api/v2/status-pages/7/status-reports/9/status-updates/2");
    CHECK(json::parse(at_betterstack.body)["message"] == "Identified: We know why.");
    CHECK_FALSE(json::parse(betterstack.show_states(entry).body).contains("message"));
}

TEST_CASE("an entry that ends a notice resolves it there and says that its components work") {
    auto entry = outage();
    auto other = outage();
    other.notice.id = NoticeId("other0000001");
    join(entry.notice, other.notice, at_14_35 + 20min);
    entry.number = 3;
    entry.known = {{0, "9"}, {1, "1"}, {2, "2"}};
    CHECK(json::parse(statuspage.publish(entry).body)["incident"]["status"] == "resolved");
    CHECK(json::parse(betterstack.publish(entry).body)["affected_resources"][0]["status"] == "resolved");
}

TEST_CASE("components are known by their names") {
    const json at_statuspage =
        json::array({{{"id", "c1"}, {"name", "API"}, {"group", false}}, {{"id", "c9"}}});
    CHECK(statuspage.ask_components(1).url ==
          "https://api.statuspage.io/v1/pages/p1/components?page=1&per_page=100");
    CHECK(statuspage.components_in(answer(200, at_statuspage)) ==
          Found(ComponentPage{{{"API", "c1"}}, false}));
    const json resource{
        {"id", "5"}, {"type", "status_page_resource"}, {"attributes", {{"public_name", "API"}}}};
    CHECK(betterstack.ask_components(2).url ==
          "https://uptime.betterstack.com/api/v2/status-pages/7/resources?page=2&per_page=250");
    CHECK(betterstack.components_in(answer(200, {{"data", json::array({resource})}})) ==
          Found(ComponentPage{{{"API", "5"}}, false}));
    const json next{{"data", json::array({resource})},
                    {"pagination", {{"next", "https://x/resources?page=2"}}}};
    CHECK(betterstack.components_in(answer(200, next)) == Found(ComponentPage{{{"API", "5"}}, true}));
    json full = json::array();
    for (int i = 0; i < 100; ++i)
        full.push_back({{"id", "c" + std::to_string(i)}, {"name", "n" + std::to_string(i)}});
    const auto found = statuspage.components_in(answer(200, full));
    CHECK(std::get<ComponentPage>(found).has_next);
    for (const auto* product : products()) {
        CHECK(std::holds_alternative<channels::Retry>(product->components_in(answer(200, "no"))));
        CHECK(std::holds_alternative<channels::Rejected>(product->components_in(answer(401, {}))));
        CHECK(std::holds_alternative<channels::Retry>(product->components_in(answer(503, {}))));
    }
}

TEST_CASE("a refusal is told from trouble that passes, and repeats nothing of the answer") {
    const auto entry = first_of_outage();
    for (const auto* product : products()) {
        CAPTURE(product->product());
        for (const int status : {0, 429, 500, 503}) {
            const channels::HttpAnswer trouble{status, {{"Retry-After", "7"}}, "secret words"};
            for (const auto& outcome :
                 {product->published(trouble, entry), product->looked_up(trouble, entry),
                  product->changed(trouble, entry)}) {
                REQUIRE(std::holds_alternative<channels::Retry>(outcome));
                CHECK_FALSE(std::get<channels::Retry>(outcome).reason.contains("secret"));
                if (status != 0) CHECK(std::get<channels::Retry>(outcome).after == 7s);
            }
        }
        for (const int status : {400, 401, 403, 404, 422}) {
            const auto outcome = product->published({status, {}, "secret words"}, entry);
            REQUIRE(std::holds_alternative<channels::Rejected>(outcome));
            CHECK_FALSE(std::get<channels::Rejected>(outcome).reason.contains("secret"));
        }
        for (const auto* body : {"", "<html>", "[]", "{}", "null", R"({"id":7})", R"({"data":{"id":7}})"})
            CHECK(std::holds_alternative<channels::Retry>(product->published({200, {}, body}, entry)));
    }
    CHECK(std::get<channels::Retry>(statuspage.published({420, {}, ""}, entry)).after == 1min);
}

TEST_CASE("what people typed goes out whole and breaks nothing, and unknown components are left out") {
    auto entry = first_of_outage();
    entry.notice.title = PublicText::confirmed("\"<b>\\ \xff");
    entry.notice.entries[0].text = PublicText::confirmed(std::string(1000, 'x') + "\n\"\xf0\x9f\x94\xa5");
    entry.components.clear();
    for (const auto* product : products()) {
        const auto body = json::parse(product->publish(entry).body, nullptr, false);
        REQUIRE_FALSE(body.is_discarded());
        CHECK(body.dump().contains(std::string(1000, 'x')));
        CHECK_FALSE(body.dump().contains("c1"));
    }
}
