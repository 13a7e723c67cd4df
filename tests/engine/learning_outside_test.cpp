// What becomes of action items and published post-mortems outside of Slack.

#include <filesystem>
#include <fstream>
#include <set>

#include "bot/base/encoding.h"
#include "bot/base/signature.h"
#include "bot/trackers/github.h"
#include "tests/engine/learning.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Settings with_tickets() {
    auto settings = with_two_schedules(example_settings());
    settings.trackers["github"] = std::make_shared<trackers::Github>(
        trackers::Account{"https://api.github.com", "example/api", "", Secret("t")});
    settings.post_mortems.tickets = "github";
    return settings;
}

}  // namespace

TEST_CASE("an action item gets a ticket, and a tracker in trouble holds nothing back") {
    Learning house(with_tickets());
    std::vector<json> issues;
    bool broken = true;
    house.provider = [&](const channels::Request& request) -> channels::Answer {
        const auto& http = std::get<channels::HttpRequest>(request);
        if (broken) return channels::HttpAnswer{503, {}, ""};
        if (http.method == "GET") return channels::HttpAnswer{200, {}, json(issues).dump()};
        issues.push_back(json::parse(http.body));
        const json made{{"number", issues.size()}, {"html_url", "https://github.com/example/api/issues/1"}};
        return channels::HttpAnswer{201, {}, made.dump()};
    };
    house.types(dana, "declare sev3 Slow export");
    house.types(dana, "ack");
    house.types(dana, "action INC-1 P0 Raise the pool <@U000DANA> by Jan 22");
    CHECK(house.last_words() == "P0 action: Raise the pool, Dana, Jan 22");
    CHECK_FALSE(house.incident(1).actions[0].ticket);
    broken = false;
    house.pass(20min);
    REQUIRE(house.incident(1).actions[0].ticket);
    CHECK(house.incident(1).actions[0].ticket->name == "example/api#1");
    REQUIRE(issues.size() == 1);
    CHECK(issues[0]["title"] == "Raise the pool");
    CHECK(has(issues[0]["body"].get<std::string>(), "inc-1-a1-"));
    CHECK(has(issues[0]["body"].get<std::string>(), "Owner: Dana. Due: 2025-01-22."));
    CHECK(has(house.types(dana, "actions INC-1"), "example/api#1"));
}

TEST_CASE(
    "a published post-mortem is written to its folder, and again when it changes; a folder in trouble "
    "waits") {
    const auto folder = std::filesystem::temp_directory_path() / ("tocsin-" + random_token(6));
    auto settings = with_two_schedules(example_settings());
    settings.post_mortems.folder = folder.string();
    Learning house(settings);
    house.incident_over();
    house.types(dana, "postmortem INC-1 publish");
    CHECK(house.incident(1).state == tocsin::State::resolved);  // something is missing
    house.presses(dana, incidents, house.post_mortem(), "pm.edit.open");
    house.submit(dana, {{"pm.root_cause", Learning::text("The pool holds ten.")},
                        {"pm.options",
                         {{"options", {{"selected_options", json::array({{{"value", "no_action"}}})}}}}}});
    house.types(dana, "postmortem INC-1 publish");
    CHECK(house.incident(1).state == tocsin::State::closed);
    const auto read = [&] {
        std::ifstream file(folder / "post-mortem-inc-1.md");
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    CHECK(read().empty());
    std::filesystem::create_directories(folder);
    house.restart();
    house.pass(15min);
    CHECK(has(read(), "The pool holds ten."));
    CHECK(has(read(), "- No action needed"));
    house.presses(dana, incidents, house.post_mortem(), "pm.edit.open");
    house.submit(dana, {{"pm.root_cause", Learning::text("The pool held ten.")}});
    CHECK(has(read(), "The pool held ten."));
    std::filesystem::remove_all(folder);
}

namespace {

// GitHub with one repository: its issues can be closed, and its files are kept.
struct Forge {
    struct Kept {
        std::string content;
        std::string sha;
    };
    std::map<std::string, Kept> files;  // by address, without the branch
    std::set<int> closed;
    int issues = 0;
    int asked = 0;        // how an issue stands
    int writes = 0;       // commits
    int refuse_with = 0;  // everything
    int lose = 0;         // so many answers to a write do not arrive
    std::string retry_after;
    std::vector<json> told;  // the webhook's bodies
    std::vector<channels::HttpRequest> signed_requests;

    channels::Answer operator()(const channels::Request& request) {
        const auto& http = std::get<channels::HttpRequest>(request);
        if (refuse_with != 0) return channels::HttpAnswer{refuse_with, {{"Retry-After", retry_after}}, "{}"};
        if (http.url.starts_with("https://hooks.example.com")) {
            told.push_back(json::parse(http.body));
            signed_requests.push_back(http);
            return channels::HttpAnswer{204, {}, ""};
        }
        return has(http.url, "/contents/") ? file(http) : issue(http);
    }
    channels::Answer issue(const channels::HttpRequest& http) {
        if (http.method == "POST") {
            const json made{{"number", ++issues}, {"html_url", "https://github.com/example/api/issues/1"}};
            return channels::HttpAnswer{201, {}, made.dump()};
        }
        ++asked;
        const auto number = std::stoi(http.url.substr(http.url.rfind('/') + 1));
        return channels::HttpAnswer{
            200, {}, json({{"state", closed.contains(number) ? "closed" : "open"}}).dump()};
    }
    channels::Answer file(const channels::HttpRequest& http) {
        const auto address = http.url.substr(0, http.url.find('?'));
        const auto found = files.find(address);
        if (http.method == "GET") {
            CHECK(http.url.ends_with("?ref=main"));
            if (found == files.end()) return channels::HttpAnswer{404, {}, "{}"};
            return channels::HttpAnswer{200, {}, described(found->second).dump()};
        }
        CHECK(http.method == "PUT");
        const auto body = json::parse(http.body);
        CHECK(body["branch"] == "main");
        const auto known = found == files.end() ? "" : found->second.sha;
        if (body.value("sha", "") != known) return channels::HttpAnswer{409, {}, "{}"};
        const auto content = *from_base64(body["content"].get<std::string>());
        auto& kept = files[address];
        kept = {content, sha1_hex("blob " + std::to_string(content.size()) + '\0' + content)};
        ++writes;
        if (lose-- > 0) return channels::HttpAnswer{};
        return channels::HttpAnswer{200, {}, json({{"content", described(kept)}}).dump()};
    }
    static json described(const Kept& kept) {
        return {{"sha", kept.sha}, {"html_url", "https://github.com/example/docs/blob/main/x.md"}};
    }
};

Settings with_exports() {
    auto settings = with_two_schedules(example_settings());
    settings.post_mortems.repository = {
        "docs",
        trackers::GithubFiles(trackers::Account{"https://api.github.com", "example/docs", "", Secret("t")},
                              "main"),
        "post-mortems"};
    settings.post_mortems.webhook = {
        "https://hooks.example.com/tocsin",
        *channels::StandardWebhooks::with(Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Secret(""))};
    return settings;
}

struct Exporting : Learning {
    Forge forge;
    const std::string file =
        "https://api.github.com/repos/example/docs/contents/post-mortems/post-mortem-inc-1.md";

    Exporting() : Learning(with_exports()) {
        provider = [this](const channels::Request& request) { return forge(request); };
    }
    void writes(const std::string& root_cause) {
        presses(dana, incidents, post_mortem(), "pm.edit.open");
        submit(dana, {{"pm.root_cause", text(root_cause)}});
    }
    void publishes() {
        writes("The pool holds ten.");
        types(dana, "postmortem INC-1 publish");
        does(command::PublishPostMortem{true});
        REQUIRE(incident(1).state == tocsin::State::closed);
        pass(5s);
    }
    void does(CommandBody command) {
        hand_in({CommandGiven{
            {UserId(dana), "Dana", PersonId("dana")}, Via::button, IncidentNumber{1}, std::move(command)}});
        settle();
    }
    int said(std::string_view words) {
        int count = 0;
        for (const auto& message : thread(card(1).ts)) count += has(message.text, words) ? 1 : 0;
        return count;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Exporting,
                  "a published post-mortem goes to its repository and its webhook, and so does a change") {
    incident_over();
    writes("A draft.");
    pass(1h);
    CHECK(forge.files.empty());
    publishes();
    REQUIRE(forge.files.contains(file));
    CHECK(has(forge.files.at(file).content, "The pool holds ten."));
    CHECK(said("The post-mortem of INC-1 is kept in docs") == 1);
    CHECK(has(types(dana, "postmortem INC-1"), "example/docs/blob/main"));
    REQUIRE(forge.told.size() == 1);
    CHECK(forge.told[0]["type"] == "post_mortem.published");
    CHECK(forge.told[0]["data"]["incident"] == "INC-1");
    CHECK(has(forge.told[0]["data"]["markdown"].get<std::string>(), "The pool holds ten."));
    writes("The pool held ten.");
    pass(5s);
    CHECK(has(forge.files.at(file).content, "The pool held ten."));
    CHECK(forge.files.size() == 1);
    CHECK(forge.writes == 2);
    CHECK(forge.told.size() == 2);
    CHECK(said("is kept in docs") == 1);
    const auto& request = forge.signed_requests.back();
    channels::Incoming incoming;
    incoming.headers = request.headers;
    incoming.body = request.body;
    incoming.now = clock.now();
    CHECK(with_exports().post_mortems.webhook->scheme.verify(incoming));
}

TEST_CASE_FIXTURE(Exporting,
                  "targets in trouble hold back nothing, are told of once, and get it when they are mended") {
    forge.refuse_with = 403;
    incident_over();
    publishes();
    CHECK(said("has not come to docs yet") == 1);
    CHECK(said("has not come to the webhook yet") == 1);
    pass(2h);
    restart();
    pass(2h);
    CHECK(said("has not come to docs yet") == 1);
    forge.refuse_with = 0;
    pass(30min);
    CHECK(has(forge.files.at(file).content, "The pool holds ten."));
    CHECK(forge.told.size() == 1);
    CHECK(said("is kept in docs") == 1);
}

TEST_CASE_FIXTURE(
    Exporting,
    "a write whose answer is lost is no second commit, and somebody else's change is no obstacle") {
    incident_over();
    forge.lose = 1;
    publishes();
    pass(1h);
    CHECK(forge.writes == 1);
    CHECK(said("is kept in docs") == 1);
    forge.files.at(file) = {"by hand", sha1_hex("by hand")};
    writes("The pool held ten.");
    pass(1h);
    CHECK(has(forge.files.at(file).content, "The pool held ten."));
}

TEST_CASE("a private post-mortem goes nowhere") {
    Exporting house;
    house.types(dana, "declare sev1 private Data breach");
    house.does(command::Resolve{});
    house.does(command::PublishPostMortem{true});
    house.pass(1h);
    CHECK(house.incident(1).post_mortem.published);
    CHECK(house.forge.files.empty());
    CHECK(house.forge.told.empty());
}

namespace {

struct Following : Learning {
    Forge forge;
    Following() : Learning(with_tickets()) {
        provider = [this](const channels::Request& request) { return forge(request); };
        types(dana, "declare sev3 Slow export");
        types(dana, "action INC-1 P0 Raise the pool");
        pass(1min);
        REQUIRE(incident(1).actions[0].ticket);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Following, "a ticket that is closed in its tracker marks its action done, and says where") {
    pass(1h);
    CHECK_FALSE(incident(1).actions[0].done);
    CHECK(forge.asked <= 6);  // gently
    CHECK(forge.asked >= 5);
    restart();
    forge.closed.insert(1);
    pass(11min);
    CHECK(incident(1).actions[0].done);
    CHECK(has(last_words(), "P0 action done, example/api#1 is closed in github: Raise the pool"));
    CHECK(has(types(dana, "timeline INC-1"), "example/api#1 is closed in github"));
    const auto asked = forge.asked;
    pass(2h);
    CHECK(forge.asked == asked);
    // What somebody opens again is theirs to close.
    types(dana, "actions INC-1");
    hand_in({CommandGiven{{UserId(dana), "Dana", PersonId("dana")},
                          Via::button,
                          IncidentNumber{1},
                          command::UnfinishAction{1}}});
    settle();
    pass(2h);
    CHECK_FALSE(incident(1).actions[0].done);
    CHECK(forge.asked == asked);
}

TEST_CASE_FIXTURE(Following, "a tracker that asks to wait is not asked before") {
    forge.refuse_with = 429;
    forge.retry_after = "3000";
    int refused = 0;
    provider = [&](const channels::Request& request) {
        ++refused;
        return forge(request);
    };
    pass(50min);
    CHECK(refused == 1);
    forge.refuse_with = 0;
    forge.closed.insert(1);
    pass(30min);
    CHECK(incident(1).actions[0].done);
}
