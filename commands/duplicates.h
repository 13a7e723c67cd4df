// Is this incident already declared? The same service, or nearly the same title, among the young open ones.
#pragma once

#include <optional>

#include "commands/declaration.h"
#include "commands/desk.h"

namespace tocsin::commands {

inline constexpr Duration duplicate_window = 60min;

// Equal but for case, punctuation and a slip of the finger. Numbers count: db-17 is not db-18.
bool nearly_same_title(std::string_view a, std::string_view b);

std::optional<Incident> possible_duplicate(const Declaration& declaration, const Request& request,
                                           Desk& desk);

}  // namespace tocsin::commands
