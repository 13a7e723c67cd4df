// What is remembered of alerts and silences, as JSON in a column.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/alert_record.h"
#include "bot/core/silence.h"

namespace tocsin::storage {

// Without what has a column: its ID, incident and payload.
std::string alert_record_to_json(const AlertRecord& record);
AlertRecord alert_record_from_json(std::string_view text);  // throws UnreadableValue
std::string silence_to_json(const Silence& silence);        // without its ID
Silence silence_from_json(std::string_view text);

}  // namespace tocsin::storage
