// Something that somebody wants done because of an incident: what, how urgently, by whom and until when. How
// it is typed and shown is not here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/time.h"
#include "bot/core/actor.h"

namespace tocsin {

enum class ActionPriority { p0, p1, p2, p3 };
std::string_view key_of(ActionPriority priority);                             // P0
std::optional<ActionPriority> parse_action_priority(std::string_view typed);  // any case

struct ActionTicket {  // that stands for it in a tracker
    std::string tracker;
    std::string name;  // example/api#123
    std::string url;
    bool operator==(const ActionTicket&) const = default;
};

struct ActionItem {
    int number = 0;  // 1, 2, 3 … within its incident
    ActionPriority priority = ActionPriority::p1;
    std::string text;
    Actor owner;              // empty: nobody yet
    std::optional<Time> due;  // that day at 00:00 UTC, whatever the owner's zone
    Actor added_by;
    Time added;
    std::optional<Time> done;
    Actor done_by;
    std::optional<Time> remind_at;  // that it is due; none: nobody is reminded any more
    ChannelId channel;              // of the message it was made from; empty: of none
    MessageTs message;
    std::optional<ActionTicket> ticket;
    std::string ticket_trouble;  // why there is none yet; empty: nothing is known of any
    bool reopened = false;  // somebody said that it is not done after all: a closed ticket says nothing more
    bool operator==(const ActionItem&) const = default;
};

}  // namespace tocsin
