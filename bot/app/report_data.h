// What a monthly report is computed from: an export, or the part of one that contract.md section 4 names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/error.h"
#include "bot/core/month_report.h"

namespace tocsin::app {

struct ReportData {
    std::string timezone = "UTC";
    std::vector<MeasuredIncident> incidents;
    AlertCounts alerts;
};

// invalid: what is wrong and where, as in "incidents[3].detected is no instant: …".
Expected<ReportData> read_report_data(std::string_view text);

}  // namespace tocsin::app
