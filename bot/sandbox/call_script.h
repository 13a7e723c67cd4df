// What a call says and waits for next, read from the TwiML that the bot answered: Say, Pause, Gather, Hangup.
// The part of the language that a page needs, nothing more.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/time.h"

namespace tocsin::sandbox {

struct CallScript {
    std::vector<std::string> said;
    std::string key_url;  // where a key goes; empty: no key is waited for, the call ends after the words
    Duration key_wait{};  // after the words

    // How long the words take, spoken slowly.
    Duration speech() const;
};

// None: no TwiML, or a verb that is not one of the four.
std::optional<CallScript> read_call_script(std::string_view document);

}  // namespace tocsin::sandbox
