// From what a person typed, pressed or submitted to the verb that does it: which verb, which incident, may
// they. The only door of this folder for the engine.
#pragma once

#include <string>
#include <string_view>

#include "commands/desk.h"
#include "commands/request.h"

namespace tocsin::commands {

// A whole line after `/incident` or the mention, as Slack sent it.
Answer run_line(const Request& request, std::string_view line, Desk& desk);

struct Press {
    std::string action_id;
    std::string value;
    ChannelId channel;  // of the message
    MessageTs message;  // empty: in a form or on Home
    std::optional<slack::ViewInfo> view;
};
Answer press(const Request& request, const Press& press, Desk& desk);
// The same without a guard against pressing twice, for pages that have their own; not for buttons in forms.
Answer carry_out(const Request& request, const Press& press, Desk& desk);

Answer submit(const Request& request, const slack::ViewInfo& view, Desk& desk);

struct ShortcutUse {
    std::string callback_id;
    ChannelId channel;  // of the message; empty: a global shortcut
    MessageTs message;
    MessageTs thread;
    UserId author;
    std::string text;       // as Slack sent it
    std::string permalink;  // may be empty
};
Answer shortcut(const Request& request, const ShortcutUse& use, Desk& desk);

struct ReactionUse {
    bool added = true;
    std::string name;
    ChannelId channel;
    MessageTs message;
    Incident incident;  // of the thread or channel
    Actor author;
    std::string text;  // of the message, as Slack sent it
};
// Timeline pin, action item and watching by :eyes:. The engine looks the message up before.
Answer react(const Request& request, const ReactionUse& use, Desk& desk);

// Options for a type-ahead field, already in Slack's shape.
JsonText suggest(const Request& request, std::string_view action_id, std::string_view typed, Desk& desk);

}  // namespace tocsin::commands
