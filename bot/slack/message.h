// What is sent to Slack as a message or a form: its text and its blocks as JSON that already respects Slack's
// limits. Building blocks is in blocks.h, sending in web_api.h.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace tocsin::slack {

struct Message {
    std::string text;       // a complete summary in plain words (escaped): notifications and screen readers
    nlohmann::json blocks;  // array; null: text only
    nlohmann::json
        classic_blocks;  // the same surface without the newest block types; null: blocks has none of them
    bool operator==(const Message&) const = default;
};

struct View {
    nlohmann::json modern;   // a view object for views.open, views.update or views.publish
    nlohmann::json classic;  // null: modern has none of the newest block types
    bool operator==(const View&) const = default;
};

}  // namespace tocsin::slack
