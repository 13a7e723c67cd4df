// Which comparisons make sense: what may be compared with what, and by which operation. The parser finds the
// parts, this says whether they belong together.
#pragma once

#include <expected>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/alerts/condition.h"
#include "bot/alerts/tree.h"

namespace tocsin::alerts {

struct PlacedLiteral {
    std::variant<std::string, double, bool> value;
    std::size_t offset = 0;
};

// `in` takes several literals, every other operation one. `offset` is where the comparison begins. The
// result's `written` is left empty.
std::expected<Comparison, ConditionError> make_comparison(Field field, Operation operation,
                                                          const std::vector<PlacedLiteral>& literals,
                                                          std::size_t offset);

bool orders(Operation operation);                 // < <= > >=
std::string_view symbol_of(Operation operation);  // "<=", "contains"

}  // namespace tocsin::alerts
