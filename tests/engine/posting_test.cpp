#include <algorithm>

#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

json fault(const std::string& method, json more = json::object()) {
    more["kind"] = "fail";
    more["method"] = method;
    return more;
}

void deletes(House& house, const sandbox::Message& message) {
    auto& workspace = house.slack.workspace();
    workspace.erase(*workspace.find_channel(incidents), message.ts, house.clock.now());
}

bool stands(const std::vector<sandbox::Message>& messages, std::string_view words) {
    return std::ranges::any_of(messages,
                               [&](const auto& message) { return has(everything(message), words); });
}

// How many replies say this.
std::size_t count(House& house, std::string_view words) {
    std::size_t found = 0;
    for (const auto& message : house.messages())
        found += message.is_reply() && has(message.text, words) ? 1 : 0;
    return found;
}

House& with_update(House& house) {
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack INC-1");
    house.pass(10s);
    return house;
}

}  // namespace

TEST_CASE("the card is posted first, what follows is its thread") {
    House house;
    house.types(dana, "declare sev1 API Down -- all requests fail");
    house.types(dana, "ack INC-1");
    const auto posts = house.calls("chat.postMessage");
    REQUIRE(posts.size() >= 3);
    const auto card = house.card(1);
    CHECK_FALSE(posts[0].arguments.contains("thread_ts"));
    for (std::size_t i = 1; i < posts.size(); ++i) {
        if (posts[i].arguments["channel"] == incidents) CHECK(posts[i].arguments["thread_ts"] == card.ts);
    }
    CHECK(house.messages().front().ts == card.ts);
    for (const auto& post : posts) CHECK(post.arguments["unfurl_links"] == false);
}

TEST_CASE("a thread waits for its card, however long Slack refuses it, and keeps its order") {
    House house;
    house.trouble(fault("chat.postMessage", {{"status", 503}, {"times", 4}}));
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack INC-1");
    house.types(dana, "update Looking at the database.");
    CHECK(house.messages().empty());
    house.pass(2min);
    const auto posted = house.messages();
    REQUIRE(posted.size() >= 4);
    CHECK(posted.front().ts == house.card(1).ts);
    CHECK(has(posted.back().text, "Looking at the database."));
}

TEST_CASE("a card is edited once in three seconds, and shows the newest state") {
    House house;
    with_update(house);
    house.forget_calls();
    for (const auto* words : {"one", "two", "three", "four"})
        house.types(dana, std::string("update ") + words);
    house.pass(10s);
    const auto edits = house.calls("chat.update");
    std::vector<Time> of_card;
    for (const auto& edit : edits) {
        if (edit.arguments["ts"] == house.card(1).ts) of_card.push_back(edit.at);
    }
    REQUIRE(of_card.size() == 2);
    CHECK(of_card[1] - of_card[0] >= 3s);
    CHECK(has(everything(house.card(1)), "four"));
    CHECK(count(house, "two") == 1);
}

TEST_CASE("Retry-After is obeyed for the channel it was said of, and nothing is dropped") {
    House house;
    with_update(house);
    house.forget_calls();
    house.trouble(fault("chat.postMessage", {{"retry_after", 30}}));
    house.types(dana, "update One.");
    house.types(dana, "update Two.");
    house.types(dana, "update Three.");
    house.pass(29s);
    CHECK(count(house, "One.") == 0);
    std::size_t to_channel = 0;
    for (const auto& call : house.calls("chat.postMessage"))
        to_channel += call.arguments["channel"] == incidents ? 1 : 0;
    CHECK(to_channel == 1);
    house.types(lee, "declare sev3 Login fails");  // the same channel has to wait as well
    CHECK_FALSE(has(everything(house.messages().back()), "Login"));
    house.pass(10s);
    for (const auto* words : {"One.", "Two.", "Three."}) CHECK(count(house, words) == 1);
    CHECK(house.card(2).ts > house.card(1).ts);
}

TEST_CASE("the pace of a channel is kept, and another channel is not held up by it") {
    auto settings = example_settings();
    settings.pace = {1.0, 4};
    House house(settings);
    const auto before = with_update(house).messages().size();
    for (int i = 0; i < 8; ++i) house.types(dana, "update Number " + std::to_string(i) + ".");
    CHECK(house.messages().size() == before + 4);
    house.forget_calls();
    house.acts({{"as", dana},
                {"do", "message"},
                {"channel", house.slack.workspace().direct_with(dana).id},
                {"text", "status INC-1"}});
    CHECK(house.calls("chat.postMessage").size() + house.calls("chat.postEphemeral").size() == 1);
    house.pass(30s);
    CHECK(count(house, "Number 7.") == 1);
    const auto posts = house.calls("chat.postMessage");
    for (std::size_t i = 2; i < posts.size(); ++i) CHECK(posts[i].at - posts[i - 1].at >= 999ms);
}

TEST_CASE("a post that arrived although its answer was lost is found and not posted again") {
    House house;
    SUBCASE("the card") {
        SUBCASE("cut") {
            house.trouble(fault("chat.postMessage", {{"cut", true}, {"after_doing", true}}));
        }
        SUBCASE("an error of the server") {
            house.trouble(fault("chat.postMessage", {{"status", 500}, {"after_doing", true}}));
        }
        house.types(dana, "declare sev1 API Down");
    }
    SUBCASE("a reply") {
        house.types(dana, "declare sev1 API Down");
        house.trouble(fault("chat.postMessage", {{"cut", true}, {"after_doing", true}}));
    }
    house.types(dana, "ack INC-1");
    house.types(dana, "update Looking.");
    house.pass(2min);
    CHECK(count(house, "Looking.") == 1);
    CHECK(house.messages().front().ts == house.card(1).ts);
    CHECK(std::ranges::count_if(house.messages(), [](const auto& m) { return !m.is_reply(); }) == 1);
    CHECK(house.calls("conversations.history").size() + house.calls("conversations.replies").size() >= 1);
}

TEST_CASE("a post that did not arrive is posted once after looking for it") {
    House house;
    house.trouble(fault("chat.postMessage", {{"cut", true}}));
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack INC-1");
    house.pass(2min);
    CHECK(std::ranges::count_if(house.messages(), [](const auto& m) { return !m.is_reply(); }) == 1);
    CHECK(house.thread(house.card(1).ts).size() >= 2);
}

TEST_CASE("a direct message with an unknown end is looked for in its conversation") {
    for (const bool arrived : {true, false}) {
        CAPTURE(arrived);
        House house;
        with_update(house);
        house.trouble(fault("chat.postMessage", {{"cut", true}, {"after_doing", arrived}}));
        house.types(dana, "lead @lee");
        house.pass(1min);
        CHECK(house.calls("conversations.open").size() == 1);
        CHECK(house.direct(lee).size() == 2);  // the page, and the lead that is offered
    }
}

TEST_CASE("a new process looks for what the old one was posting when it was killed") {
    for (const bool arrived : {true, false}) {
        CAPTURE(arrived);
        House house;
        SUBCASE("the card") {}
        SUBCASE("a reply") {
            house.types(kim, "declare sev1 API Down");
        }
        const bool card = house.messages().empty();
        house.acts_only({{"as", dana},
                         {"do", "slash"},
                         {"channel", incidents},
                         {"text", card ? "/incident declare sev1 API Down" : "/incident ack INC-1"}});
        auto outputs = house.step();
        if (arrived) house.carry_out(std::move(outputs));  // and its results are lost with the process
        house.restart();
        house.pass(2min);
        CHECK(std::ranges::count_if(house.messages(), [](const auto& m) { return !m.is_reply(); }) == 1);
        auto texts = std::vector<std::string>{};
        for (const auto& reply : house.thread(house.card(1).ts)) texts.push_back(reply.text);
        std::ranges::sort(texts);
        CHECK(std::ranges::adjacent_find(texts) == texts.end());
        CHECK(texts.size() == (card ? 1u : 3u));
    }
}

TEST_CASE("a workspace that does not know the newest blocks gets the classic ones, and that is remembered") {
    House house;
    house.trouble({{"kind", "unknown_block"}, {"type", "container"}});
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack INC-1");
    house.pass(10s);
    CHECK(count(house, "Triage checklist") == 1);
    const auto refused = [&] {
        return std::ranges::count_if(house.calls("chat.postMessage"), [](const Called& each) {
            return std::holds_alternative<slack::Refused>(each.outcome);
        });
    };
    CHECK(refused() == 1);
    house.restart();
    house.types(lee, "declare sev2 Login fails");
    house.types(lee, "ack INC-2");
    house.pass(10s);
    CHECK(count(house, "Triage checklist") == 2);
    CHECK(refused() == 1);
}

TEST_CASE("a card that somebody deleted is posted anew, and its thread says why") {
    House house;
    with_update(house);
    const auto gone = house.card(1);
    deletes(house, gone);
    house.types(dana, "update Looking.");
    house.pass(30s);
    const auto card = house.card(1);
    CHECK(card.ts != gone.ts);
    CHECK(has(everything(card), "Looking."));
    CHECK(house.thread(card.ts).size() >= 1);
    house.types(dana, "update Found it.");
    house.pass(30s);
    CHECK(has(house.thread(card.ts).back().text, "Found it."));
}

TEST_CASE("a card that was deleted while posts waited is posted anew, and none of them waits for ever") {
    House house;
    with_update(house);
    const auto gone = house.card(1);
    house.trouble(fault("chat.postMessage", {{"retry_after", 10}}));
    house.types(dana, "update Looking.");
    deletes(house, gone);
    house.types(dana, "update It is the database.");
    house.pass(1min);
    const auto card = house.card(1);
    CHECK(card.ts != gone.ts);
    const auto thread = house.thread(card.ts);
    CHECK(stands(thread, "Looking."));
    CHECK(stands(thread, "deleted"));
    house.within([](storage::Tx& tx) { CHECK(tx.outbox_size() == 0); });
}

TEST_CASE(
    "a card that Slack refuses for good holds back nothing: what follows stands in the channel itself") {
    House house;
    house.trouble(fault("chat.postMessage", {{"error", "msg_too_long"}, {"times", 1}}));
    house.types(dana, "declare sev3 API Down");
    house.types(dana, "ack INC-1");
    house.types(dana, "update Looking.");
    house.pass(1min);
    CHECK(stands(house.messages(), "Looking."));
    house.within([](storage::Tx& tx) { CHECK(tx.outbox_size() == 0); });
}

TEST_CASE(
    "while the channel refuses the card, what follows it asks for it now and then, and not all the time") {
    House house;
    auto& place = *house.slack.workspace().find_channel(incidents);
    place.members.erase(house.slack.workspace().identity.bot_user);
    house.types(dana, "declare sev3 API Down");
    house.types(dana, "ack INC-1");
    house.types(dana, "severity INC-1 sev2 it spreads");
    int steps = 0;
    house.after_step = [&] { ++steps; };
    house.pass(5min);
    CHECK(house.messages().empty());
    CHECK(steps < 300);  // not ten each second
}

TEST_CASE("a channel without the bot: the declarer is told once, and everything comes when it is invited") {
    House house;
    auto& place = *house.slack.workspace().find_channel(incidents);
    place.members.erase(house.slack.workspace().identity.bot_user);
    house.types(kim, "declare sev1 API Down");
    house.pass(10min);
    CHECK(house.messages().empty());
    REQUIRE(house.direct(kim).size() == 1);
    CHECK(has(house.direct(kim).front().text, "not in the channel"));
    place.members.insert(house.slack.workspace().identity.bot_user);
    house.pass(2min);
    CHECK(has(everything(house.card(1)), "API Down"));
    CHECK(house.thread(house.card(1).ts).size() >= 1);
    CHECK(house.direct(kim).size() == 1);
}

TEST_CASE("a form that came too late is answered in words, once") {
    House house;
    SUBCASE("Slack says that the trigger has expired") {
        house.trouble({{"kind", "late_triggers"}});
        house.types(dana, "declare");
    }
    SUBCASE("it expired while it waited") {
        house.acts_only(
            {{"as", dana}, {"do", "slash"}, {"channel", incidents}, {"text", "/incident declare"}});
        house.trouble(fault("views.open", {{"retry_after", 30}}));
        house.settle();
        house.pass(4s);
    }
    house.pass(5s);
    REQUIRE(house.direct(dana).size() == 1);
    CHECK(has(house.direct(dana).front().text, "Nothing was changed"));
}

TEST_CASE("a refused token stops everything but loses nothing") {
    House house;
    house.trouble(fault("*", {{"error", "invalid_auth"}, {"times", 2}}));
    house.types(dana, "declare sev1 API Down");
    house.pass(20min);
    CHECK(has(everything(house.card(1)), "API Down"));
}

TEST_CASE("what a refused token held back is tried at once with another") {
    House house;
    house.trouble(fault("*", {{"error", "invalid_auth"}, {"times", 1}}));
    house.types(dana, "declare sev1 API Down");
    house.pass(10s);
    CHECK(house.messages().empty());
    house.forget_calls();
    house.start_over_with_slack();
    house.settle();
    CHECK(has(everything(house.card(1)), "API Down"));
    CHECK(house.calls("auth.test").size() == 1);
}

TEST_CASE("an answer of Slack that makes no sense costs its own call and nothing else") {
    House house;
    house.acts_only(
        {{"as", kim}, {"do", "slash"}, {"channel", incidents}, {"text", "/incident declare sev1 API Down"}});
    auto outputs = house.step();
    std::vector<Input> strange;
    for (const auto& output : outputs) {
        if (const auto* send = std::get_if<Send>(&output)) {
            for (const auto& [id, token, call] : send->rows) {
                strange.emplace_back(
                    SendFinished{id, token, true,
                                 slack::Answered{json{{"ok", true},
                                                      {"ts", json::array()},
                                                      {"channel", nullptr},
                                                      {"user", {{"id", "U1"}, {"is_bot", "perhaps"}}}}}});
            }
        }
    }
    CHECK_FALSE(strange.empty());
    house.hand_in(strange);
    house.pass(2s);
    house.types(lee, "declare sev2 Login fails");
    CHECK(has(everything(house.card(2)), "Login fails"));
}
