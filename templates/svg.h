// A chart as SVG inside a page: its title and what it shows in words are in it for whoever cannot see it, and
// its colours follow the page's style sheet.
#pragma once

#include <string>
#include <string_view>

#include "templates/report_chart.h"

namespace tocsin::templates {

// `name` makes the IDs inside unique on the page.
std::string svg_of(const Chart& chart, std::string_view name, std::string_view description);

}  // namespace tocsin::templates
