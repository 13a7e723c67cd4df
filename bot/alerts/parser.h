// The text of a condition as a tree. NOT binds closer than AND, AND closer than OR; parentheses bind closest.
#pragma once

#include <expected>
#include <string_view>

#include "bot/alerts/condition.h"
#include "bot/alerts/tree.h"

namespace tocsin::alerts {

// Within the limits of condition.h. Error: the first thing that is wrong.
std::expected<Expression, ConditionError> parse_expression(std::string_view text);

// AND, OR, NOT, in, contains, matches, true, false: in any case.
bool is_word_of_language(std::string_view word);

}  // namespace tocsin::alerts
