// A provider's own error codes: which of them mean what for a page, and how that is told. The tables are with
// the providers.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bot/channels/channel.h"

namespace tocsin::channels {

enum class Meaning {
    address,
    opted_out,
    configuration,
    retry,
    elsewhere,  // next means or provider now; this one may work again later
    nothing,    // what was asked for is the case already
};

struct Code {
    int code;
    Meaning meaning;
    std::string_view words;  // what is wrong, without the numbers and keys of the case
};

struct Codes {
    std::string_view provider;  // as people call it
    std::span<const Code> all;
};

// Of an answer other than 2xx whose body says `code`; 0 or an unknown one: what the status means.
Outcome refusal(const Codes& codes, int code, const HttpAnswer& answer);

// Of something that failed after it was accepted.
Moved failure(const Codes& codes, int code, std::string id);

}  // namespace tocsin::channels
