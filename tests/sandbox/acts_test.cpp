#include "tests/sandbox/service_fixture.h"

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

json plain(const char* text) {
    return {{"type", "plain_text"}, {"text", text}};
}

json form() {
    json input = {{"type", "input"}, {"block_id", "title"}, {"label", plain("Title")}};
    input["element"] = {{"type", "plain_text_input"}, {"action_id", "text"}, {"min_length", 3}};
    json view = {{"type", "modal"}, {"title", plain("Declare")}, {"submit", plain("Create")}};
    view["notify_on_close"] = true;
    view["blocks"] = json::array({input});
    return view;
}

json entered(const char* title) {
    return {{"title", {{"text", {{"type", "plain_text_input"}, {"value", title}}}}}};
}

struct Forms : ServiceFixture {
    std::string trigger() {
        act({{"do", "slash"}, {"channel", incidents}, {"text", "/incident"}});
        auto id = payload()["trigger_id"].get<std::string>();
        acknowledge();
        return id;
    }
    std::string open() {
        const json done = call("views.open", {{"trigger_id", trigger()}, {"view", form()}});
        REQUIRE_MESSAGE(done["ok"] == true, done.dump());
        return done["view"]["id"].get<std::string>();
    }
    json submit(const std::string& id, const char* title) {
        return act({{"do", "submit"}, {"view_id", id}, {"values", entered(title)}});
    }
    json views() { return slack.state(dana)["views"]; }
};

}  // namespace

TEST_CASE_FIXTURE(ServiceFixture,
                  "a command carries the text as Slack escapes it, a trigger and a response URL") {
    const json did = act({{"do", "slash"},
                          {"channel", incidents},
                          {"text", "/incident up @lee @oncall #general <x> & @nobody  "}});
    CHECK(did["envelope_id"] == envelope()["envelope_id"]);
    CHECK(envelope()["type"] == "slash_commands");
    CHECK(envelope()["accepts_response_payload"] == true);
    CHECK(payload()["text"] ==
          "up <@U000LEE|Lee> <!subteam^S0ONCALL|@oncall> <#C0GENERAL|general> &lt;x&gt; &amp; @nobody");
    CHECK(payload()["is_enterprise_install"] == "false");
    CHECK(payload()["response_url"].get<std::string>().starts_with("http://127.0.0.1:1/response/"));
    CHECK(act({{"do", "slash"}, {"channel", incidents}, {"text", "/unknown"}})["error"] == "unknown_command");
}

TEST_CASE_FIXTURE(ServiceFixture, "the acknowledgment's text is shown to the person alone, or to everybody") {
    act({{"do", "slash"}, {"channel", incidents}, {"text", "/incident help"}});
    acknowledge({{"text", "Only you"}});
    CHECK(channel()["ephemeral"][0]["text"] == "Only you");
    CHECK(channel("U000LEE")["ephemeral"].empty());
    act({{"do", "slash"}, {"channel", incidents}, {"text", "/incident list"}});
    acknowledge({{"response_type", "in_channel"}, {"text", "For all"}});
    CHECK(channel()["messages"][0]["text"] == "/incident list");
    CHECK(channel()["messages"][1]["text"] == "For all");
}

TEST_CASE_FIXTURE(ServiceFixture, "an app that does not answer is shown as Slack shows it") {
    act({{"do", "slash"}, {"channel", incidents}, {"text", "/incident up"}});
    network.advance(3s);
    slack.gateway().tick();
    CHECK(slack.state(dana)["toast"]["text"] == "/incident failed with the error “operation_timeout”");
    act({{"do", "dismiss"}, {"toast", true}});
    CHECK(slack.state(dana)["toast"].is_null());
    socket->end(1006);
    act({{"do", "slash"}, {"channel", incidents}, {"text", "/incident up"}});
    CHECK(slack.state(dana)["toast"]["text"] == "/incident failed with the error “dispatch_failed”");
}

TEST_CASE_FIXTURE(ServiceFixture,
                  "a response URL serves five times within half an hour, alone or in the channel") {
    act({{"do", "slash"}, {"channel", "C0GENERAL"}, {"text", "/incident up"}});
    const auto url = payload()["response_url"].get<std::string>();
    const auto token = url.substr(url.rfind('/') + 1);
    auto& people = slack.interactions();
    // Works where the bot is no member.
    CHECK_FALSE(people.respond(token, {{"text", "one"}}));
    CHECK_FALSE(people.respond(token, {{"text", "two"}, {"response_type", "in_channel"}}));
    CHECK(channel(dana, "C0GENERAL")["ephemeral"].size() == 1);
    CHECK(channel(dana, "C0GENERAL")["messages"].size() == 1);
    CHECK(people.respond(token, json::object()) == "no_text");
    CHECK_FALSE(people.respond(token, {{"text", "four"}}));
    CHECK_FALSE(people.respond(token, {{"text", "five"}}));
    CHECK(people.respond(token, {{"text", "six"}}) == "used_url");
    act({{"do", "slash"}, {"channel", incidents}, {"text", "/incident up"}});
    const auto other = payload()["response_url"].get<std::string>();
    clock.advance(31min);
    CHECK(people.respond(other.substr(other.rfind('/') + 1), {{"text", "late"}}) == "expired_url");
    CHECK(people.respond("made-up", {{"text", "x"}}) == "no_such_url");
}

TEST_CASE_FIXTURE(ServiceFixture, "a press carries the button, the message and the state of its menus") {
    json menu = {{"type", "static_select"}, {"action_id", "sev"}};
    const json sev1 = {{"text", plain("SEV 1")}, {"value", "1"}};
    const json sev2 = {{"text", plain("SEV 2")}, {"value", "2"}};
    menu["options"] = json::array({sev1, sev2});
    menu["initial_option"] = sev1;
    const json button = {{"type", "button"}, {"action_id", "ack"}, {"value", "42"}, {"text", plain("Ack")}};
    json block = {{"type", "actions"}, {"block_id", "b"}};
    block["elements"] = json::array({button, menu});
    const std::string ts = post("card", {{"blocks", json::array({block})}});
    const json where = {{"do", "press"}, {"channel", incidents}, {"ts", ts}, {"block_id", "b"}};

    json press = where;
    press["action_id"] = "ack";
    CHECK(act(press)["ok"] == true);
    CHECK(payload()["actions"][0]["value"] == "42");
    CHECK(payload()["message"]["ts"] == ts);
    CHECK(payload()["container"]["channel_id"] == incidents);
    CHECK(payload()["state"]["values"]["b"]["sev"]["selected_option"]["value"] == "1");
    CHECK(envelope()["accepts_response_payload"] == false);

    press["action_id"] = "sev";
    press["value"] = "2";
    CHECK(act(press)["ok"] == true);
    CHECK(payload()["actions"][0]["selected_option"]["text"]["text"] == "SEV 2");
    press["value"] = "3";
    CHECK(act(press)["error"] == "no_such_value");
    press["action_id"] = "gone";
    CHECK(act(press)["error"] == "no_such_element");
}

TEST_CASE_FIXTURE(ServiceFixture, "an ephemeral message can be replaced and removed by its response URL") {
    const json button = {{"type", "button"}, {"action_id", "go"}, {"text", plain("Go")}};
    json block = {{"type", "actions"}, {"block_id", "b"}};
    block["elements"] = json::array({button});
    call("chat.postEphemeral",
         {{"channel", incidents}, {"user", dana}, {"text", "x"}, {"blocks", json::array({block})}});
    const auto id = channel()["ephemeral"][0]["id"];
    act({{"do", "press"}, {"channel", incidents}, {"ephemeral", id}, {"block_id", "b"}, {"action_id", "go"}});
    CHECK(payload()["container"]["is_ephemeral"] == true);
    CHECK_FALSE(payload().contains("message"));
    const auto url = payload()["response_url"].get<std::string>();
    const auto token = url.substr(url.rfind('/') + 1);
    CHECK_FALSE(slack.interactions().respond(token, {{"replace_original", true}, {"text", "new"}}));
    CHECK(channel()["ephemeral"][0]["text"] == "new");
    CHECK_FALSE(slack.interactions().respond(token, {{"delete_original", true}}));
    CHECK(channel()["ephemeral"].empty());
}

TEST_CASE_FIXTURE(Forms, "a trigger opens one form within three seconds") {
    const json view = form();
    CHECK(call("views.open", {{"trigger_id", "1.2.x"}, {"view", view}})["error"] == "invalid_trigger_id");
    const std::string id = trigger();
    CHECK(call("views.open", {{"trigger_id", id}, {"view", view}})["ok"] == true);
    CHECK(call("views.open", {{"trigger_id", id}, {"view", view}})["error"] == "exchanged_trigger_id");
    const std::string late = trigger();
    clock.advance(4s);
    CHECK(call("views.open", {{"trigger_id", late}, {"view", view}})["error"] == "expired_trigger_id");
    act({{"do", "trouble"}, {"kind", "late_triggers"}});
    CHECK(call("views.open", {{"trigger_id", trigger()}, {"view", view}})["error"] == "expired_trigger_id");
}

TEST_CASE_FIXTURE(Forms, "a form is submitted with its values and closes after an empty acknowledgment") {
    const std::string id = open();
    CHECK(submit(id, "")["error"] == "invalid_input");
    CHECK(submit(id, "ab")["error"] == "invalid_input");
    CHECK(views()[0]["errors"]["title"] == "Please enter at least 3 characters.");
    CHECK(submit(id, "API Down")["ok"] == true);
    CHECK(payload()["view"]["state"]["values"]["title"]["text"]["value"] == "API Down");
    CHECK(views()[0]["busy"] == true);
    acknowledge();
    CHECK(views().empty());
}

TEST_CASE_FIXTURE(Forms, "errors name inputs; anything else is trouble with the connection") {
    const std::string id = open();
    submit(id, "API Down");
    acknowledge({{"response_action", "errors"}, {"errors", {{"title", "taken"}}}});
    CHECK(views()[0]["errors"]["title"] == "taken");
    submit(id, "API Down");
    acknowledge({{"response_action", "errors"}, {"errors", {{"elsewhere", "x"}}}});
    CHECK(views()[0]["trouble"].is_string());
    submit(id, "API Down");
    network.advance(3s);
    slack.gateway().tick();
    CHECK(views()[0]["trouble"].is_string());
    CHECK(views()[0]["busy"] == false);
}

TEST_CASE_FIXTURE(Forms, "an acknowledgment can replace the form, stack another and clear them all") {
    const std::string id = open();
    submit(id, "API Down");
    json next = form();
    next["title"] = plain("Second");
    acknowledge({{"response_action", "push"}, {"view", next}});
    REQUIRE(views().size() == 2);
    CHECK(views()[1]["root"] == id);
    const auto top = views()[1]["id"].get<std::string>();
    next["title"] = plain("Changed");
    submit(top, "API Down");
    acknowledge({{"response_action", "update"}, {"view", next}});
    CHECK(views()[1]["view"]["title"]["text"] == "Changed");
    submit(top, "API Down");
    acknowledge({{"response_action", "clear"}});
    CHECK(views().empty());
}

TEST_CASE_FIXTURE(Forms, "an update with an old hash is a conflict") {
    const std::string id = open();
    const auto hash = views()[0]["view"]["hash"];
    const json change = {{"view_id", id}, {"view", form()}, {"hash", hash}};
    CHECK(call("views.update", change)["ok"] == true);
    CHECK(call("views.update", change)["error"] == "hash_conflict");
    CHECK(call("views.update", {{"view_id", "V0"}, {"view", form()}})["error"] == "not_found");
}

TEST_CASE_FIXTURE(Forms, "a fourth form does not fit on the stack") {
    std::string top = open();
    json pressable = form();
    json block = {{"type", "actions"}, {"block_id", "b"}};
    block["elements"] = json::array();
    block["elements"].push_back({{"type", "button"}, {"action_id", "more"}, {"text", plain("More")}});
    pressable["blocks"].push_back(block);
    call("views.update", {{"view_id", top}, {"view", pressable}});
    for (const char* expected : {"ok", "ok", "push_limit_reached"}) {
        act({{"do", "press"}, {"view_id", top}, {"block_id", "b"}, {"action_id", "more"}});
        const json done = call("views.push", {{"trigger_id", payload()["trigger_id"]}, {"view", pressable}});
        acknowledge();
        CHECK((done["ok"] == true ? std::string("ok") : done["error"].get<std::string>()) == expected);
        if (done["ok"] == true) top = done["view"]["id"].get<std::string>();
    }
}

TEST_CASE_FIXTURE(Forms, "closing tells the app only when it wanted to know") {
    act({{"do", "close"}, {"view_id", open()}});
    CHECK(payload()["type"] == "view_closed");
    CHECK(views().empty());
    const auto sent = socket->sent.size();
    const json done = call("views.open", {{"trigger_id", trigger()}, {"view", [] {
                                                                          json quiet = form();
                                                                          quiet.erase("notify_on_close");
                                                                          return quiet;
                                                                      }()}});
    act({{"do", "close"}, {"view_id", done["view"]["id"]}});
    CHECK(socket->sent.size() == sent + 1);  // the command only
}

TEST_CASE_FIXTURE(Forms, "type-ahead gets the app's options, and choosing one carries its text") {
    json menu = {{"type", "input"}, {"block_id", "who"}, {"label", plain("Service")}};
    menu["element"] = {{"type", "external_select"}, {"action_id", "service"}};
    json view = form();
    view["blocks"] = json::array({menu});
    const json done = call("views.open", {{"trigger_id", trigger()}, {"view", view}});
    const json suggest = {{"as", dana},        {"do", "suggest"},        {"view_id", done["view"]["id"]},
                          {"block_id", "who"}, {"action_id", "service"}, {"typed", "ap"}};
    json offered;
    slack.act(suggest, [&](json answer) { offered = std::move(answer); });
    CHECK(payload()["value"] == "ap");
    json options = json::object();
    options["options"] = json::array();
    options["options"].push_back({{"text", plain("API")}, {"value", "api"}});
    acknowledge(options);
    CHECK(offered["options"][0]["value"] == "api");
    slack.act(suggest, [&](json answer) { offered = std::move(answer); });
    acknowledge({{"options", "nonsense"}});
    CHECK(offered["ok"] == false);
}

TEST_CASE_FIXTURE(ServiceFixture, "messages, mentions, reactions and edits become events") {
    const json said = act({{"do", "message"}, {"channel", incidents}, {"text", "hi @tocsin"}});
    CHECK(payload()["event"]["type"] == "app_mention");
    CHECK(payload()["event"]["text"] == "hi <@U0TOCSIN>");
    CHECK(json::parse(socket->sent[socket->sent.size() - 2])["payload"]["event"]["type"] == "message");
    act({{"do", "react"}, {"channel", incidents}, {"ts", said["ts"]}, {"name", "pushpin"}});
    CHECK(payload()["event"]["reaction"] == "pushpin");
    CHECK(payload()["event"]["item"]["ts"] == said["ts"]);
    act({{"do", "edit"}, {"channel", incidents}, {"ts", said["ts"]}, {"text", "bye"}});
    CHECK(payload()["event"]["subtype"] == "message_changed");
    CHECK(payload()["event"]["previous_message"]["text"] == "hi <@U0TOCSIN>");
    act({{"do", "delete"}, {"channel", incidents}, {"ts", said["ts"]}});
    CHECK(payload()["event"]["deleted_ts"] == said["ts"]);
    const auto before = socket->sent.size();
    act({{"do", "message"}, {"channel", "C0GENERAL"}, {"text", "the bot is not here"}});
    CHECK(socket->sent.size() == before);
    act({{"do", "message"}, {"channel", "D000DANA"}, {"text", "direct"}});
    CHECK(payload()["event"]["channel_type"] == "im");
}

TEST_CASE_FIXTURE(ServiceFixture, "shortcuts and Home tell who asked and on what") {
    act({{"do", "shortcut"}, {"callback_id", "sc.declare"}});
    CHECK(payload()["type"] == "shortcut");
    CHECK(payload()["callback_id"] == "sc.declare");
    const json said = act({{"do", "message"}, {"channel", incidents}, {"text", "evidence"}});
    act({{"do", "message_shortcut"}, {"callback_id", "sc.note"}, {"channel", incidents}, {"ts", said["ts"]}});
    CHECK(payload()["message"]["text"] == "evidence");
    act({{"do", "open_home"}});
    CHECK(payload()["event"]["tab"] == "home");
    const json home = {{"type", "home"}, {"blocks", json::array({json{{"type", "divider"}}})}};
    CHECK(call("views.publish", {{"user_id", dana}, {"view", home}})["ok"] == true);
    CHECK(slack.state(dana)["home"]["view"]["blocks"].size() == 1);
    CHECK(slack.state("U000LEE")["home"]["view"].is_null());
}

TEST_CASE_FIXTURE(ServiceFixture, "unread counts others' messages until they are read") {
    post("news");
    CHECK(channel()["unread"] == 1);
    act({{"do", "read"}, {"channel", incidents}});
    CHECK(channel()["unread"] == 0);
    act({{"do", "message"}, {"channel", incidents}, {"text", "mine"}});
    CHECK(channel()["unread"] == 0);
    CHECK(channel("U000LEE")["unread"] == 2);
}

TEST_CASE_FIXTURE(ServiceFixture, "the clock moves by seconds or to the next event") {
    CHECK(slack.state(dana)["next_event"]["what"] == "Update reminder of INC-42");
    CHECK(act({{"do", "clock"}, {"advance_s", 60}})["now"] == format_rfc3339(clock.now()));
    CHECK(act({{"do", "next_event"}})["now"] == format_rfc3339(time_from_unix(1'737'470'000)));
    CHECK(act({{"do", "clock"}, {"advance_s", -1}})["ok"] == false);
}

TEST_CASE_FIXTURE(ServiceFixture, "a reset starts again and keeps identifiers apart") {
    post("x");
    CHECK(act({{"do", "reset"}})["ok"] == true);
    CHECK(channel()["messages"].empty());
}

TEST_CASE_FIXTURE(ServiceFixture, "acts that make no sense are refused with a reason") {
    CHECK(act({{"do", "fly"}, {"channel", incidents}})["error"] == "message_not_found");
    CHECK(act({{"as", "U0NOBODY"}, {"do", "message"}})["error"] == "user_not_found");
    CHECK(act({{"as", "U0TOCSIN"}, {"do", "message"}})["error"] == "user_not_found");
    CHECK(act({{"do", "message"}, {"channel", "C0NOWHERE"}, {"text", "x"}})["error"] == "channel_not_found");
    CHECK(act({{"do", "trouble"}, {"kind", "earthquake"}})["error"] == "unknown_trouble");
    CHECK(slack.state("U0NOBODY").is_null());
}
