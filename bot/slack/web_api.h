// Calls of Slack's Web API as values, and what their answers mean. What waits, is sent again or is looked up
// first is the outbox's business; sockets are the sender's.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bot/base/json_text.h"
#include "bot/base/time.h"

namespace tocsin::slack {

struct Call {
    std::string method;  // "chat.postMessage"; "response_url" when it goes to `url`
    JsonText arguments;  // object
    std::string url = {};
    bool operator==(const Call&) const = default;
};

// What became of a call.
struct Answered {
    nlohmann::json body;  // "ok": true
    bool operator==(const Answered&) const = default;
};
struct Limited {  // 429 or `ratelimited`: nothing was done
    Duration after{};
    bool operator==(const Limited&) const = default;
};
struct Unreachable {  // nothing left this machine, or Slack says that it did nothing
    std::string reason;
    bool operator==(const Unreachable&) const = default;
};
struct Uncertain {  // timeout, 5xx, cut connection, unreadable body: it may have been done
    std::string reason;
    bool operator==(const Uncertain&) const = default;
};
struct Refused {        // "ok": false with a final error
    std::string error;  // Slack's name: channel_not_found
    nlohmann::json body;
    bool operator==(const Refused&) const = default;
};
using Outcome = std::variant<Answered, Limited, Unreachable, Uncertain, Refused>;

// `retry_after` is the header's text, empty when absent (then 30 s are assumed for a 429).
Outcome read_answer(int status, std::string_view retry_after, std::string_view body);

// invalid_auth, token_revoked, account_inactive …: no retry helps, the operator must act.
bool is_auth_error(std::string_view error);
// The answer says that a block type is not known or not allowed: send the classic form.
bool is_block_error(const Refused& refused);

}  // namespace tocsin::slack
