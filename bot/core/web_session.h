// A browser that somebody signed in from Slack, and the link that does it. Tokens are not here: the store
// knows them by their hash alone.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/ids.h"
#include "bot/base/time.h"

namespace tocsin {

using WebSessionId = NumberId<struct WebSessionTag>;

inline constexpr std::string_view session_cookie = "__Host-tocsin";
inline constexpr Duration sign_in_lasts = 10min;         // interactions.md 9.3
inline constexpr Duration session_idle = 72h;            // unused for that long it ends
inline constexpr Duration session_lasts = 14 * 24h;      // and after that in any case
inline constexpr Duration sign_in_is_fresh_for = 10min;  // to end other sessions one signs in again
inline constexpr Duration session_seen_every = 1min;     // how exactly `seen` is kept
inline constexpr Duration sign_ins_are_known_for = 24h;  // after their end
inline constexpr int most_sign_ins = 10;                 // links of one person in an hour
inline constexpr std::size_t most_sessions = 10;         // of one person; the oldest ends
inline constexpr std::size_t longest_browser = 200;      // bytes kept of what a browser calls itself

struct SignIn {  // by a link that works once
    UserId user;
    std::string page;  // where it leads: "i/42"; empty: the first page
    Time made;
    Time expires;
    bool operator==(const SignIn&) const = default;
};

struct WebSession {
    WebSessionId id;
    UserId user;
    std::string browser;  // as it calls itself; may be empty
    Time began;
    Time seen;
    Time ends;
    bool operator==(const WebSession&) const = default;
};

inline bool is_over(const WebSession& session, Time now) {
    return session.ends <= now || session.seen + session_idle <= now;
}

}  // namespace tocsin
