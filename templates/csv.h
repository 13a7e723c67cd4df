// A cell of a table that spreadsheets read.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::templates {

// Quoted where it has to be; what begins like a formula is made text, for a spreadsheet takes it for one.
std::string csv_cell(std::string_view text);

}  // namespace tocsin::templates
