// The text of a condition as tokens, each with its place. Which of them make sense after each other is the
// parser's business.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "bot/alerts/condition.h"

namespace tocsin::alerts {

struct Token {
    enum class Kind { name, text, number, symbol, end };
    Kind kind{};
    std::size_t offset = 0;
    std::size_t length = 0;
    std::string text;   // of a text without its quotes and escapes, of others as written
    double number = 0;  // of a number, always finite
};

// The last token is the end. Error: a character that does not belong, text that is not closed, a bad number.
std::expected<std::vector<Token>, ConditionError> tokens_of(std::string_view text);

bool is_name(std::string_view word);  // letters, digits, _ and -, the first one a letter or _

}  // namespace tocsin::alerts
