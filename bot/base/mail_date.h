// Dates as mail and HTTP write them: Fri, 24 May 2019 17:18:27 +0000. RFC 3339 is in time.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/time.h"

namespace tocsin {

std::string format_mail_date(Time at);                       // in +0000
std::optional<Time> parse_mail_date(std::string_view text);  // the zone as +hhmm or GMT

}  // namespace tocsin
