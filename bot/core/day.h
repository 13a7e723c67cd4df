// A day as people name it when they promise something: "Jan 22", "friday", "2025-01-22". A day is the instant
// of its midnight in UTC, whatever zone it is meant in. Points in time are local_time.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/time.h"

namespace tocsin {

Time day_of(Time at);  // midnight in UTC of that instant's day

// "today", "tomorrow", "friday", "Jan 22", "22 January", "Jan 22, 2026", "2025-01-22", any case; a day
// without a year is the next one of that name. Whole text must match; nullopt: it is no day.
std::optional<Time> parse_day(std::string_view text, Time today);

// "Jan 22"; with the year where it is another one than of `beside`.
std::string format_month_day(Time day, Time beside);

}  // namespace tocsin
