// When the monthly report is posted: on the first business day of the month after it, in the morning; and
// when whoever may change it sees it, a day earlier.
#pragma once

#include <chrono>

#include "bot/core/rules.h"
#include "bot/core/zone.h"

namespace tocsin {

struct ReportTimes {
    Time preview;
    Time posted;
};

// Of the report on `month`. `zone`: whose morning it is.
ReportTimes report_times(std::chrono::year_month month, const BusinessHours& hours, const Zone& zone);

// The zone of the schedule that pages first in the default team; the rules' own where there is none.
Zone morning_zone(const Rules& rules);

}  // namespace tocsin
