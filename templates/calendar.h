// Shifts as an iCalendar file (RFC 5545) for people's calendars. Reading calendars is not here.
#pragma once

#include <string>
#include <vector>

#include "bot/core/rota.h"
#include "bot/core/rules.h"

namespace tocsin::templates {

struct CalendarPart {
    const Rota& rota;
    std::vector<Shift> shifts;
};

// One event for each shift, by the person's name. The same shift has the same UID every time, so that a
// calendar that is read again updates its events. `now` stamps the file.
std::string calendar(const std::vector<CalendarPart>& parts, const Rules& rules, Time now);

}  // namespace tocsin::templates
