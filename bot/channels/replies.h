// What a person's text to us is before anybody reads it: from a phone, in bounds, or the carrier's word for
// "no more texts". What a reply means for an incident is the engine's business.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/channels/channel.h"

namespace tocsin::channels {

// STOP and its like, alone in a text: carriers act on them, and nothing reaches the number any more.
bool is_opt_out(std::string_view text);
// START and its like, which take that back.
bool is_opt_in(std::string_view text);

// None when the sender is no phone (a short code, a name): nobody who was paged.
std::optional<Replied> reply_of(std::string number, std::string_view text, std::string id,
                                std::optional<Time> at);

}  // namespace tocsin::channels
