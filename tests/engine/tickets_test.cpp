#include "bot/trackers/github.h"
#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Settings with_github() {
    auto settings = example_settings();
    settings.rules.severities[Severity::sev4].ticket = "github";
    settings.rules.severities[Severity::sev4].page = {};
    settings.trackers["github"] = std::make_shared<trackers::Github>(
        trackers::Account{"https://api.github.com", "example/api", "", Secret("t")});
    return settings;
}

// GitHub with its issues; each answer may be lost, or be another one.
struct Github {
    std::vector<json> issues;
    std::vector<std::string> asked;  // methods, in order
    int lose = 0;                    // so many answers do not arrive
    int refuse_with = 0;

    channels::Answer operator()(const channels::Request& request) {
        const auto& http = std::get<channels::HttpRequest>(request);
        REQUIRE(http.url.starts_with("https://api.github.com/repos/example/api/issues"));
        asked.push_back(http.method);
        if (refuse_with != 0) return channels::HttpAnswer{refuse_with, {}, "{}"};
        channels::HttpAnswer answer{200, {}, json(issues).dump()};
        if (http.method == "POST") {
            const auto body = json::parse(http.body);
            const auto number = issues.size() + 1;
            issues.push_back({{"number", number},
                              {"html_url", "https://github.com/example/api/issues/" + std::to_string(number)},
                              {"title", body["title"]},
                              {"body", body["body"]}});
            answer = {201, {}, issues.back().dump()};
        }
        return lose-- > 0 ? channels::HttpAnswer{} : answer;
    }
};

struct Tracked : House {
    Github github;

    Tracked() : House(with_github()) {
        provider = [this](const channels::Request& request) { return github(request); };
    }
    std::string last_words() { return thread(card(1).ts).back().text; }
};

}  // namespace

TEST_CASE_FIXTURE(Tracked, "a SEV 4 opens a ticket, and card, thread and timeline lead to it") {
    types(dana, "declare sev4 Button misaligned -- On the checkout page.");
    settle();
    REQUIRE(github.issues.size() == 1);
    CHECK(github.issues[0]["title"] == "Button misaligned");
    CHECK(has(github.issues[0]["body"].get<std::string>(), "On the checkout page."));
    CHECK(incident(1).state == tocsin::State::ticket);
    REQUIRE(incident(1).ticket);
    CHECK(incident(1).ticket->name == "example/api#1");
    pass(5s);
    CHECK(has(everything(card(1)), "https://github.com/example/api/issues/1"));
    CHECK(has(last_words(), "INC-1 is ticket example/api#1."));
    CHECK(has(types(dana, "timeline INC-1"), "example/api#1"));
}

TEST_CASE_FIXTURE(Tracked,
                  "a ticket whose answer is lost, or that a crash cut off, is found again and not doubled") {
    SUBCASE("lost once") {
        github.lose = 1;
    }
    SUBCASE("lost three times") {
        github.lose = 3;
    }
    types(dana, "declare sev4 Button misaligned");
    settle();
    CHECK_FALSE(incident(1).ticket);
    restart();
    pass(20min);
    CHECK(github.issues.size() == 1);
    CHECK(incident(1).ticket);
    CHECK(std::ranges::count(github.asked, "POST") == 1);
}

TEST_CASE_FIXTURE(Tracked, "a tracker that is in trouble holds nothing back and gets the ticket later") {
    github.refuse_with = 503;
    types(dana, "declare sev4 Button misaligned");
    types(dana, "declare sev1 API Down");
    settle();
    CHECK(incident(2).state == tocsin::State::paging);
    CHECK_FALSE(incident(1).ticket);
    github.refuse_with = 0;
    pass(15min);
    CHECK(github.issues.size() == 1);
    CHECK(incident(1).ticket);
}

TEST_CASE_FIXTURE(Tracked, "a refusal is said once in the thread, and mended without another command") {
    github.refuse_with = 401;
    types(dana, "declare sev4 Button misaligned");
    settle();
    CHECK(has(last_words(), "There is no ticket for INC-1 yet: GitHub refuses the credentials (HTTP 401)."));
    const auto said = thread(card(1).ts).size();
    pass(2h);
    CHECK(thread(card(1).ts).size() == said);
    github.refuse_with = 0;
    pass(15min);
    CHECK(incident(1).ticket);
    CHECK(incident(1).ticket_trouble.empty());
}

TEST_CASE_FIXTURE(Tracked, "a ticket that is refused holds back no other") {
    github.refuse_with = 422;
    types(dana, "declare sev4 Button misaligned");
    settle();
    github.refuse_with = 0;
    types(dana, "declare sev4 A typo on the front page");
    settle();
    CHECK_FALSE(incident(1).ticket);
    CHECK(incident(2).ticket);
}

TEST_CASE_FIXTURE(Tracked, "what is no ticket any more gets none, and what is given up is said") {
    github.refuse_with = 503;
    types(dana, "declare sev4 Button misaligned");
    types(dana, "declare sev4 A typo on the front page");
    types(dana, "declare sev1 API Down");
    settle();
    types(dana, "cancel INC-1 seen wrongly");
    pass(std::chrono::days{7} + 20min);
    CHECK(has(thread(card(2).ts).back().text, "It was tried for a week."));
    github.refuse_with = 0;
    pass(20min);
    CHECK(github.issues.empty());
}

TEST_CASE_FIXTURE(Tracked, "a drill opens no ticket, and a private one tells the tracker nothing") {
    types(dana, "declare sev4 drill Button misaligned");
    settle();
    CHECK(github.issues.empty());
    types(dana, "declare sev4 private Salaries are visible -- Everybody's.");
    settle();
    REQUIRE(github.issues.size() == 1);
    CHECK_FALSE(has(github.issues[0].dump(), "alar"));
    CHECK_FALSE(has(github.issues[0].dump(), "Everybody"));
}

TEST_CASE_FIXTURE(Tracked,
                  "what became a ticket is kept no longer than other incidents, from its last entry on") {
    auto settings = with_github();
    settings.retention = {30 * 24h, 10 * 24h};
    change(settings);
    types(dana, "declare sev4 Button misaligned -- mail ops@example.com");
    settle();
    REQUIRE(incident(1).state == tocsin::State::ticket);
    pass(9 * 24h);
    CHECK(incident(1).impact == "mail ops@example.com");
    pass(3 * 24h);
    CHECK(incident(1).impact == "mail [removed]");
    pass(20 * 24h);
    within([](storage::Tx& tx) { CHECK_FALSE(tx.incident(IncidentNumber{1}).has_value()); });
}
