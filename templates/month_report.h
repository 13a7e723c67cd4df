// The monthly report in the mission's words (interactions.md 10.1), as text for a terminal.
#pragma once

#include <string>

#include "templates/report_words.h"

namespace tocsin::templates {

std::string month_report_text(const ReportFacts& facts);

}  // namespace tocsin::templates
