// Who asks for something, from where, and what they are answered. The same for a slash command, a mention, a
// direct message, a press and a form; how Slack carries it is the engine's business.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bot/core/event.h"
#include "bot/core/incident.h"
#include "bot/core/people.h"
#include "bot/slack/envelope.h"
#include "bot/slack/message.h"

namespace tocsin::commands {

struct Request {
    Via via{};
    SlackUser user;
    ChannelId
        channel;  // where it was said or pressed; empty: nowhere in particular (App Home, a global shortcut)
    MessageTs thread;           // of the thread it was said in; empty: not in a thread
    bool can_open_form = true;  // a trigger is at hand: not for mentions and direct messages
    std::string said_verb;      // as typed; for "did you mean"

    Actor actor() const { return {user.id, user.name}; }
};

struct Nothing {  // what happened is the answer
    bool operator==(const Nothing&) const = default;
};
struct Say {  // only the person who asked sees it
    slack::Message message;
    bool replaces =
        false;  // stands in for the message whose button was pressed (an answer of ours to this person)
    bool operator==(const Say&) const = default;
};
struct OpenForm {
    slack::View view;
    bool operator==(const OpenForm&) const = default;
};
struct FieldErrors {  // the form stays open with these under its fields: block_id, sentence
    std::vector<std::pair<std::string, std::string>> errors;
    bool operator==(const FieldErrors&) const = default;
};
struct NextForm {  // takes the place of the form that was submitted or pressed in
    slack::View view;
    bool operator==(const NextForm&) const = default;
};
struct ShowReport {  // of a month; made when it leaves, for it may need a picture
    std::chrono::year_month month;
    int months = 0;         // that its charts show
    bool replaces = false;  // as of Say
    bool operator==(const ShowReport&) const = default;
};
using Answer = std::variant<Nothing, Say, OpenForm, FieldErrors, NextForm, ShowReport>;

}  // namespace tocsin::commands
