// What is sent to Slack as a message or a form: its text and its blocks as JSON that already respects Slack's
// limits. Building blocks is in blocks.h, sending in web_api.h.
#pragma once

#include <string>

#include "bot/base/json_text.h"

namespace tocsin::slack {

struct Message {
    std::string text;  // a complete summary in plain words (escaped): notifications and screen readers
    JsonText blocks;   // array; null: text only
    JsonText
        classic_blocks;  // the same surface without the newest block types; null: blocks has none of them
    bool operator==(const Message&) const = default;
};

// The message as the answer to one person: in an acknowledgment.
inline JsonText ephemeral(const Message& message) {
    auto out = JsonText::object({{"response_type", "ephemeral"}, {"text", message.text}});
    if (!message.blocks.is_null()) out.set("blocks", message.blocks);
    return out;
}

struct View {
    JsonText modern;   // a view object for views.open, views.update or views.publish
    JsonText classic;  // null: modern has none of the newest block types
    bool operator==(const View&) const = default;
};

}  // namespace tocsin::slack
