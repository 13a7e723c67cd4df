// Workspace values as Slack's JSON: what the Web API answers and what payloads and events contain. No rules.
#pragma once

#include "bot/sandbox/workspace.h"

namespace tocsin::sandbox {

json user_json(const Workspace& workspace, const Person& person);
json channel_json(const Workspace& workspace, const Channel& channel);
json message_json(const Workspace& workspace, const Message& message);
json view_json(const Workspace& workspace, const View& view);
json group_json(const Group& group, Time created);

// The `message` event of a new message.
json message_event(const Workspace& workspace, const Channel& channel, const Message& message);
std::string_view channel_type(const Channel& channel);  // channel, group, im, mpim

}  // namespace tocsin::sandbox
