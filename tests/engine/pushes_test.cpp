// The status page's entries at other status pages.
#include "bot/mirrors/betterstack.h"
#include "bot/mirrors/statuspage.h"
#include "tests/engine/other_pages.h"
#include "tests/engine/public_house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Settings pushed_to(bool statuspage, bool betterstack) {
    auto settings = with_a_page();
    if (statuspage)
        settings.mirrors["statuspage/p1"] = std::make_shared<mirrors::Statuspage>(
            mirrors::Account{"https://api.statuspage.io/v1", "p1", Secret("t")});
    if (betterstack)
        settings.mirrors["betterstack/7"] = std::make_shared<mirrors::Betterstack>(
            mirrors::Account{"https://uptime.betterstack.com", "7", Secret("t")});
    return settings;
}

struct Pushed : Published {
    Statuspage statuspage;
    Betterstack betterstack;

    explicit Pushed(bool to_statuspage = true, bool to_betterstack = true)
        : Published(pushed_to(to_statuspage, to_betterstack)) {
        provider = [this](const channels::Request& request) -> channels::Answer {
            const auto& http = std::get<channels::HttpRequest>(request);
            return http.url.contains("statuspage.io") ? statuspage(http) : betterstack(http);
        };
        types(dana, "declare sev1 service:api API Down");
        types(dana, "ack 1");
    }
};

const std::vector<std::string> two_bodies{"We are looking.", "We know why."};

}  // namespace

TEST_CASE_FIXTURE(Pushed, "every entry goes to every other page, once and in order, and resolves it there") {
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    publishes_and_settles("identified", "We know why.", "degraded");
    REQUIRE(statuspage.incidents.size() == 1);
    CHECK(statuspage.bodies() == two_bodies);
    CHECK(statuspage.incidents[0]["name"] == "API errors and slow response times");
    CHECK(statuspage.incidents[0]["status"] == "identified");
    CHECK(statuspage.states["c1"] == "degraded_performance");
    REQUIRE(betterstack.reports.size() == 1);
    CHECK(betterstack.messages() ==
          std::vector<std::string>{"Investigating: We are looking.", "Identified: We know why."});
    publishes_and_settles("resolved", "It works.", "operational");
    CHECK(statuspage.incidents[0]["status"] == "resolved");
    CHECK(statuspage.states["c1"] == "operational");
    CHECK(betterstack.updates.back()["attributes"]["affected_resources"][0]["status"] == "resolved");
    pass(1h);
    CHECK(statuspage.count("POST") == 1);
    CHECK(statuspage.count("PATCH") == 2);
    CHECK(betterstack.count("POST") == 3);
    CHECK_FALSE(thread_says("Statuspage"));
}

TEST_CASE_FIXTURE(Pushed, "of many components those of later pages are found, by several notices at once") {
    statuspage.names.insert(statuspage.names.begin(), 260, "");
    for (std::size_t i = 0; i < 260; ++i) statuspage.names[i] = "Part " + std::to_string(i);
    betterstack.names = statuspage.names;
    types(dana, "declare sev1 Web app down");
    publishes(kim, "investigating", "We are looking.", "major_outage");
    publishes(kim, "investigating", "Another thing.", "operational", 2);
    settle();
    pass(1min);
    CHECK(statuspage.states["c261"] == "major_outage");
    CHECK(betterstack.updates.dump().contains("\"status_page_resource_id\":\"261\""));
    CHECK(times_said("has no component called") == 0);
    CHECK(statuspage.incidents.size() == 2);
}

TEST_CASE_FIXTURE(Pushed,
                  "an entry whose answer is lost, or that a crash cut off, is found again and not doubled") {
    SUBCASE("the first one") {
        statuspage.lose = betterstack.lose = 1;
    }
    SUBCASE("the first one, twice") {
        statuspage.lose = betterstack.lose = 2;
    }
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    restart();
    pass(20min);
    statuspage.lose = betterstack.lose = 1;
    publishes_and_settles("identified", "We know why.", "degraded");
    restart();
    pass(20min);
    CHECK(statuspage.incidents.size() == 1);
    CHECK(statuspage.bodies() == two_bodies);
    CHECK(betterstack.reports.size() == 1);
    CHECK(betterstack.messages().size() == 2);
    publishes_and_settles("resolved", "It works.", "operational");
    CHECK(statuspage.bodies().size() == 3);
    CHECK(betterstack.messages().size() == 3);
}

TEST_CASE_FIXTURE(Pushed, "killed between leaving and answer, at every step, each entry is there once") {
    types(kim, "statuspage 1");
    acts_only({{"as", kim},
               {"do", "submit"},
               {"view_id", slack.workspace().views.stack_of(kim).back()->id},
               {"values", entry("investigating", "We are looking.", "major_outage")}});
    // What makes something there leaves, and its answer comes to nobody.
    const auto is_cut_off = [](const Output& output) {
        const auto* send = std::get_if<Send>(&output);
        const auto* request = send ? std::get_if<channels::Request>(&send->rows.front().what) : nullptr;
        const auto* http = request ? std::get_if<channels::HttpRequest>(request) : nullptr;
        return http != nullptr && http->method != "GET";
    };
    int kills = 0;
    for (int i = 0; i < 40 && kills < 2; ++i) {
        auto outputs = step();
        if (std::ranges::any_of(outputs, is_cut_off)) {
            for (const auto& output : outputs)
                if (is_cut_off(output))
                    (void)provider(std::get<channels::Request>(std::get<Send>(output).rows.front().what));
            restart();
            ++kills;
        } else {
            carry_out(std::move(outputs));
        }
        clock.advance(1s);
    }
    CHECK(kills >= 1);
    CHECK(statuspage.incidents.size() == 1);
    pass(20min);
    CHECK(statuspage.incidents.size() == 1);
    CHECK(statuspage.bodies().size() == 1);
    CHECK(betterstack.reports.size() == 1);
    publishes_and_settles("identified", "We know why.", "degraded");
    CHECK(statuspage.bodies() == two_bodies);
    CHECK(betterstack.messages().size() == 2);
}

TEST_CASE_FIXTURE(
    Pushed, "a page in trouble holds back neither the other one nor Slack, and gets its entries later") {
    statuspage.refuse_with = 503;
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    publishes_and_settles("identified", "We know why.", "degraded");
    CHECK(betterstack.messages().size() == 2);
    CHECK(thread_says("Status page: Identified, published by"));
    CHECK(statuspage.incidents.empty());
    pass(10min);
    CHECK(times_said("Status page: Atlassian Statuspage does not have the newest entries.") == 1);
    pass(2h);
    CHECK(times_said("does not have the newest entries.") == 1);
    statuspage.refuse_with = 0;
    pass(15min);
    CHECK(statuspage.bodies() == two_bodies);
    CHECK(times_said("Status page: Atlassian Statuspage takes entries again.") == 1);
}

TEST_CASE_FIXTURE(Pushed, "a refusal is said once with its reason, and mended without another command") {
    betterstack.refuse_with = 401;
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    publishes_and_settles("identified", "We know why.", "degraded");
    pass(2h);
    CHECK(times_said("Better Stack refuses the credentials (HTTP 401).") == 1);
    betterstack.refuse_with = 0;
    pass(20min);
    CHECK(betterstack.messages().size() == 2);
}

TEST_CASE("a page that asks to wait is left alone for so long, by all entries") {
    Pushed house(true, false);
    house.publishes_and_settles("investigating", "We are looking.", "major_outage");
    house.types(dana, "declare sev1 Web app down");
    house.statuspage.refuse_with = 429;
    house.statuspage.retry_after = "120";
    house.publishes_and_settles("identified", "We know why.", "degraded");
    const auto asked = house.statuspage.asked.size();
    house.publishes(kim, "investigating", "Another thing.", "operational", 2);
    house.settle();
    house.pass(110s);
    CHECK(house.statuspage.asked.size() == asked);
    house.statuspage.refuse_with = 0;
    house.pass(20s);
    CHECK(house.statuspage.incidents.size() == 2);
    CHECK(house.statuspage.bodies(1) == two_bodies);
}

TEST_CASE_FIXTURE(Pushed, "a correction changes the entry there") {
    publishes_and_settles("investigating", "We look at the database.", "major_outage");
    publishes_and_settles("identified", "We know why.", "degraded");
    const auto all = in_thread();
    const auto first = std::ranges::find_if(
        all, [](const auto& one) { return has(everything(one), "Investigating, published by"); });
    REQUIRE(first != all.end());
    presses(kim, incidents, *first, "sp.correct.open");
    submits(kim, {{"sp.text.investigating", {{"text", typed("We look at the API.")}}}});
    settle();
    CHECK(statuspage.bodies() == std::vector<std::string>{"We look at the API.", "We know why."});
    CHECK(betterstack.messages().front() == "Investigating: We look at the API.");
    CHECK(betterstack.messages().size() == 2);
}

TEST_CASE_FIXTURE(Pushed,
                  "an entry that is corrected while it is not known whether it arrived is there once") {
    bool is_first = false;
    SUBCASE("the first one") {
        is_first = true;
    }
    SUBCASE("a later one") {
        publishes_and_settles("investigating", "We are looking.", "major_outage");
    }
    statuspage.lose = betterstack.lose = 1;
    const auto* heading = is_first ? "investigating" : "identified";
    publishes_and_settles(heading, "We look at the database.", "degraded");
    statuspage.refuse_with = betterstack.refuse_with = 503;  // nothing can be found for a while
    presses(kim, incidents, last_with("sp.correct.open"), "sp.correct.open");
    submits(kim, {{fmt::format("sp.text.{}", heading), {{"text", typed("We look at the API.")}}}});
    settle();
    statuspage.refuse_with = betterstack.refuse_with = 0;
    pass(30min);
    REQUIRE(statuspage.incidents.size() == 1);
    CHECK(statuspage.bodies().size() == (is_first ? 1 : 2));
    CHECK(statuspage.bodies().back() == "We look at the API.");
    CHECK(betterstack.messages().size() == (is_first ? 1 : 2));
    CHECK(betterstack.messages().back().ends_with(": We look at the API."));
}

TEST_CASE_FIXTURE(Pushed, "what was deleted there is refused for its notice alone, and said once") {
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    statuspage.incidents.clear();
    publishes_and_settles("identified", "We know why.", "degraded");
    CHECK(times_said("does not know the account or address") == 1);
    types(dana, "declare sev1 Web app down");
    publishes(kim, "investigating", "Another thing.", "operational", 2);
    settle();
    pass(2h);
    CHECK(statuspage.incidents.size() == 1);
    CHECK(times_said("does not know the account or address") == 1);
    CHECK(times_said("takes entries again") == 0);
}

TEST_CASE_FIXTURE(Pushed, "a false alarm ends the incident there with the neutral line") {
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    types(dana, "cancel 1 the rule was wrong");
    settle();
    CHECK(statuspage.incidents[0]["status"] == "resolved");
    CHECK(has(statuspage.bodies().back(), "found no disruption"));
    CHECK(statuspage.states["c1"] == "operational");
}

TEST_CASE_FIXTURE(Pushed, "of two that are merged one is resolved there and the other speaks for both") {
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    types(dana, "declare sev1 Everything down");
    types(kim, "statuspage 2");
    submits(kim, entry("investigating", "We look at all of it.", "operational", "Outage"));
    settle();
    types(dana, "merge INC-1 into INC-2");
    settle();
    REQUIRE(statuspage.incidents.size() == 2);
    CHECK(statuspage.incidents[1]["status"] == "resolved");
    CHECK(statuspage.incidents[0]["status"] == "investigating");
    CHECK(statuspage.states["c1"] == "major_outage");
}

TEST_CASE_FIXTURE(Pushed, "a maintenance is planned there and withdrawn there") {
    announces_upgrade();
    settle();
    REQUIRE(statuspage.incidents.size() == 1);
    CHECK(statuspage.incidents[0]["status"] == "scheduled");
    CHECK(statuspage.incidents[0]["scheduled_for"] == "2025-01-21T16:32:00Z");
    CHECK(statuspage.states["c1"] == "operational");
    presses(kim, incidents, messages().back(), "sp.withdraw");
    settle();
    CHECK(statuspage.incidents[0]["status"] == "completed");
    CHECK(betterstack.messages().size() == 2);
}

TEST_CASE_FIXTURE(Pushed, "a component that the other page lacks is said once") {
    statuspage.names = {"API", "Payments"};
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    publishes_and_settles("identified", "We know why.", "degraded");
    CHECK(times_said("Atlassian Statuspage has no component called \"Web app\"") == 1);
    CHECK(times_said("has no component called") == 1);
    CHECK(statuspage.bodies() == two_bodies);
}

TEST_CASE_FIXTURE(Pushed, "what is private is pushed nowhere, and a push nobody wants any more is dropped") {
    types(sam, "declare sev1 private Data leak");
    CHECK(has(types(sam, "statuspage 2"), "is private"));
    statuspage.refuse_with = 503;
    publishes(kim, "investigating", "We are looking.", "major_outage");
    settle();
    restart_with(pushed_to(false, true));
    statuspage.refuse_with = 0;
    statuspage.asked.clear();
    pass(30min);
    CHECK(statuspage.asked.empty());
    CHECK(betterstack.messages().size() == 1);
    CHECK_FALSE(has(betterstack.updates.dump(), "leak"));
}

TEST_CASE_FIXTURE(Pushed, "what was tried for a week is given up, and that is said") {
    statuspage.refuse_with = 503;
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    pass(std::chrono::days{7} + 20min);
    CHECK(times_said("was tried for a week at Atlassian Statuspage and is given up.") == 1);
}
