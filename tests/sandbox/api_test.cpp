#include "tests/sandbox/service_fixture.h"

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

std::string error(const json& answer) {
    return answer["ok"] == true ? "ok" : answer["error"].get<std::string>();
}

}  // namespace

TEST_CASE_FIXTURE(ServiceFixture, "a posted message is stored under a growing ts and answered whole") {
    const json first = call("chat.postMessage", {{"channel", "#incidents"}, {"text", "one"}});
    CHECK(first["channel"] == incidents);
    CHECK(first["message"]["bot_id"] == "B0TOCSIN");
    CHECK(first["message"]["app_id"] == "A0TOCSIN");
    CHECK(post("two") > first["ts"].get<std::string>());
    // The clock may stand still; ts are unique all the same.
    CHECK(channel()["messages"].size() == 2);
}

TEST_CASE_FIXTURE(ServiceFixture, "posting to a person goes to their conversation with the bot") {
    const json done = call("chat.postMessage", {{"channel", dana}, {"text", "page"}});
    CHECK(done["channel"] == "D000DANA");
    CHECK(channel(dana, "D000DANA")["messages"][0]["text"] == "page");
    CHECK(channel("U000LEE", "D000DANA").is_null());
}

TEST_CASE_FIXTURE(ServiceFixture, "refusals have Slack's names") {
    const auto posted = [&](json arguments) { return error(call("chat.postMessage", arguments)); };
    CHECK(posted({{"channel", "C0NOWHERE"}, {"text", "x"}}) == "channel_not_found");
    CHECK(posted({{"channel", "C0GENERAL"}, {"text", "x"}}) == "not_in_channel");
    CHECK(posted({{"channel", incidents}}) == "no_text");
    CHECK(posted({{"channel", incidents}, {"blocks", "{"}}) == "invalid_blocks_format");
    CHECK(posted({{"channel", incidents}, {"text", "x"}, {"markdown_text", "y"}}) ==
          "markdown_text_conflict");
    CHECK(posted({{"channel", incidents}, {"text", "x"}, {"metadata", {{"event_type", 1}}}}) ==
          "invalid_metadata_format");
    CHECK(error(call("chat.shout", json::object())) == "unknown_method");
    CHECK(error(json::parse(answer("auth.test", json::object(), "xoxb-other").response.body)) ==
          "invalid_auth");
    CHECK(error(json::parse(answer("users.info", {{"user", dana}}, "xapp-sandbox").response.body)) ==
          "not_allowed_token_type");
    CHECK(error(call("apps.connections.open", json::object())) == "not_allowed_token_type");
}

TEST_CASE_FIXTURE(ServiceFixture, "blocks that are too much together are refused as a whole") {
    json blocks = json::array();
    for (int i = 0; i < 5; ++i) {
        blocks.push_back(
            {{"type", "section"}, {"text", {{"type", "mrkdwn"}, {"text", std::string(2900, 'x')}}}});
    }
    CHECK(error(call("chat.postMessage", {{"channel", incidents}, {"text", "x"}, {"blocks", blocks}})) ==
          "msg_blocks_too_long");
    const json header = {{"type", "header"}, {"text", {{"type", "plain_text"}, {"text", ""}}}};
    const json refused =
        call("chat.postMessage", {{"channel", incidents}, {"blocks", json::array({header})}});
    CHECK(refused["errors"][0] == "must be more than 0 characters [json-pointer:/blocks/0/text/text]");
    CHECK(refused["response_metadata"]["messages"][0].get<std::string>().starts_with("[ERROR] "));
}

TEST_CASE_FIXTURE(ServiceFixture,
                  "an edit replaces text and blocks, and only one's own messages can be edited") {
    const std::string ts = post("old", {{"blocks", json::array({json{{"type", "divider"}}})}});
    CHECK(channel()["messages"][0]["blocks"].size() == 1);
    CHECK(error(call("chat.update", {{"channel", incidents}, {"ts", ts}, {"text", "new"}})) == "ok");
    CHECK(channel()["messages"][0]["text"] == "new");
    CHECK(channel()["messages"][0]["blocks"].empty());
    CHECK(channel()["messages"][0]["edited"] == false);
    CHECK(
        error(call("chat.update", {{"channel", incidents}, {"ts", ts}, {"text", std::string(4001, 'x')}})) ==
        "msg_too_long");
    CHECK(error(call("chat.update", {{"channel", incidents}, {"ts", "1.000000"}, {"text", "x"}})) ==
          "message_not_found");
    const json said = act({{"do", "message"}, {"channel", incidents}, {"text", "mine"}});
    CHECK(error(call("chat.update", {{"channel", incidents}, {"ts", said["ts"]}, {"text", "x"}})) ==
          "cant_update_message");
    CHECK(error(call("chat.delete", {{"channel", incidents}, {"ts", said["ts"]}})) == "cant_delete_message");
    CHECK(error(call("chat.delete", {{"channel", incidents}, {"ts", ts}})) == "ok");
    CHECK(channel()["messages"].size() == 1);
}

TEST_CASE_FIXTURE(ServiceFixture, "a thread has its replies below the parent, broadcasts in both places") {
    const std::string parent = post("parent");
    const std::string reply = post("reply", {{"thread_ts", parent}});
    post("both", {{"thread_ts", parent}, {"reply_broadcast", true}});
    const json shown = channel()["messages"];
    REQUIRE(shown.size() == 2);
    CHECK(shown[0]["thread"]["count"] == 2);
    CHECK(shown[1]["broadcast_of"] == parent);
    // A reply's ts stands for its thread.
    post("deeper", {{"thread_ts", reply}});
    const json replies = call("conversations.replies", {{"channel", incidents}, {"ts", parent}})["messages"];
    REQUIRE(replies.size() == 4);
    CHECK(replies[0]["text"] == "parent");
    CHECK(replies[0]["reply_count"] == 3);
    CHECK(replies[3]["text"] == "deeper");
    const json history = call("conversations.history", {{"channel", incidents}})["messages"];
    REQUIRE(history.size() == 2);
    CHECK(history[0]["text"] == "both");
    CHECK(error(call("chat.postMessage", {{"channel", incidents}, {"text", "x"}, {"thread_ts", "1.2"}})) ==
          "thread_not_found");
}

TEST_CASE_FIXTURE(ServiceFixture,
                  "metadata comes back when it is asked for: a lost answer can be looked up") {
    post("x", {{"metadata", {{"event_type", "outbox"}, {"event_payload", {{"key", "17"}}}}}});
    const json without = call("conversations.history", {{"channel", incidents}});
    CHECK_FALSE(without["messages"][0].contains("metadata"));
    const json with = call("conversations.history", {{"channel", incidents}, {"include_all_metadata", true}});
    CHECK(with["messages"][0]["metadata"]["event_payload"]["key"] == "17");
}

TEST_CASE_FIXTURE(ServiceFixture, "history comes newest first, in pages and between times") {
    std::vector<std::string> ts;
    for (int i = 0; i < 5; ++i) {
        clock.advance(1s);
        ts.push_back(post(std::to_string(i)));
    }
    json page = call("conversations.history", {{"channel", incidents}, {"limit", 2}});
    CHECK(page["messages"][0]["text"] == "4");
    CHECK(page["has_more"] == true);
    page = call("conversations.history",
                {{"channel", incidents}, {"limit", 2}, {"cursor", page["response_metadata"]["next_cursor"]}});
    CHECK(page["messages"][0]["text"] == "2");
    const json between =
        call("conversations.history", {{"channel", incidents}, {"oldest", ts[1]}, {"latest", ts[4]}});
    CHECK(between["messages"].size() == 2);
}

TEST_CASE_FIXTURE(ServiceFixture, "channels are made, filled, described and archived by Slack's rules") {
    const auto create = [&](const char* name) { return call("conversations.create", {{"name", name}}); };
    CHECK(error(create("Inc 42")) == "invalid_name_specials");
    CHECK(error(create("")) == "invalid_name_required");
    CHECK(error(create(std::string(81, 'x').c_str())) == "invalid_name_maxlength");
    const json made = create("inc-42");
    const auto id = made["channel"]["id"].get<std::string>();
    CHECK(error(create("inc-42")) == "name_taken");
    const auto invite = [&](const std::string& users, bool force) {
        return call("conversations.invite", {{"channel", id}, {"users", users}, {"force", force}});
    };
    CHECK(error(invite("U000DANA,U0NOBODY", false)) == "user_not_found");
    CHECK(channel(dana, id)["members"].size() == 1);
    CHECK(invite("U000DANA,U0NOBODY", true)["errors"].size() == 1);
    CHECK(error(invite("U000DANA", false)) == "already_in_channel");
    CHECK(call("conversations.members", {{"channel", id}})["members"].size() == 2);
    CHECK(error(call("conversations.setTopic", {{"channel", id}, {"topic", std::string(251, 't')}})) ==
          "too_long");
    CHECK(error(call("conversations.setTopic", {{"channel", id}, {"topic", "API Down"}})) == "ok");
    CHECK(call("conversations.info", {{"channel", id}})["channel"]["topic"]["value"] == "API Down");
    CHECK(error(call("conversations.archive", {{"channel", id}})) == "ok");
    CHECK(error(call("conversations.archive", {{"channel", id}})) == "already_archived");
    CHECK(error(call("chat.postMessage", {{"channel", id}, {"text", "x"}})) == "is_archived");
    CHECK(error(create("inc-42")) == "name_taken");
}

TEST_CASE_FIXTURE(ServiceFixture, "reactions, pins and bookmarks happen once") {
    const std::string ts = post("x");
    const json at = {{"channel", incidents}, {"timestamp", ts}, {"name", "eyes"}};
    CHECK(error(call("reactions.add", at)) == "ok");
    CHECK(error(call("reactions.add", at)) == "already_reacted");
    CHECK(channel()["messages"][0]["reactions"][0]["users"][0] == "U0TOCSIN");
    CHECK(error(call("reactions.remove", at)) == "ok");
    CHECK(error(call("reactions.remove", at)) == "no_reaction");
    CHECK(error(call("pins.add", at)) == "ok");
    CHECK(error(call("pins.add", at)) == "already_pinned");
    CHECK(error(call("pins.remove", at)) == "ok");
    CHECK(error(call("pins.remove", at)) == "no_pin");
    json mark = {{"channel_id", incidents}, {"title", "t"}, {"type", "link"}, {"link", "ftp://x"}};
    CHECK(error(call("bookmarks.add", mark)) == "invalid_link");
    mark["link"] = "https://status.example";
    CHECK(error(call("bookmarks.add", mark)) == "ok");
}

TEST_CASE_FIXTURE(ServiceFixture, "an ephemeral message is seen by one person and is in no history") {
    const json to_lee = {{"channel", incidents}, {"user", "U000LEE"}, {"text", "psst"}};
    CHECK(error(call("chat.postEphemeral", to_lee)) == "ok");
    CHECK(channel("U000LEE")["ephemeral"].size() == 1);
    CHECK(channel()["ephemeral"].empty());
    CHECK(call("conversations.history", {{"channel", incidents}})["messages"].empty());
    const auto id = channel("U000LEE")["ephemeral"][0]["id"];
    act({{"as", "U000LEE"}, {"do", "dismiss"}, {"ephemeral", id}});
    CHECK(channel("U000LEE")["ephemeral"].empty());
}

TEST_CASE_FIXTURE(ServiceFixture, "forms decode like JSON: Slack's own clients send blocks as text") {
    net::HttpRequest request;
    request.method = "POST";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body =
        "token=xoxb-sandbox&channel=C0INCIDENTS&text=a%20b%2Bc+d&blocks=%5B%7B%22type%22%3A%22divider%22%7D%"
        "5D"
        "&team_id=T1&unheard_of=1";
    const auto done = json::parse(slack.web_api().answer("chat.postMessage", request, "").response.body);
    CHECK(done["message"]["text"] == "a b+c d");
    CHECK(done["message"]["blocks"][0]["type"] == "divider");
    CHECK(done["message"]["blocks"][0].contains("block_id"));
}

TEST_CASE_FIXTURE(ServiceFixture, "bodies that cannot be read are named") {
    net::HttpRequest request;
    request.headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer xoxb-sandbox"}};
    const auto told = [&](std::string body) {
        request.body = std::move(body);
        return error(json::parse(slack.web_api().answer("auth.test", request, "").response.body));
    };
    CHECK(told("{") == "invalid_json");
    CHECK(told("[]") == "json_not_object");
    request.headers[0].value = "text/html";
    CHECK(told("x") == "invalid_post_type");
}
