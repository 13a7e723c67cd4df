#include <doctest/doctest.h>

#include <map>
#include <set>

#include "bot/slack/identifiers.h"
#include "tests/config/json_schema.h"

using namespace tocsin;
using namespace tocsin::config;
using nlohmann::json;

namespace {

const std::string root = TOCSIN_SOURCE_DIR;

json manifest() {
    return read_yaml_file(root + "/manifest.yaml");
}

std::set<std::string> words(const json& list) {
    std::set<std::string> all;
    for (const json& word : list) all.insert(word.get<std::string>());
    return all;
}

}  // namespace

TEST_CASE("the manifest keeps Slack's own schema") {
    const json schema = json::parse(read_text_file(root + "/tests/config/manifest.schema.2.0.0.json"));
    CHECK(violations(manifest(), schema) == std::vector<std::string>{});
    json broken = manifest();
    broken["display_information"]["name"] = std::string(36, 'x');
    broken["settings"]["sockets"] = true;
    CHECK(violations(broken, schema).size() == 2);
}

TEST_CASE("the manifest has the one slash command, with mentions escaped") {
    const json commands = manifest()["features"]["slash_commands"];
    REQUIRE(commands.size() == 1);
    CHECK(commands[0]["command"] == "/incident");
    CHECK(commands[0]["usage_hint"] == "declare | ack | update | status | resolve | oncall | help");
    CHECK(commands[0]["should_escape"] == true);
}

TEST_CASE("the manifest has every shortcut that the code answers, of its kind") {
    std::map<std::string, std::string> shortcuts;
    for (const json& each : manifest()["features"]["shortcuts"]) {
        shortcuts[each["callback_id"].get<std::string>()] = each["type"].get<std::string>();
        CHECK(each["name"].get<std::string>().size() <= 24);
    }
    CHECK(shortcuts ==
          std::map<std::string, std::string>{{std::string(slack::shortcut::declare), "global"},
                                             {std::string(slack::shortcut::declare_from_message), "message"},
                                             {std::string(slack::shortcut::add_to_timeline), "message"},
                                             {std::string(slack::shortcut::make_action), "message"}});
}

TEST_CASE("the manifest subscribes to the events that the code reads") {
    CHECK(words(manifest()["settings"]["event_subscriptions"]["bot_events"]) ==
          std::set<std::string>{"app_home_opened", "app_mention", "app_uninstalled", "channel_archive",
                                "channel_rename", "member_joined_channel", "message.channels",
                                "message.groups", "message.im", "reaction_added", "reaction_removed",
                                "subteam_members_changed", "tokens_revoked", "user_change"});
}

TEST_CASE("every event and method has its scope, and no scope is there for nothing") {
    const std::set<std::string> events = {
        "app_mentions:read",                                  // app_mention
        "channels:history",  "groups:history", "im:history",  // message.…, conversations.replies
        "channels:read",     "groups:read",                   // channel_…, member_joined_channel
        "reactions:read",                                     // reaction_…
        "usergroups:read",  // subteam_members_changed, usergroups.users.list
        "users:read",       // user_change, users.info
    };
    std::set<std::string> needed = {
        "chat:write",                            // chat.postMessage, update, postEphemeral
        "chat:write.public",                     // posting before anybody invites the bot
        "commands",                              // /incident and shortcuts
        "channels:join",     "channels:manage",  // incident channels
        "groups:write",                          // private incidents
        "im:write",                              // conversations.open
        "reactions:write",                       // reactions.add
        "files:write",                           // the report's picture
    };
    needed.insert(events.begin(), events.end());
    CHECK(words(manifest()["oauth_config"]["scopes"]["bot"]) == needed);
}

TEST_CASE("the app works over Socket Mode, with buttons and a Home tab") {
    const json m = manifest();
    CHECK(m["settings"]["socket_mode_enabled"] == true);
    CHECK(m["settings"]["interactivity"]["is_enabled"] == true);
    CHECK(m["features"]["app_home"]["home_tab_enabled"] == true);
    CHECK(m["features"]["app_home"]["messages_tab_read_only_enabled"] == false);
    CHECK(m["features"].contains("bot_user"));
}
