// One alert out of foreign JSON, by the fields that say where its parts stand, and within the limits of
// readers.h.
#pragma once

#include <optional>
#include <string_view>

#include "bot/alerts/lookup.h"
#include "bot/base/error.h"
#include "bot/base/time.h"
#include "bot/core/alert.h"
#include "bot/core/alert_fields.h"

namespace tocsin::alerts {

bool applies(const AlertFields& fields, const Lookup& lookup);  // all of `only_if` is there

// None: nothing to tell. Error: neither a key nor a title, or a status that is not understood.
Expected<std::optional<Alert>> extract(const AlertFields& fields, const Lookup& lookup,
                                       std::string_view source, Time now);

// As sources write them; none when it is not understood.
std::optional<Severity> severity_in(std::string_view word);
std::optional<Time> time_in(std::string_view text);  // RFC 3339 and what is near it, seconds or milliseconds

// The same alert within the limits: cut, clean, its key hashed if need be.
Alert within_limits(Alert alert);

}  // namespace tocsin::alerts
