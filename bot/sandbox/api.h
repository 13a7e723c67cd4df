// The Web API without HTTP: a method's name and arguments in, Slack's answer out. The methods are in
// api_*.cpp by family. Tokens, faults and rate limits are dealt with in web_api_server.cpp.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "bot/sandbox/block_validator.h"
#include "bot/sandbox/json_access.h"
#include "bot/sandbox/workspace.h"

namespace tocsin::sandbox {

struct ApiError {
    std::string name;
    json extra = json::object();  // merged into the answer
};
using ApiAnswer = std::expected<json, ApiError>;
inline std::unexpected<ApiError> refuse(std::string name, json extra = json::object()) {
    return std::unexpected(ApiError{std::move(name), std::move(extra)});
}

struct ApiCall {
    Workspace& workspace;
    const json& arguments;  // an object; forms arrive with strings everywhere
    Time now;
    const std::string& base_url;  // http://127.0.0.1:9000
    const RefusedTypes& refused;

    std::string text(std::string_view name) const;  // numbers and booleans as text
    bool flag(std::string_view name) const;         // true, "true", "1"
    std::int64_t number(std::string_view name, std::int64_t otherwise) const;
    json structure(std::string_view name) const;  // JSON, or a string that holds JSON; else discarded
    bool has(std::string_view name) const;
    std::vector<std::string> list(std::string_view name) const;  // "U1,U2" or ["U1", "U2"]
};

enum class Tier { special, one, two, three, four, post };  // post: a second for each channel

struct ApiMethod {
    ApiAnswer (*run)(const ApiCall&);
    Tier tier;
};

using ApiMethods = std::map<std::string, ApiMethod, std::less<>>;
const ApiMethods& api_methods();

// Each family adds its own.
void add_chat_methods(ApiMethods& methods);
void add_conversation_methods(ApiMethods& methods);
void add_history_methods(ApiMethods& methods);
void add_user_methods(ApiMethods& methods);
void add_view_methods(ApiMethods& methods);
void add_mark_methods(ApiMethods& methods);  // reactions, pins, bookmarks
void add_file_methods(ApiMethods& methods);

// Shared by several families.
using FoundChannel = std::expected<Channel*, ApiError>;
FoundChannel visible_channel(const ApiCall& call, std::string_view argument = "channel");
FoundChannel writable_channel(const ApiCall& call, std::string_view argument = "channel");
using FoundMessage = std::expected<Message*, ApiError>;
FoundMessage message_of(Channel& channel, const std::string& ts);
// A page of `items` from the cursor on, with response_metadata.next_cursor.
json page_of(const ApiCall& call, const char* name, const std::vector<json>& items, std::size_t usual);
ApiError block_error(std::string name, const std::vector<Problem>& problems);

// The parts of a message that chat.* and response URLs share, checked: text, blocks, attachments, metadata.
struct MessageParts {
    std::string text;
    json blocks = json::array();
    json attachments = json::array();
    json metadata;
    bool has_blocks = false;
};
std::expected<MessageParts, ApiError> message_parts(const ApiCall& call, bool limit_total);

}  // namespace tocsin::sandbox
