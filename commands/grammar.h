// The words of a command: `verb [target] {argument}` (interactions.md 4.1), the same wherever they are typed.
// Pure text work; which incident is meant and who may is decided in interpreter.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/ids.h"

namespace tocsin::commands {

// Command text as Slack sends it, made plain: typographic quotes, dashes and blanks undone, entities
// unescaped once, deceptive characters dropped, at most `max_command_bytes`. Mentions stay <@U123>.
std::string normalise(std::string_view text);
inline constexpr std::size_t max_command_bytes = 16 * 1024;

// Takes the first word off `text`, and the blanks around it. Empty: there is none.
std::string_view take_word(std::string_view& text);

// "<@U123>", "<@U123|name>", "me", "@name" (a name stays a name: the workspace is not searched).
struct Named {
    UserId user;       // empty: not a mention
    std::string name;  // as typed, without @; "me" stays "me"
    bool operator==(const Named&) const = default;
};
std::optional<Named> parse_user(std::string_view word);

struct Target {
    enum class Kind { none, named, bare_number, here };
    Kind kind = Kind::none;
    IncidentNumber number;
    bool operator==(const Target&) const = default;
};
// What the first word of `text` says about the incident; taken off when it says something. A bare number is
// taken off too and marked: it may be an argument.
Target take_target(std::string_view& text);

// "@lee INC-42 words" as "INC-42 @lee words"; empty: the second word names no incident.
std::string target_first(std::string_view text);

// The text after the mention of the bot: "<@UBOT> update …" gives "update …".
std::string_view after_mention(std::string_view text, const UserId& bot);

}  // namespace tocsin::commands
