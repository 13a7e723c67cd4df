// How a process holds a store, and what those that share one tell each other of it.
#pragma once

#include <set>
#include <string_view>

namespace tocsin::storage {

enum class Hold {
    whole,  // nobody else opens the store meanwhile
    turns,  // others may do the same: their transactions and ours take turns. A file is held as a whole
    none,   // beside whoever holds it, for reading
};

// What was changed, for processes that remember it. Kept on the server as numbers: never renumber.
enum class Topic {
    anything = 0,
    rota = 1,       // changes of who is on call
    contacts = 2,   // how people are reached
    users = 3,      // of Slack
    workspace = 4,  // notes about Slack's
    notices = 5,    // of the status page
    memory = 6,     // what they remember together
    schema = 7,
};
using Topics = std::set<Topic>;

inline const Topics all_topics{Topic::anything,  Topic::rota,    Topic::contacts, Topic::users,
                               Topic::workspace, Topic::notices, Topic::memory,   Topic::schema};

inline constexpr std::string_view workspace_notes = "slack/";  // they begin so

}  // namespace tocsin::storage
