// What the verb and the buttons of the monthly report share: its zone, its action line, who may change it.
#pragma once

#include "bot/core/month_report.h"
#include "commands/desk.h"

namespace tocsin::commands {

inline constexpr int usual_months = 6;  // that the charts of a report show
inline constexpr int months_of_year = 12;

Zone zone_of_reports(const Desk& desk);

// The note in the store that holds what somebody wrote instead of the action line.
std::string action_note(std::chrono::year_month month);
bool may_edit_report(const Request& request, const Desk& desk);

}  // namespace tocsin::commands
