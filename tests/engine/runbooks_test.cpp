#include <doctest/doctest.h>

#include <algorithm>

#include "tests/engine/alert_sender.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Settings with_runbooks() {
    auto settings = alert_settings();
    settings.rules.services[ServiceId("api")].runbook = "api-down";
    settings.setup.runbooks = {{"api-down",
                                {"api-down",
                                 "API Down",
                                 {{"Detection", "The monitor fails."}},
                                 {"Does the API answer?", "What was deployed? <!here>"},
                                 {{30min, "CTO"}}}},
                               {"search", {"search", "Slow API", {}, {"Ask the index"}, {}}}};
    return settings;
}

struct Response : House {
    explicit Response(Settings settings = with_runbooks()) : House(std::move(settings)) {}

    void has_incident(const std::string& line = "sev3 service:api API Down") {
        types(dana, line);
        types(dana, "ack INC-1");
    }
    std::vector<sandbox::Message> found(std::string_view words, std::int64_t number = 1) {
        auto all = thread(card(number).ts);
        std::erase_if(all, [&](const auto& message) { return !has(message.text, words); });
        return all;
    }
    sandbox::Message steps() {
        const auto lists = found("posted by");
        REQUIRE(lists.size() == 1);
        return lists[0];
    }
    // The newest answer that only `who` sees.
    json whispered(const std::string& who) {
        json newest;
        for (const auto& one : channel(incidents)->ephemeral) {
            if (one.user == who) newest = {{"id", one.id}, {"text", one.text}, {"blocks", one.blocks}};
        }
        REQUIRE_FALSE(newest.is_null());
        return newest;
    }
    void presses_whispered(const std::string& who, std::string_view action_id) {
        const auto shown = whispered(who);
        for (const auto& block : shown["blocks"]) {
            for (const auto& element : block.value("elements", json::array())) {
                if (!element.is_object() || element.value("action_id", "") != action_id) continue;
                acts({{"as", who},
                      {"do", "press"},
                      {"channel", incidents},
                      {"ephemeral", shown["id"]},
                      {"block_id", block["block_id"]},
                      {"action_id", action_id},
                      {"value", element["value"]}});
                return;
            }
        }
        FAIL("the button is not there: ", action_id, " in ", shown.dump());
    }
    void posts(const std::string& who = dana) {
        types(who, "runbook");
        presses_whispered(who, "runbook.post");
    }
    // As many presses of the same step as there are people, all from what stood there before.
    json press_of(const std::string& who, const sandbox::Message& message, std::string_view action_id,
                  int step) {
        for (const auto& block : message.blocks) {
            for (const auto& element : block.value("elements", json::array())) {
                if (!element.is_object() || element.value("action_id", "") != action_id) continue;
                if (--step > 0) continue;
                return {{"as", who},
                        {"do", "press"},
                        {"channel", incidents},
                        {"ts", message.ts},
                        {"block_id", block["block_id"]},
                        {"action_id", action_id},
                        {"value", element["value"]}};
            }
        }
        FAIL("no such step");
        return {};
    }
};

}  // namespace

TEST_CASE_FIXTURE(Response, "the steps of a runbook stand in the thread, and everybody sees who did what") {
    has_incident();
    posts();
    auto list = steps();
    CHECK(has(list.text, "Runbook: API Down, posted by Dana"));
    CHECK(has(list.text, "1. Does the API answer?"));
    CHECK(has(everything(list), "I ask here at 15:02 UTC"));
    CHECK_FALSE(has(everything(list), "<!here>"));
    presses(lee, incidents, list, "step.not");
    list = steps();
    CHECK(has(list.text, "☒ 1. Does the API answer? Not it (Lee, 14:32 UTC)"));
    acts(press_of(kim, list, "step.done", 1));
    CHECK(has(steps().text, "☑ 2. What was deployed?"));
    CHECK_FALSE(has(everything(steps()), "step.done"));
    CHECK(is_participant(incident(1), UserId(kim)));  // who works on it takes part
    const auto timeline = types(dana, "timeline INC-1");
    CHECK(has(timeline, "posted the steps of the runbook API Down"));
    CHECK(has(timeline, "Not it, says Lee: Does the API answer? (runbook API Down, step 1)"));
}

TEST_CASE_FIXTURE(Response,
                  "two people press the same step at once: the first counts, the second is thanked") {
    has_incident();
    posts();
    const auto list = steps();
    acts_only(press_of(dana, list, "step.done", 1));
    acts_only(press_of(lee, list, "step.not", 1));
    settle();
    CHECK(has(steps().text, "Done (Dana"));
    CHECK(has(whispered(lee)["text"].get<std::string>(), "Dana marked step 1 as done at 14:32 UTC already"));
    CHECK(std::ranges::count(kinds(*this, 1), "step_marked") == 1);
    types(lee, "runbook");
    presses_whispered(lee, "runbook.post");
    CHECK(has(whispered(lee)["text"].get<std::string>(), "they stand in the thread"));
    CHECK(found("posted by").size() == 1);
}

TEST_CASE_FIXTURE(Response, "when the runbook's time is over it asks once, also after kill -9") {
    has_incident();
    posts();
    pass(20min);
    restart();
    settle();
    CHECK(found("without resolution").empty());
    pass(10min);
    CHECK(found("30 minutes without resolution. The runbook says: escalate to CTO.").size() == 1);
    restart();
    pass(2h);
    auto asked = found("without resolution");
    REQUIRE(asked.size() == 1);
    presses(lee, incidents, asked[0], "step.notyet");
    CHECK(found("without resolution").empty());
    CHECK(found("Not yet, says Lee at 17:02 UTC. I ask again at 17:32 UTC.").size() == 1);
    pass(30min);
    asked = found("3 h without resolution");
    REQUIRE(asked.size() == 1);
    presses(lee, incidents, asked[0], "step.escalate");
    CHECK(has(whispered(lee)["text"].get<std::string>(), "Nobody is left"));  // there is no policy
}

TEST_CASE("two people confirm what the runbook says: it is done once, and the second is told") {
    Response house(with_two_schedules(with_runbooks()));
    house.has_incident("sev1 service:api API Down");
    house.posts();
    house.pass(30min);
    const auto asked = house.found("The runbook says: escalate to CTO.");
    REQUIRE(asked.size() == 1);
    house.presses(dana, incidents, asked[0], "step.escalate");
    house.presses(lee, incidents, asked[0], "step.escalate");
    house.presses_whispered(dana, "inc.escalate.confirm");
    const auto pages = house.incident(1).paging.pages.size();
    CHECK(std::ranges::count(kinds(house, 1), "escalated") == 1);
    house.presses_whispered(lee, "inc.escalate.confirm");
    CHECK(std::ranges::count(kinds(house, 1), "escalated") == 1);
    CHECK(house.incident(1).paging.pages.size() == pages);
    CHECK(has(house.calls("response_url").back().arguments.dump(),
              "Dana escalated INC-1 at 15:02 UTC already, after this question was asked."));
}

TEST_CASE_FIXTURE(Response, "nothing is asked once it is resolved, and the list says no more what to do") {
    has_incident();
    posts();
    pass(10min);
    types(dana, "resolve INC-1 Restarted.");
    CHECK_FALSE(has(everything(steps()), "step.done"));
    CHECK_FALSE(has(everything(steps()), "I ask here"));
    pass(2h);
    CHECK(found("without resolution").empty());
}

TEST_CASE_FIXTURE(Response, "the card carries the runbook of the service, else of the alert") {
    has_incident();
    presses(lee, incidents, card(1), "inc.runbook");
    CHECK(has(whispered(lee)["text"].get<std::string>(), "Runbook: API Down"));
    types(dana, "resolve INC-1 Restarted.");
    auto slow = alert("slow", {{"alertname", "SlowAPI"}}, Severity::sev2);
    tells(*this, {slow});
    pass(6min);
    tells(*this, {slow});
    const auto text = everything(card(2));
    CHECK(has(text, "Runbook: Slow API"));
    CHECK_FALSE(has(text, "\"url\""));  // there is no page of it
}

TEST_CASE_FIXTURE(Response,
                  "the lists of the phases stand in the thread, and ticks are in the form that resolves") {
    has_incident();
    types(dana, "status INC-1 identified Pool exhausted.");
    CHECK(found("Mitigation checklist").size() == 1);
    types(dana, "status INC-1 monitoring Restarted.");
    const auto list = found("Verification checklist");
    REQUIRE(list.size() == 1);
    CHECK_FALSE(has(everything(list[0]), "step.not"));
    acts(press_of(dana, list[0], "step.done", 2));
    CHECK(has(found("Verification checklist")[0].text, "☑ 2. Error rate below 0.1% Done"));
    types(dana, "resolve INC-1");
    const auto views = calls("views.open");
    REQUIRE_FALSE(views.empty());
    const auto view = views.back().arguments.dump();
    const auto ticked = view.find("initial_options");
    REQUIRE(ticked != std::string::npos);
    const auto chosen = view.substr(ticked, view.find(']', ticked) - ticked);
    CHECK(has(chosen, "Error rate below 0.1%"));
    CHECK_FALSE(has(chosen, "Health endpoint"));
}

TEST_CASE_FIXTURE(Response, "when it was used and tested last is remembered, and the checklist knows") {
    CHECK(has(types(dana, "runbook"), "never used, never tested"));
    has_incident();
    posts();
    CHECK(has(everything(steps()), "API Down"));
    types(dana, "resolve INC-1 Restarted.");
    types(dana, "drill sev3 Slow API");
    types(dana, "ack DRILL-2");
    types(dana, "runbook DRILL-2");
    presses_whispered(dana, "runbook.post");
    CHECK(has(found("posted by", 2).at(0).text, "DRILL Runbook: Slow API"));
    restart();
    const auto list = types(dana, "runbook nothing like it");
    CHECK(has(list, "used 2025-01-21, never tested"));
    CHECK(has(list, "never used, tested 2025-01-21"));
    CHECK(has(types(dana, "checklist"), "All runbooks tested (not yet: API Down)"));
}

TEST_CASE_FIXTURE(Response, "whoever misses a runbook is reminded after the incident, also after a restart") {
    types(dana, "sev3 Search is down <!channel>");
    types(kim, "runbook");
    CHECK(has(whispered(kim)["text"].get<std::string>(), "Write one after this incident?"));
    presses_whispered(kim, "runbook.remind");
    restart();
    settle();
    pass(1h);
    CHECK(direct(kim).empty());
    types(dana, "resolve INC-1 Restarted.");
    REQUIRE(direct(kim).size() == 1);
    CHECK(has(direct(kim)[0].text, "You wanted to write a runbook for Search is down"));
    CHECK_FALSE(has(everything(direct(kim)[0]), "<!channel>"));
}

TEST_CASE_FIXTURE(Response, "buttons of what is over, or of nothing, change nothing") {
    has_incident();
    posts();
    const auto list = steps();
    auto forged = press_of(lee, list, "step.done", 1);
    types(dana, "resolve INC-1 Restarted.");
    const auto before = timeline(1).size();
    for (const auto* value : {"1", "1.1", "1.1.1.1", "1.1.x.y", "99.1.1.1", "1.1.99999999999.1", ""}) {
        deliver(R"({"type":"interactive","envelope_id":"e)" + std::string(value) +
                R"(","payload":{"type":"block_actions","user":{"id":")" + lee +
                R"("},"trigger_id":"t","channel":{"id":")" + incidents + R"("},"container":{"message_ts":")" +
                list.ts + R"("},"actions":[{"type":"button",)" +
                R"("action_id":"step.done","block_id":"b","action_ts":"1.)" + std::string(value) +
                R"(","value":")" + value + R"("}]}})");
        settle();
    }
    CHECK(timeline(1).size() == before);
}
