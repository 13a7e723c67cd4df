// A silence: alerts that match it are recorded and counted, and open nothing, until it ends. It always ends,
// within a week, and covers a SEV 1 only when a second person said so too (reliability.md F84).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/error.h"
#include "bot/base/ids.h"
#include "bot/core/actor.h"
#include "bot/core/alert.h"

namespace tocsin {

using SilenceId = NumberId<struct SilenceTag>;

struct Silence {
    SilenceId id;  // 0: of the configuration
    // Labels by name, or `source`, `title`, `key`: all of them are as said. A value may end in *.
    std::map<std::string, std::string> matcher;
    Time from{};
    Time until{};
    Actor by;
    std::string why;
    Actor confirmed_by;  // for SEV 1 too; empty: nobody has
    std::optional<Time> lifted;

    bool operator==(const Silence&) const = default;
};

inline constexpr Duration longest_silence = 7 * 24h;
inline constexpr std::size_t most_matched = 8;  // labels of one matcher

bool matches(const Silence& silence, const Alert& alert);
bool is_active(const Silence& silence, Time now);
// Whether it keeps an alert from opening an incident of this severity.
bool covers(const Silence& silence, const Alert& alert, Severity severity, Time now);
std::string matcher_text(const Silence& silence);  // service=api alertname=High*

// "service=api" "alertname='High error rate'": takes what it can from the front of `text`, and leaves the
// rest. Error: nothing was there, or too much.
Expected<std::map<std::string, std::string>> take_matcher(std::string_view& text);

// The silence with a second person behind it, or lifted. Errors are sentences for the actor.
Expected<Silence> confirm(Silence silence, const Actor& by, Time now);
Expected<Silence> lift(Silence silence, Time now);

}  // namespace tocsin
