// The two charts of the monthly report as one PNG, for workspaces that take no charts of their own. What it
// shows in words is charts_in_words of report_words.h.
#pragma once

#include <string>
#include <vector>

#include "bot/core/month_report.h"

namespace tocsin::templates {

// The same history gives the same bytes. Empty: it could not be drawn.
std::string report_picture(const std::vector<MonthReport>& history);

}  // namespace tocsin::templates
