// Time in a zone as people meet it: shift times, time as they write it, business hours. Who is on call is
// rota.h; the zones themselves are zone.h.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "bot/base/error.h"
#include "bot/base/time.h"
#include "bot/core/rules.h"

namespace tocsin {

bool zone_exists(std::string_view zone);  // an IANA name that this machine's data knows

// Monday 2025-01-27 09:00 (America/New_York)
std::string format_local(Time at, std::string_view zone);

struct LocalWords {
    std::string weekday;  // Monday
    std::string date;     // 2025-01-27
    std::string clock;    // 09:00
};
LocalWords local_words(Time at, std::string_view zone);

// A point in time as people write it: "14:30", "14:30 UTC", "2025-01-21 14:30", "2025-01-21 14:30 UTC", "10m
// ago", "yesterday 23:10", RFC 3339. A bare clock time is the last time it was that time in `zone`.
Expected<Time> parse_point_in_time(std::string_view text, std::string_view zone, Time now);

// The same for what is to come: "14:30" is the next time it is that time, "friday 09:00" the next Friday;
// also "tomorrow 14:30" and "in 2h".
Expected<Time> parse_coming_time(std::string_view text, std::string_view zone, Time now);

bool is_business_time(const BusinessHours& hours, Time at);
// `at` itself inside business hours, else the next opening.
Time next_business_time(const BusinessHours& hours, Time at);
// The opening of business hours on a later day.
Time next_business_day(const BusinessHours& hours, Time at);
// The instant at which `duration` of business time has passed since `from`.
Time add_business_time(const BusinessHours& hours, Time from, Duration duration);

}  // namespace tocsin
