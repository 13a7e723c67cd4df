// A calendar of shifts as a schedule: whoever an event is about is on call during it. Reading the file is
// calendar_reader.h.
#pragma once

#include "bot/imports/reading.h"

namespace tocsin::imports {

// `wanted`: the span for which single shifts, and what no layer can say, are written out.
Expected<std::vector<ImportedSchedule>> read_ical(const std::string& text, const Span& wanted,
                                                  const Reading& reading);

}  // namespace tocsin::imports
