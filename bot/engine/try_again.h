// When something that other systems are asked to make is tried again, and whether it has to be looked for
// first because the last try may have made it unnoticed: of tickets, and of entries pushed elsewhere.
#pragma once

#include <algorithm>
#include <array>

#include "bot/base/time.h"
#include "bot/channels/channel.h"

namespace tocsin::engine {

struct TryAgain {
    Duration after{};
    bool look_first = false;  // it may be there
};

inline constexpr Duration pause_after_refusal = 15min;  // until somebody mends the account
inline constexpr Duration tried_for = std::chrono::days{7};

// After an answer that says nothing final, so many tries after the first.
inline TryAgain try_again(const channels::Retry& retry, int tries) {
    constexpr std::array<Duration, 5> pauses{5s, 15s, 1min, 5min, 10min};  // the last one goes on
    const auto step = std::min(static_cast<std::size_t>(std::max(tries, 0)), pauses.size() - 1);
    return {std::max(retry.after, pauses[step]), true};
}

}  // namespace tocsin::engine
