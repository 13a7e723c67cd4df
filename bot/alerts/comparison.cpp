#include "bot/alerts/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bot/alerts/fields.h"
#include "bot/base/nearest.h"
#include "bot/base/text.h"

namespace tocsin::alerts {
namespace {

using Result = std::expected<Literal, ConditionError>;

constexpr std::size_t longest_shown = 60;

std::unexpected<ConditionError> error(std::size_t offset, std::string what, std::string fix) {
    return std::unexpected(ConditionError{offset, std::move(what), std::move(fix)});
}

std::string shown(const PlacedLiteral& literal) {
    if (const auto* text = std::get_if<std::string>(&literal.value))
        return fmt::format("\"{}\"", cut(*text, longest_shown));
    if (const auto* number = std::get_if<double>(&literal.value)) return fmt::format("{}", *number);
    return std::get<bool>(literal.value) ? "true" : "false";
}

Result literal_for_value(const Field& field, const PlacedLiteral& literal) {
    if (const auto* number = std::get_if<double>(&literal.value)) return *number;
    const auto* text = std::get_if<std::string>(&literal.value);
    const auto what = fmt::format("{} is a number, and {} is none", field.name, shown(literal));
    if (text != nullptr && number_in(*text)) return error(literal.offset, what, "leave the quotes out");
    // severity == "critical": a field was meant, and its beginning is missing.
    for (const std::string& name : field_names()) {
        if (name.ends_with("." + to_lower(field.name)))
            return error(literal.offset, what, fmt::format("write {} if that is meant", name));
    }
    return error(literal.offset, what, fmt::format("write alert.labels.{} if a label is meant", field.name));
}

// One of few words, in any of the ways people write them.
Result word_for(const Field& field, const PlacedLiteral& literal) {
    const auto words = words_of(field.kind);
    const auto* text = std::get_if<std::string>(&literal.value);
    if (text != nullptr && field.kind == Field::Kind::severity) {
        if (const auto severity = parse_severity(*text)) return std::string(key_of(*severity));
    } else if (text != nullptr && std::ranges::find(words, *text) != words.end()) {
        return *text;
    }
    return error(literal.offset, fmt::format("{} is never {}", to_text(field), shown(literal)),
                 choose_from(text != nullptr ? *text : "", words, ""));
}

Result literal_for(const Field& field, const PlacedLiteral& literal, bool any_word) {
    if (field.kind == Field::Kind::value) return literal_for_value(field, literal);
    if (!any_word && !words_of(field.kind).empty()) return word_for(field, literal);
    if (const auto* flag = std::get_if<bool>(&literal.value)) return *flag ? "true" : "false";
    if (const auto* number = std::get_if<double>(&literal.value)) return *number;
    return std::get<std::string>(literal.value);
}

bool is_search(Operation operation) {
    return operation == Operation::contains || operation == Operation::matches;
}

// What is wrong between the field and the operation, and then between the operation and what it is given.
std::optional<ConditionError> misfit(const Field& field, Operation operation, const PlacedLiteral& literal,
                                     std::size_t offset) {
    const bool text = std::holds_alternative<std::string>(literal.value);
    if (is_search(operation)) {
        if (field.kind == Field::Kind::value) {
            return ConditionError{
                offset, fmt::format("{} is a number: it {} nothing", field.name, symbol_of(operation)),
                "compare it with == != < <= > >= or in"};
        }
        if (!text) {
            return ConditionError{literal.offset, fmt::format("{} looks for text", symbol_of(operation)),
                                  fmt::format("put {} in quotes", shown(literal))};
        }
        return std::nullopt;
    }
    if (orders(operation) && !std::holds_alternative<double>(literal.value) &&
        field.kind != Field::Kind::value) {
        const bool severity = field.kind == Field::Kind::severity;
        return ConditionError{
            literal.offset,
            fmt::format("{} compares numbers, and {} is none", symbol_of(operation), shown(literal)),
            severity ? "name them: alert.severity in [\"sev1\", \"sev2\"]"
                     : "leave the quotes out, or write == or !="};
    }
    return std::nullopt;
}

}  // namespace

std::expected<Comparison, ConditionError> make_comparison(Field field, Operation operation,
                                                          const std::vector<PlacedLiteral>& literals,
                                                          std::size_t offset) {
    Comparison comparison;
    for (const PlacedLiteral& literal : literals) {
        if (auto wrong = misfit(field, operation, literal, offset)) return std::unexpected(std::move(*wrong));
        auto taken = literal_for(field, literal, is_search(operation));
        if (!taken) return std::unexpected(std::move(taken.error()));
        comparison.literals.push_back(std::move(*taken));
        if (comparison.literals.back().index() != comparison.literals.front().index()) {
            return error(literal.offset, "a list of texts and numbers", "put all of them in quotes, or none");
        }
    }
    if (operation == Operation::matches) {
        auto pattern = Pattern::compile(std::get<std::string>(comparison.literals.front()));
        if (!pattern) {
            return error(literals.front().offset,
                         fmt::format("the pattern cannot be read: {}", pattern.error()),
                         "mend it; the syntax is RE2's, without look-around and back-references");
        }
        comparison.pattern = std::move(*pattern);
    }
    comparison.field = std::move(field);
    comparison.operation = operation;
    return comparison;
}

bool orders(Operation operation) {
    return operation == Operation::less || operation == Operation::at_most || operation == Operation::more ||
           operation == Operation::at_least;
}

std::string_view symbol_of(Operation operation) {
    switch (operation) {
        case Operation::equal:
            return "==";
        case Operation::unequal:
            return "!=";
        case Operation::less:
            return "<";
        case Operation::at_most:
            return "<=";
        case Operation::more:
            return ">";
        case Operation::at_least:
            return ">=";
        case Operation::in:
            return "in";
        case Operation::contains:
            return "contains";
        case Operation::matches:
            return "matches";
    }
    return "";
}

}  // namespace tocsin::alerts
