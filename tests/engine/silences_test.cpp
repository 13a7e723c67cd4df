#include <doctest/doctest.h>

#include <algorithm>

#include "tests/engine/alert_sender.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Alert of_service(const std::string& key, const std::string& service, Severity severity) {
    return alert(key, {{"service", service}}, severity);
}

bool channel_says(House& house, std::string_view part) {
    const auto messages = house.messages();
    return std::ranges::any_of(messages, [&](const auto& message) { return has(message.text, part); });
}

}  // namespace

TEST_CASE("what is silenced is recorded and opens nothing, and what still fires then opens its incident") {
    House house(alert_settings());
    house.types(dana, "silence service=api for 2h because deploy");
    CHECK(channel_says(house, "Silence 1: alerts with service=api, until 16:32 UTC"));
    tells(house, {of_service("a", "api", Severity::sev2), of_service("b", "api", Severity::sev3)});
    tells(house, {of_service("c", "web", Severity::sev3)});
    CHECK(incidents_of(house) == 1);
    CHECK(record_of(house, "a").incident == IncidentNumber{});
    CHECK(record_of(house, "a").fired == 1);
    tells(house, {quiet(of_service("b", "api", Severity::sev3), house.clock.now())});
    house.pass(2h - 1s);
    CHECK(incidents_of(house) == 1);
    house.pass(1s);
    CHECK(incidents_of(house) == 2);
    CHECK(house.incident(2).title == "a");
    CHECK(house.incident(2).detected == start + 2h);
}

TEST_CASE("a SEV 1 pages until a second person confirms the silence") {
    House house(alert_settings());
    house.types(dana, "silence service=api for 2h because deploy");
    tells(house, {of_service("a", "api", Severity::sev1)});
    CHECK(incidents_of(house) == 1);
    house.types(dana, "silence confirm 1");
    tells(house, {alert("b", {{"service", "api"}, {"alertname", "x"}}, Severity::sev1)});
    CHECK(incidents_of(house) == 2);
    house.types(lee, "silence confirm 1");
    tells(house, {alert("c", {{"service", "api"}, {"alertname", "y"}}, Severity::sev1)});
    CHECK(incidents_of(house) == 2);
}

TEST_CASE("a silence that is lifted lets in what waits, at once") {
    House house(alert_settings());
    house.types(dana, "silence service=api for 2h because deploy");
    tells(house, {of_service("a", "api", Severity::sev2)});
    CHECK(incidents_of(house) == 0);
    house.types(lee, "silence end 1");
    CHECK(incidents_of(house) == 1);
    CHECK(channel_says(house, "Silence 1 is lifted"));
    house.pass(3h);
    CHECK(incidents_of(house) == 1);
}

TEST_CASE("silences are shown every day while there are any") {
    House house(alert_settings());
    SUBCASE("of people") {
        house.types(dana, "silence service=api for 2d because deploy");
    }
    SUBCASE("of the configuration") {
        auto settings = alert_settings();
        Silence planned;
        planned.matcher = {{"service", "api"}};
        planned.from = start;
        planned.until = start + 48h;
        settings.alerts.silences.push_back(planned);
        house.change(settings);
    }
    const auto lists = [&] {
        const auto messages = house.messages();
        return std::ranges::count_if(
            messages, [](const auto& message) { return has(message.text, "Silenced alerts"); });
    };
    CHECK(lists() == 0);
    house.pass(25h);
    CHECK(lists() == 1);
    house.pass(72h);
    CHECK(lists() == 1);
}

TEST_CASE("a planned silence of the configuration counts, but for SEV 1, and a reload changes it") {
    auto settings = alert_settings();
    Silence planned;
    planned.matcher = {{"service", "api"}};
    planned.from = start - 1h;
    planned.until = start + 1h;
    settings.alerts.silences.push_back(planned);
    House house(settings);
    tells(house, {of_service("a", "api", Severity::sev2)});
    CHECK(incidents_of(house) == 0);
    CHECK(has(house.types(dana, "silence list"), "Planned: alerts with service=api"));
    house.change(alert_settings());
    house.settle();
    CHECK(incidents_of(house) == 1);
}

TEST_CASE("a silenced alert joins nothing and raises nothing") {
    House house(alert_settings());
    tells(house, {alert("a", {{"alertname", "x"}, {"service", "api"}}, Severity::sev3)});
    house.types(dana, "silence service=api for 2h because deploy");
    tells(house, {alert("b", {{"alertname", "x"}, {"service", "api"}}, Severity::sev2)});
    CHECK(house.incident(1).severity == Severity::sev3);
    CHECK(record_of(house, "b").incident == IncidentNumber{});
}

TEST_CASE("a program makes silences too, lists and ends them, and confirms none by itself") {
    House house(alert_settings());
    const auto asks = [&](const std::string& verb, const std::string& about, const std::string& body) {
        return house.asks(ApiAsked{"scripts", PersonId{}, "", verb, about, "", body});
    };
    const auto made = asks("silence", "", R"({"text":"service=api for 2h because deploy"})");
    CHECK(made.status == 201);
    CHECK(json::parse(made.body)["silence"]["match"] == json{{"service", "api"}});
    CHECK(json::parse(made.body)["silence"]["until"] == "2025-01-21T16:32:00Z");
    CHECK(asks("silence", "", R"({"text":"service=api"})").status == 400);
    CHECK(json::parse(asks("silences", "", "").body)["silences"].size() == 1);
    CHECK(asks("confirm-silence", "1", "{}").status == 403);
    CHECK(asks("confirm-silence", "1", R"({"by":"dana"})").status == 200);
    CHECK(asks("confirm-silence", "7", R"({"by":"dana"})").status == 404);
    CHECK(asks("end-silence", "1", "{}").status == 200);
    CHECK(asks("end-silence", "1", "{}").status == 409);
    CHECK(json::parse(asks("silences", "", "").body)["silences"].empty());
}
