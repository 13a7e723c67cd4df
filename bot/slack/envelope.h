// What Slack sends over a Socket Mode connection, read into values. Tolerant: every nested object may be
// missing; whatever is not understood becomes Unknown (and is acknowledged) or Malformed. No I/O.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/json_text.h"

namespace tocsin::slack {

struct Hello {
    int connections = 0;
    int approximate_seconds = 0;  // 0: not said
    std::string app_id;
    bool operator==(const Hello&) const = default;
};

struct Disconnect {
    std::string reason;  // warning, refresh_requested, link_disabled, too_many_websockets or new
    bool operator==(const Disconnect&) const = default;
};

struct User {
    UserId id;
    std::string name;
    std::string team_id;
    bool operator==(const User&) const = default;
};

struct SlashCommand {
    std::string command;
    std::string text;  // as sent: escaped, typographic quotes and dashes not yet normalised
    User user;
    ChannelId channel;
    std::string trigger_id;
    std::string response_url;
    bool operator==(const SlashCommand&) const = default;
};

struct Action {
    std::string action_id;
    std::string block_id;
    std::string type;
    std::string value;  // of a button, or of the option, user, conversation or date that was chosen
    std::string action_ts;
    bool operator==(const Action&) const = default;
};

// The inputs of a form or of a message's stateful elements: block_id, then action_id.
struct FieldValue {
    std::vector<std::string> values;  // text, chosen values, user IDs, "1737469920"; empty: nothing entered
    bool operator==(const FieldValue&) const = default;
};
using FieldValues = std::map<std::string, std::map<std::string, FieldValue>>;

struct ViewInfo {
    std::string id;
    std::string hash;
    std::string type;  // modal or home
    std::string callback_id;
    std::string private_metadata;
    std::string root_view_id;
    FieldValues values;
    bool operator==(const ViewInfo&) const = default;
};

struct BlockActions {
    User user;
    std::vector<Action> actions;  // one in practice
    ChannelId channel;            // empty in a view
    MessageTs message_ts;
    MessageTs thread_ts;
    bool ephemeral = false;
    std::optional<ViewInfo> view;
    FieldValues values;  // of a message's stateful elements
    std::string trigger_id;
    std::string response_url;
    bool operator==(const BlockActions&) const = default;
};

struct ViewSubmission {
    User user;
    ViewInfo view;
    std::string trigger_id;
    bool operator==(const ViewSubmission&) const = default;
};

struct ViewClosed {
    User user;
    ViewInfo view;
    bool operator==(const ViewClosed&) const = default;
};

struct GlobalShortcut {
    User user;
    std::string callback_id;
    std::string trigger_id;
    std::string action_ts;
    bool operator==(const GlobalShortcut&) const = default;
};

struct MessageShortcut {
    User user;
    std::string callback_id;
    ChannelId channel;
    MessageTs message_ts;
    MessageTs thread_ts;
    UserId author;     // empty: a bot's message
    std::string text;  // escaped
    std::string trigger_id;
    std::string action_ts;
    std::string response_url;
    bool operator==(const MessageShortcut&) const = default;
};

struct BlockSuggestion {
    User user;
    std::string action_id;
    std::string block_id;
    std::string typed;
    std::optional<ViewInfo> view;
    bool operator==(const BlockSuggestion&) const = default;
};

struct Mention {  // app_mention
    User user;
    ChannelId channel;
    MessageTs ts;
    MessageTs thread_ts;  // empty: not in a thread
    std::string text;     // with the mention, escaped
    bool operator==(const Mention&) const = default;
};

struct ChannelMessage {  // event `message` without a subtype, file_share or thread_broadcast
    UserId user;         // empty: a bot
    std::string bot_id;
    ChannelId channel;
    std::string channel_type;  // channel, group, im, mpim
    MessageTs ts;
    MessageTs thread_ts;
    std::string text;  // escaped
    bool operator==(const ChannelMessage&) const = default;
};

struct MessageChanged {  // a person's message has other words now, or only another preview
    UserId user;         // who wrote it
    ChannelId channel;
    MessageTs ts;
    MessageTs thread_ts;
    std::string text;  // escaped
    bool operator==(const MessageChanged&) const = default;
};

struct MessageDeleted {
    ChannelId channel;
    MessageTs ts;
    MessageTs thread_ts;
    bool operator==(const MessageDeleted&) const = default;
};

struct Reaction {
    bool added = true;
    UserId user;
    std::string name;  // without colons and skin tone
    ChannelId channel;
    MessageTs ts;
    UserId author;
    bool operator==(const Reaction&) const = default;
};

struct HomeOpened {
    UserId user;
    std::string tab;  // home or messages
    bool operator==(const HomeOpened&) const = default;
};

struct MemberJoined {
    UserId user;
    ChannelId channel;
    bool operator==(const MemberJoined&) const = default;
};

struct ChannelChanged {
    enum class What { archived, renamed };
    What what{};
    ChannelId channel;
    std::string name;  // the new one
    bool operator==(const ChannelChanged&) const = default;
};

struct UserChanged {
    UserId id;
    std::string name;
    std::string timezone;
    bool guest = false;
    bool bot = false;
    bool deactivated = false;
    bool operator==(const UserChanged&) const = default;
};

struct GroupChanged {  // who is in a user group
    UserGroupId group;
    bool operator==(const GroupChanged&) const = default;
};

struct TokensRevoked {
    bool operator==(const TokensRevoked&) const = default;
};

struct Unknown {  // understood as an envelope, not as a payload we act on
    std::string type;
    bool operator==(const Unknown&) const = default;
};

struct Malformed {  // no envelope at all, or one without a type
    std::string reason;
    bool operator==(const Malformed&) const = default;
};

using Payload = std::variant<Hello, Disconnect, SlashCommand, BlockActions, ViewSubmission, ViewClosed,
                             GlobalShortcut, MessageShortcut, BlockSuggestion, Mention, ChannelMessage,
                             MessageChanged, MessageDeleted, Reaction, HomeOpened, MemberJoined,
                             ChannelChanged, UserChanged, GroupChanged, TokensRevoked, Unknown, Malformed>;

struct Envelope {
    std::string id;                 // empty: nothing to acknowledge
    bool accepts_response = false;  // the acknowledgment may carry a payload
    int retry_attempt = 0;
    // What makes two deliveries the same input: event ID, trigger ID with action, view with hash. Empty: not
    // to be remembered (type-ahead, hello).
    std::string input_key;
    Payload payload;
    bool operator==(const Envelope&) const = default;
};

// `text` is one whole WebSocket message; at most `max_envelope_bytes` and `max_envelope_depth` levels deep,
// else Malformed. Never throws.
Envelope parse_envelope(std::string_view text);

inline constexpr std::size_t max_envelope_bytes = 4 * 1024 * 1024;
inline constexpr int max_envelope_depth = 100;

// The acknowledgment frame; `payload` (null: none) is left out when the frame would exceed 16,000 bytes,
// which the second member tells.
struct Acknowledgment {
    std::string frame;
    bool payload_dropped = false;
};
Acknowledgment acknowledgment(const std::string& envelope_id, const JsonText& payload);

}  // namespace tocsin::slack
