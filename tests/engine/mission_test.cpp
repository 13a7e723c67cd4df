// The example of the mission, API Down on 2025-01-21, played through the engine on a clock that stands until
// it is moved. What people read is compared with tests/golden/mission, whose wording is the mission's; where
// its examples differ from each other, the golden blocks decide.

#include <fstream>
#include <regex>
#include <sstream>

#include "templates/postmortem.h"
#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

std::string golden(const std::string& name) {
    std::ifstream file(std::string(TOCSIN_SOURCE_DIR) + "/tests/golden/mission/" + name);
    REQUIRE_MESSAGE(file, name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The words of the blocks that are not buttons, a line each, without marks.
std::string words_of(const sandbox::Message& message) {
    std::string words;
    const auto add = [&](const json& text) { words += text.value("text", "") + "\n"; };
    for (const auto& block : message.blocks) {
        if (block.value("type", "") == "header" || block.value("type", "") == "section") {
            if (block.contains("text")) add(block["text"]);
            for (const auto& field : block.value("fields", json::array())) {
                auto text = field.value("text", "");
                text = text.substr(0, text.find(" (<!date"));
                std::ranges::replace(text, '\n', ' ');
                words += text + "\n";
            }
        }
    }
    std::erase(words, '*');
    static const std::regex ages("<!date[^|]*\\|([^>]*)>");
    return std::regex_replace(words, ages, "$1");
}

struct Mission : House {
    Mission() : House(with_two_schedules(example_settings())) {
        // Dana has the week.
        change(settings());
    }
    void at(const std::string& time) {
        const auto then = *parse_rfc3339("2025-01-21T" + time + ":00Z");
        if (then > clock.now()) pass(then - clock.now());
    }
    json submit(const std::string& who, json values) {
        settle();
        const auto open = slack.workspace().views.stack_of(who);
        REQUIRE_FALSE(open.empty());
        return acts(
            {{"as", who}, {"do", "submit"}, {"view_id", open.back()->id}, {"values", std::move(values)}});
    }
    static json text(std::string words) { return {{"text", {{"value", std::move(words)}}}}; }

    void play_to_resolution() {
        types(dana, "declare sev1 API Down -- 100% of users unable to access API");
        at("14:33");
        pass(20s);
        types(dana, "ack");
        settle();
        initial = words_of(card(1));
        types(dana, "note at 14:30 UTC Traffic spike begins (5x normal)");
        types(dana, "note at 14:32 UTC Better Stack detects elevated error rate (5%)");
        types(dana, "note at 14:33 UTC Error rate hits 50%, uptime monitor fails");
        at("14:42");
        types(dana, "update Root cause identified: Database connection pool exhausted.");
        at("14:52");
        types(dana, "update Fix deployed. Monitoring recovery.");
        at("14:57");
        types(dana, "update Service restored. Error rate back to normal.");
        at("15:00");
        types(dana, "resolve INC-1");
        submit(dana, {{"res.verify",
                       {{"verify",
                         {{"selected_options", json::array({{{"value", "health"}},
                                                            {{"value", "errors"}},
                                                            {{"value", "reports"}},
                                                            {{"value", "smoke"}}})}}}}},
                      {"res.cause",
                       {{"cause", {{"value", "Database connection pool exhausted due to traffic spike."}}}}},
                      {"res.mitigation",
                       {{"mitigation", {{"value", "Restarted API service, increased pool size."}}}}}});
        pass(5s);
    }
    std::string initial;
};

}  // namespace

TEST_CASE_FIXTURE(Mission, "the mission's example gives the mission's messages") {
    play_to_resolution();
    CHECK(initial == golden("initial.txt"));
    std::string updates;
    std::string resolution;
    for (const auto& message : thread(card(1).ts)) {
        const auto words = words_of(message);
        if (words.starts_with("[Update ")) updates += words;
        if (words.starts_with("[RESOLVED]")) resolution = words;
    }
    CHECK(updates == golden("updates.txt"));
    CHECK(resolution == golden("resolution.txt"));
}

TEST_CASE_FIXTURE(Mission, "the mission's example gives the mission's post-mortem") {
    play_to_resolution();
    types(dana, "action INC-1 P0 Increase connection pool size (10 → 50) <@U000DANA> by Jan 22");
    types(dana, "action INC-1 P0 Add connection pool monitoring/alerts <@U000DANA> by Jan 22");
    types(dana, "action INC-1 P1 Implement auto-scaling based on traffic <@U000LEE> by Jan 28");
    types(dana, "action INC-1 P2 Run load tests quarterly <@U000SAM> by Feb 15");
    types(dana, "postmortem INC-1 draft");
    std::optional<storage::PostedMessage> place;
    within([&](storage::Tx& tx) { place = tx.message(IncidentNumber{1}, "post_mortem"); });
    REQUIRE(place);
    presses(dana, incidents, channel(place->channel.str())->messages.at(place->ts.str()), "pm.edit.open");
    submit(
        dana,
        {{"pm.title", text("API Outage")},
         {"pm.cause", text("Database connection pool exhausted")},
         {"pm.root_cause", text("Database connection pool configured for 10 connections. Traffic spike\nfrom "
                                "viral social media "
                                "post caused 50 concurrent requests, exhausting\nthe pool. New requests "
                                "waited indefinitely for "
                                "available connections.")},
         {"pm.well",
          text("Monitoring detected issue within 2 minutes\nOn-call responded immediately (acknowledged in 1 "
               "minute)\nRoot cause identified quickly (5 minutes)\nMitigation deployed rapidly (10 "
               "minutes)\nCommunication clear and frequent")},
         {"pm.poorly",
          text("Connection pool too small (should scale with traffic)\nNo alerts for connection pool "
               "saturation "
               "(would have warned earlier)\nNo load testing done before launch (would have caught this)")},
         {"pm.lessons", text("Always load test before launch\nMonitor resource saturation (connections, "
                             "memory, CPU)\nPlan for "
                             "5-10x traffic spikes (viral posts, press coverage)")},
         {"pm.prevention",
          text(
              "Connection pool increased to 50 (handles 5x normal traffic)\nMonitoring added to alert before "
              "exhaustion\nAuto-scaling will handle future spikes")}});
    types(dana, "postmortem INC-1 publish");
    CHECK(incident(1).state == tocsin::State::closed);
    pass(5s);
    const auto posted = channel(place->channel.str())->messages.at(place->ts.str());
    REQUIRE(posted.blocks[0]["type"] == "markdown");
    CHECK(posted.blocks[0]["text"].get<std::string>() == golden("post-mortem.md"));
}
