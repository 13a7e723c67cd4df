// Prometheus' instant query (its HTTP API, /api/v1/query): the request for one value, and what the answer
// says. Asking is bot/app's, what follows from a value the engine's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/error.h"

namespace tocsin::alerts {

// The body of a POST as a form.
std::string instant_query(std::string_view promql);
inline constexpr std::string_view instant_query_path = "/api/v1/query";

// The one number that the query gives; none where there is no data, or it is NaN or infinite. Error: a
// sentence, when Prometheus refuses the query or it gives more than one series.
Expected<std::optional<double>> read_instant(int status, std::string_view body);

}  // namespace tocsin::alerts
