// When something that other systems are asked to make is tried again, and whether it has to be looked for
// first because the last try may have made it unnoticed: of tickets, exports, and entries pushed elsewhere.
#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "bot/base/time.h"
#include "bot/channels/channel.h"

namespace tocsin::engine {

struct TryAgain {
    Duration after{};
    bool look_first = false;  // it may be there
};

inline constexpr Duration pause_after_refusal = 15min;  // until somebody mends the account
inline constexpr Duration tried_for = std::chrono::days{7};

inline constexpr std::array<Duration, 5> pauses_of_others{5s, 15s, 1min, 5min, 10min};

// So many tries after the first; the last pause goes on.
inline Duration pause_after_try(int tries, std::span<const Duration> pauses = pauses_of_others) {
    return pauses[std::min(static_cast<std::size_t>(std::max(tries, 0)), pauses.size() - 1)];
}

// After an answer that says nothing final.
inline TryAgain try_again(const channels::Retry& retry, int tries) {
    return {std::max(retry.after, pause_after_try(tries)), true};
}

}  // namespace tocsin::engine
