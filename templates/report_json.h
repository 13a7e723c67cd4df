// The monthly report as JSON (contract.md section 4): what the verb prints and the page offers. Nothing in it
// is rounded.
#pragma once

#include <string>

#include "bot/core/month_report.h"

namespace tocsin::templates {

std::string report_json(const MonthReport& report);

}  // namespace tocsin::templates
