// The labels of an alert, out of the many forms in which sources write them, within the limits of readers.h.
#pragma once

#include <map>
#include <string>

#include "bot/alerts/lookup.h"
#include "bot/core/alert_fields.h"

namespace tocsin::alerts {

// Those with a name of their own first, then everything in `all_labels`: objects, lists of {"name", "value"}
// or
// {"key", "value"}, of pairs or of "name:value", and texts like "name:value,name:value".
std::map<std::string, std::string> labels_in(const AlertFields& fields, const Lookup& lookup);

}  // namespace tocsin::alerts
