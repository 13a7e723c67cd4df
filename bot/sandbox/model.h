// What a Slack workspace consists of, as plain values: people, channels, messages, forms. How they change is
// in workspace.h; how they look on the wire is in slack_json.h.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "bot/base/time.h"

namespace tocsin::sandbox {

using nlohmann::json;

struct Person {
    std::string id;
    std::string name;
    std::string about;
    bool guest = false;
    bool deactivated = false;
    bool bot = false;
    std::string tz = "UTC";
    std::string email;
};

struct Group {
    std::string id;  // S…
    std::string handle;
    std::string name;
    std::vector<std::string> members;
};

struct Reaction {
    std::string name;
    std::vector<std::string> users;
};

struct Message {
    std::string ts;
    std::string thread_ts;  // empty or its own ts: not a reply
    std::string user;
    std::string text;
    std::string subtype;          // channel_join, channel_topic …; empty: somebody wrote it
    json blocks = json::array();  // with block_ids
    json attachments = json::array();
    json metadata;  // null: none
    std::vector<Reaction> reactions;
    std::vector<std::string> replies;  // ts of the thread below, in order
    Time at{};
    bool bot = false;
    bool edited = false;
    bool broadcast = false;  // a reply that also stands in the channel
    bool pinned = false;

    bool is_reply() const { return !thread_ts.empty() && thread_ts != ts; }
};

struct Ephemeral {
    std::string id;
    std::string user;  // who sees it
    std::string ts;
    std::string thread_ts;
    std::string text;
    json blocks = json::array();
};

struct Bookmark {
    std::string id;
    std::string title;
    std::string link;
    std::string emoji;
};

struct Channel {
    enum class Kind { channel, direct, group };  // group: a direct message with several people

    std::string id;
    std::string name;
    Kind kind = Kind::channel;
    bool is_private = false;
    bool archived = false;
    bool general = false;
    std::string creator;
    std::string topic;
    Time created{};
    std::set<std::string> members;
    std::map<std::string, Message> messages;  // by ts, replies included
    std::vector<Ephemeral> ephemeral;
    std::vector<Bookmark> bookmarks;
    std::map<std::string, std::string> read_until;  // person -> ts
    std::int64_t last_ts_us = 0;

    bool has(const std::string& person) const { return members.contains(person); }
};

struct View {
    std::string id;
    std::string root;
    std::string previous;
    std::string user;
    std::string hash;
    json body;                     // as the app gave it, with block_ids
    json values = json::object();  // what was last sent with it: state.values
    json errors = json::object();  // block_id -> sentence
    std::string trouble;
    bool busy = false;
};

}  // namespace tocsin::sandbox
