// What a person answers to a page in a text message (interactions.md 8.2): words in, meaning out. Which
// incident it is about, and whether it may be done, is for others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/ids.h"

namespace tocsin {

struct Reply {
    enum class What { acknowledge, escalate, pass_on, update, resolve, join, help, unknown };
    What what = What::unknown;
    std::optional<IncidentNumber> incident;  // where the text names one
    bool all = false;                        // of acknowledge: every open page
    std::string text;                        // of update and resolve
    bool operator==(const Reply&) const = default;
};

// Case, blanks and full stops around it do not matter: " Ack. " is "ack". An update or a resolution without
// words is unknown.
Reply parse_reply(std::string_view text);

}  // namespace tocsin
