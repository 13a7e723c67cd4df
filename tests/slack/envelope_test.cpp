#include "bot/slack/envelope.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using namespace tocsin;
using namespace tocsin::slack;
using nlohmann::json;

namespace {

std::string payload_file(const std::string& name) {
    std::ifstream file(std::string(TOCSIN_SOURCE_DIR) + "/tests/slack/payloads/" + name);
    REQUIRE_MESSAGE(file.good(), name);
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
}

Envelope parse_in_envelope(const std::string& type, const json& payload, bool accepts = false) {
    json frame = {{"envelope_id", "E-1"}, {"type", type}, {"accepts_response_payload", accepts}};
    frame["payload"] = payload;
    return parse_envelope(frame.dump());
}

Envelope interactive(const std::string& file) {
    return parse_in_envelope("interactive", json::parse(payload_file(file)));
}

Envelope event(const std::string& file) {
    return parse_in_envelope("events_api", json::parse(payload_file(file)));
}

template <class T>
T payload_of(const Envelope& envelope) {
    REQUIRE(std::holds_alternative<T>(envelope.payload));
    return std::get<T>(envelope.payload);
}

}  // namespace

TEST_CASE("every captured payload is understood or put aside as unknown") {
    int seen = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(TOCSIN_SOURCE_DIR) + "/tests/slack/payloads")) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() != ".json") continue;
        ++seen;
        INFO(name);
        const std::string kind = name.substr(0, name.find('_'));
        const Envelope envelope = kind == "interactive"                ? interactive(name)
                                  : kind == "event" || kind == "shape" ? event(name)
                                  : kind == "control" || kind == "envelope"
                                      ? parse_envelope(payload_file(name))
                                      : interactive(name);
        CHECK_FALSE(std::holds_alternative<Malformed>(envelope.payload));
        if (kind != "control") CHECK_FALSE(envelope.id.empty());
        if (kind == "interactive") CHECK_FALSE(std::holds_alternative<Unknown>(envelope.payload));
    }
    CHECK(seen == 39);
}

TEST_CASE("hello tells how many sockets there are and how long this one lives") {
    const auto hello = payload_of<Hello>(parse_envelope(payload_file("control_hello.json")));
    CHECK(hello == Hello{2, 18060, "A111"});
    CHECK(parse_envelope(R"({"type":"hello"})").payload == Payload(Hello{}));
}

TEST_CASE("disconnect keeps its reason, also one that nobody knows yet") {
    CHECK(payload_of<Disconnect>(parse_envelope(payload_file("control_disconnect_warning.json"))).reason ==
          "warning");
    CHECK(payload_of<Disconnect>(parse_envelope(R"({"type":"disconnect","reason":"moon"})")).reason ==
          "moon");
}

TEST_CASE("a slash command is read whole and recognised by its trigger") {
    const Envelope envelope = parse_envelope(payload_file("envelope_slash_commands.json"));
    const auto command = payload_of<SlashCommand>(envelope);
    CHECK(envelope.id == "1d3c79ab-0ffb-41f3-a080-d19e85f53649");
    CHECK(envelope.accepts_response);
    CHECK(envelope.input_key == "slash/111.222.xxx");
    CHECK(command.command == "/hello-socket-mode");
    CHECK(command.user == User{UserId("U111"), "testxyz", "T111"});
    CHECK(command.channel == ChannelId("C111"));
    CHECK(command.response_url == "https://hooks.slack.com/commands/T111/111/xxx");
}

TEST_CASE("a press on a message's button carries action, place and person") {
    const Envelope envelope = parse_envelope(payload_file("envelope_interactive_block_actions_message.json"));
    const auto press = payload_of<BlockActions>(envelope);
    REQUIRE(press.actions.size() == 1);
    CHECK(press.actions[0].action_id == "a");
    CHECK(press.actions[0].value == "underlying");
    CHECK(press.channel == ChannelId("C111"));
    CHECK(press.message_ts == MessageTs("1605853634.000400"));
    CHECK(press.user.id == UserId("U111"));
    CHECK_FALSE(press.ephemeral);
    CHECK(envelope.input_key == "action/111.222.xxx/" + press.actions[0].action_ts);
}

TEST_CASE("a message shortcut knows the message, its thread and its author") {
    const auto shortcut = payload_of<MessageShortcut>(interactive("interactive_message_action.json"));
    CHECK(shortcut.callback_id == "test-shortcut");
    CHECK(shortcut.message_ts == MessageTs("1583636382.000300"));
    CHECK(shortcut.author == UserId("W111"));
    CHECK(shortcut.text == "<@W222> test");
    CHECK(shortcut.channel == ChannelId("C111"));
}

TEST_CASE("type-ahead is never remembered") {
    const Envelope envelope = interactive("interactive_block_suggestion.json");
    CHECK(payload_of<BlockSuggestion>(envelope).typed == "search word");
    CHECK(envelope.input_key.empty());
}

TEST_CASE("values of a form are read for every kind of element") {
    json view = {{"id", "V1"}, {"hash", "h"}, {"type", "modal"}};
    view["state"]["values"] = json::parse(R"({"b": {
        "text": {"type":"plain_text_input","value":"words"}, "empty": {"type":"plain_text_input","value":null},
        "one": {"selected_option":{"value":"v"}}, "none": {"selected_option":null},
        "many": {"selected_options":[{"value":"x"},{"value":"y"}]}, "user": {"selected_user":"U1"},
        "users": {"selected_users":["U1","U2"]}, "channel": {"selected_conversation":"C1"},
        "date": {"selected_date":"2026-09-23"}, "time": {"selected_time":"03:00"}, "at": {"selected_date_time":1666869900},
        "rich": {"rich_text_value":{"type":"rich_text","elements":[{"elements":[{"text":"a "},{"text":"b"}]}]}},
        "odd": 7}})");
    const auto submission = payload_of<ViewSubmission>(
        parse_in_envelope("interactive", {{"type", "view_submission"}, {"view", view}}));
    const auto& block = submission.view.values.at("b");
    CHECK(block.at("text").values == std::vector<std::string>{"words"});
    CHECK(block.at("empty").values.empty());
    CHECK(block.at("one").values == std::vector<std::string>{"v"});
    CHECK(block.at("none").values.empty());
    CHECK(block.at("many").values == std::vector<std::string>{"x", "y"});
    CHECK(block.at("user").values == std::vector<std::string>{"U1"});
    CHECK(block.at("users").values == std::vector<std::string>{"U1", "U2"});
    CHECK(block.at("channel").values == std::vector<std::string>{"C1"});
    CHECK(block.at("date").values == std::vector<std::string>{"2026-09-23"});
    CHECK(block.at("time").values == std::vector<std::string>{"03:00"});
    CHECK(block.at("at").values == std::vector<std::string>{"1666869900"});
    CHECK(block.at("rich").values == std::vector<std::string>{"a b"});
    CHECK(block.at("odd").values.empty());
}

TEST_CASE("a corrected form is a new input, a second delivery is not") {
    json payload = {{"type", "view_submission"}, {"trigger_id", "t1"}};
    payload["view"] = {{"id", "V1"}, {"hash", "h"}};
    const std::string first = parse_in_envelope("interactive", payload).input_key;
    CHECK(first == "view/V1/h/t1");
    CHECK(parse_in_envelope("interactive", payload).input_key == first);
    payload["trigger_id"] = "t2";
    CHECK(parse_in_envelope("interactive", payload).input_key != first);
}

TEST_CASE("events are recognised by their event ID whatever envelope they come in") {
    const Envelope envelope = parse_envelope(payload_file("envelope_events_api_app_mention.json"));
    const std::string id =
        json::parse(payload_file("envelope_events_api_app_mention.json"))["payload"]["event_id"]
            .get<std::string>();
    CHECK(envelope.input_key == "event/" + id);
    const auto mention = payload_of<Mention>(envelope);
    CHECK_FALSE(mention.text.empty());
    CHECK_FALSE(mention.channel.empty());
    CHECK(mention.thread_ts.empty());
}

TEST_CASE("messages of people, with files and broadcast replies are messages; other subtypes are not") {
    CHECK(payload_of<ChannelMessage>(event("event_message_user.json")).channel_type == "channel");
    CHECK(payload_of<ChannelMessage>(event("event_message_file_share.json")).text == "Hi there!");
    CHECK_FALSE(payload_of<ChannelMessage>(event("event_message_thread_broadcast.json")).thread_ts.empty());
    CHECK_FALSE(payload_of<ChannelMessage>(event("event_message_from_bot.json")).bot_id.empty());
    const auto changed = payload_of<MessageChanged>(event("event_message_changed.json"));
    CHECK(changed.text == "updated message");
    CHECK(changed.ts == MessageTs("1665102338.901939"));
    CHECK(payload_of<Unknown>(event("event_message_bot_message_subtype.json")).type == "message/bot_message");
    CHECK(payload_of<MessageDeleted>(event("event_message_deleted.json")).ts ==
          MessageTs("1665368619.804829"));
}

TEST_CASE("what became of a message says in which thread it was") {
    const auto told = [](json message, json previous, std::string_view subtype) {
        json told{{"type", "message"}, {"subtype", subtype}, {"channel", "C1"}, {"deleted_ts", "2.2"}};
        told["message"] = std::move(message);
        told["previous_message"] = std::move(previous);
        const json envelope{{"envelope_id", "e"},
                            {"type", "events_api"},
                            {"payload", {{"event_id", "Ev1"}, {"event", std::move(told)}}}};
        return parse_envelope(envelope.dump()).payload;
    };
    const json words{{"user", "U1"}, {"ts", "2.2"}, {"thread_ts", "1.1"}, {"text", "better words"}};
    CHECK(told(words, nullptr, "message_changed") ==
          Payload(MessageChanged{UserId("U1"), ChannelId("C1"), MessageTs("2.2"), MessageTs("1.1"),
                                 "better words"}));
    CHECK(told(nullptr, words, "message_deleted") ==
          Payload(MessageDeleted{ChannelId("C1"), MessageTs("2.2"), MessageTs("1.1")}));
    auto buried = words;
    buried["subtype"] = "tombstone";
    CHECK(told(buried, words, "message_changed") ==
          Payload(MessageDeleted{ChannelId("C1"), MessageTs("2.2"), MessageTs("1.1")}));
    auto of_bot = words;
    of_bot["bot_id"] = "B1";
    CHECK(std::holds_alternative<Unknown>(told(of_bot, nullptr, "message_changed")));
}

TEST_CASE("who is in a user group is asked anew when Slack says that it changed") {
    json payload = json::parse(payload_file("shape_event_subteam_members_changed.json"));
    payload["event"]["subteam_id"] = "S0SRE";
    const json envelope{{"envelope_id", "e"}, {"type", "events_api"}, {"payload", std::move(payload)}};
    CHECK(parse_envelope(envelope.dump()).payload == Payload(GroupChanged{UserGroupId("S0SRE")}));
}

TEST_CASE("reactions lose their skin tone") {
    const auto reaction = payload_of<Reaction>(event("event_reaction_added_by_bot.json"));
    CHECK(reaction == Reaction{true, UserId("W23456789"), "heart_eyes", ChannelId("C111"),
                               MessageTs("1599529504.000400"), UserId("W111")});
    json payload = json::parse(payload_file("event_reaction_added_by_bot.json"));
    payload["event"]["reaction"] = "thumbsup::skin-tone-2";
    payload["event"]["type"] = "reaction_removed";
    const auto removed = payload_of<Reaction>(parse_in_envelope("events_api", payload));
    CHECK(removed.name == "thumbsup");
    CHECK_FALSE(removed.added);
}

TEST_CASE("the bot's own revoked token and its removal matter, other people's tokens do not") {
    CHECK(std::holds_alternative<TokensRevoked>(event("shape_event_tokens_revoked.json").payload));
    CHECK(std::holds_alternative<TokensRevoked>(event("shape_event_app_uninstalled.json").payload));
    json payload = json::parse(payload_file("shape_event_tokens_revoked.json"));
    payload["event"]["tokens"]["bot"] = json::array();
    CHECK(std::holds_alternative<Unknown>(parse_in_envelope("events_api", payload).payload));
}

TEST_CASE("an event without its inner object is unknown and still acknowledged") {
    const Envelope envelope =
        parse_in_envelope("events_api", {{"type", "app_rate_limited"}, {"team_id", "T1"}});
    CHECK(payload_of<Unknown>(envelope).type == "app_rate_limited");
    CHECK(envelope.id == "E-1");
    CHECK(envelope.input_key == "envelope/E-1");
}

TEST_CASE("unknown kinds of envelopes keep their ID") {
    const Envelope envelope = parse_in_envelope("carrier_pigeon", json::object());
    CHECK(payload_of<Unknown>(envelope).type == "carrier_pigeon");
    CHECK(envelope.id == "E-1");
}

TEST_CASE("missing, null and mistyped members everywhere never hurt") {
    for (const char* type : {"slash_commands", "interactive", "events_api"})
        for (const char* payload : {"null", "7", "[]", "{}", "\"x\"", R"({"type":null,"event":null})"})
            CHECK_FALSE(parse_in_envelope(type, json::parse(payload)).id.empty());
    for (const char* type : {"block_actions", "view_submission", "view_closed", "shortcut", "message_action",
                             "block_suggestion"}) {
        const json odd = {{"type", type},    {"user", nullptr}, {"team", nullptr}, {"view", 7},
                          {"actions", "no"}, {"message", 3},    {"channel", "C1"}, {"state", json::array()}};
        CHECK(parse_in_envelope("interactive", odd).id == "E-1");
    }
    for (const char* type : {"message", "app_mention", "reaction_added", "app_home_opened", "channel_rename",
                             "user_change", "tokens_revoked"}) {
        const json odd = {{"event", {{"type", type}, {"user", 7}, {"channel", nullptr}, {"item", "x"}}}};
        CHECK(parse_in_envelope("events_api", odd).id == "E-1");
    }
}

TEST_CASE("ten thousand levels of nesting are refused before anything is built, and still acknowledged") {
    const std::string deep = R"({"envelope_id":"deep-1","type":"interactive","payload":)" +
                             std::string(10'000, '[') + std::string(10'000, ']') + "}";
    const Envelope envelope = parse_envelope(deep);
    CHECK(std::holds_alternative<Malformed>(envelope.payload));
    CHECK(envelope.id == "deep-1");
    CHECK(std::holds_alternative<Malformed>(parse_envelope(std::string(10'000, '{')).payload));
}

TEST_CASE("brackets in somebody's words are not nesting") {
    const Envelope envelope = parse_in_envelope(
        "slash_commands",
        {{"command", "/incident"}, {"text", std::string(5'000, '[') + "\"\\" + std::string(200, '{')}});
    CHECK(std::holds_alternative<SlashCommand>(envelope.payload));
}

TEST_CASE("a frame cut short is malformed but its ID is saved; words of people are never taken for it") {
    CHECK(parse_envelope(R"({"envelope_id" : "abc-1","type":"slash_com)").id == "abc-1");
    CHECK(parse_envelope(R"({"text":"\"envelope_id\":\"evil\"", )").id.empty());
    CHECK(parse_envelope(R"({"envelope_id":"<script>", )").id.empty());
    CHECK(parse_envelope(R"({"envelope_id":)").id.empty());
    CHECK(parse_envelope("").id.empty());
}

TEST_CASE("invalid UTF-8 is replaced, not fatal") {
    const Envelope envelope = parse_envelope(
        "{\"envelope_id\":\"E\",\"type\":\"slash_commands\",\"payload\":{\"command\":\"/"
        "incident\",\"text\":\"a\xff\xc3(\"}}");
    CHECK(payload_of<SlashCommand>(envelope).text.find("\xef\xbf\xbd") != std::string::npos);
    CHECK(std::holds_alternative<Malformed>(parse_envelope("\xff\xfe\xfd").payload));
}

TEST_CASE("more than the limit of bytes is refused") {
    std::string text = R"({"envelope_id":"big","type":"x","payload":")";
    text += std::string(max_envelope_bytes, 'a') + "\"}";
    const Envelope envelope = parse_envelope(text);
    CHECK(std::holds_alternative<Malformed>(envelope.payload));
    CHECK(envelope.id == "big");
}

TEST_CASE("an acknowledgment carries its payload as long as it fits into one frame") {
    CHECK(acknowledgment("E", nullptr).frame == R"({"envelope_id":"E"})");
    const auto small = acknowledgment("E", JsonText::object({{"text", "done"}}));
    CHECK(json::parse(small.frame) == json{{"envelope_id", "E"}, {"payload", {{"text", "done"}}}});
    CHECK_FALSE(small.payload_dropped);
    const auto large = acknowledgment("E", JsonText::object({{"text", std::string(16'000, 'x')}}));
    CHECK(large.frame == R"({"envelope_id":"E"})");
    CHECK(large.payload_dropped);
    CHECK(acknowledgment("E", JsonText::object({{"text", "\xff"}})).frame.size() < 100);
}
