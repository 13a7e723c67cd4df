#include "bot/channels/replies.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/contact.h"
#include "bot/base/text.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {

bool is_opt_out(std::string_view text) {
    constexpr std::array<std::string_view, 8> words{"stop", "stopall", "unsubscribe", "cancel",
                                                    "end",  "quit",    "optout",      "revoke"};
    return std::ranges::any_of(words, [&](std::string_view word) { return iequals(trim(text), word); });
}

bool is_opt_in(std::string_view text) {
    constexpr std::array<std::string_view, 3> words{"start", "unstop", "yes"};
    return std::ranges::any_of(words, [&](std::string_view word) { return iequals(trim(text), word); });
}

std::optional<Replied> reply_of(std::string number, std::string_view text, std::string id,
                                std::optional<Time> at) {
    constexpr std::size_t longest_reply = 1600;
    if (!is_phone(number) || id.empty()) return std::nullopt;
    return Replied{std::move(number), paragraph(text, longest_reply), std::move(id), at, is_opt_out(text),
                   is_opt_in(text)};
}

}  // namespace tocsin::channels
