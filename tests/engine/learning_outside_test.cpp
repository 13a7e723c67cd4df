// What becomes of published post-mortems outside of Slack.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "bot/base/signature.h"
#include "tests/engine/forge.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

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
    pass(35s);
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

TEST_CASE_FIXTURE(Exporting,
                  "action items of a published post-mortem follow it, and changes made at once go together") {
    incident_over();
    publishes();
    REQUIRE(forge.writes == 1);
    types(dana, "action INC-1 P0 Raise the pool");
    types(dana, "action INC-1 P1 Alarm on the pool");
    does(command::FinishAction{1});
    pass(35s);
    CHECK(has(forge.files.at(file).content, "[x] **P0** - Raise the pool"));
    CHECK(has(forge.files.at(file).content, "[ ] **P1** - Alarm on the pool"));
    CHECK(forge.writes == 2);
    CHECK(forge.told.size() == 2);
}

TEST_CASE_FIXTURE(Exporting,
                  "a repository that takes no change is said once, in its words, and tried gently") {
    int status = 0;
    SUBCASE("a protected branch") {
        status = 409;
    }
    SUBCASE("a path that it does not like") {
        status = 422;
    }
    int tries = 0;
    provider = [&](const channels::Request& request) -> channels::Answer {
        if (std::get<channels::HttpRequest>(request).method != "PUT") return forge(request);
        ++tries;
        return channels::HttpAnswer{status, {}, R"({"message":"Only through a pull <request>."})"};
    };
    incident_over();
    publishes();
    pass(10min);
    CHECK(tries == 3);
    const auto reason = "GitHub refuses the request (HTTP " + std::to_string(status) +
                        "). It says: \"Only through a pull &lt;request&gt;.\"";
    CHECK(said(reason) == 1);
    pass(1h);
    CHECK(said("has not come to docs yet") == 1);
    CHECK(tries <= 8);
    provider = [this](const channels::Request& request) { return forge(request); };
    pass(20min);
    CHECK(forge.writes == 1);
    CHECK(said("is kept in docs") == 1);
}

TEST_CASE_FIXTURE(Exporting, "the webhook gets the same words under the same ID, whatever else happens") {
    std::vector<std::string> ids;
    int lose = 2;
    provider = [&](const channels::Request& request) -> channels::Answer {
        const auto& http = std::get<channels::HttpRequest>(request);
        const auto id = std::ranges::find(http.headers, "webhook-id", &channels::Header::name);
        if (id != http.headers.end()) ids.push_back(id->value);
        if (id != http.headers.end() && lose-- > 0) return channels::HttpAnswer{};
        return forge(request);
    };
    incident_over();
    publishes();
    CHECK(said("is kept in docs") == 1);
    pass(10min);
    REQUIRE(ids.size() == 3);
    CHECK(ids[0] == ids[1]);
    CHECK(ids[0] == ids[2]);
    writes("The pool held ten.");
    pass(1min);
    writes("The pool holds ten.");
    pass(1min);
    CHECK(std::set(ids.begin(), ids.end()).size() == 3);
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
