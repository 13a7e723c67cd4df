// The monthly report in the mission's words (interactions.md 10.1), as text and as a page for a browser.
#pragma once

#include <string>

#include "bot/core/month_report.h"

namespace tocsin::templates {

std::string month_name(std::chrono::year_month month);  // January 2025
std::string month_report_text(const MonthReport& report);
// A whole page of its own: it names no other file.
std::string month_report_html(const MonthReport& report);

}  // namespace tocsin::templates
