// A condition as a tree. Made by the parser, which sees to it that every comparison makes sense; judged in
// judge.h. Nothing here reads an alert.
#pragma once

#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/alerts/pattern.h"

namespace tocsin::alerts {

// What a comparison reads.
struct Field {
    enum class Kind {
        source,
        key,
        status,
        severity,
        title,
        description,
        link,
        runbook,
        label,
        monitor_name,
        monitor_url,
        monitor_status,
        value,  // of alerts.values
    };
    Kind kind{};
    std::string name;  // of a label or value
    auto operator<=>(const Field&) const = default;
};

enum class Operation { equal, unequal, less, at_most, more, at_least, in, contains, matches };

using Literal = std::variant<std::string, double>;

struct Comparison {
    Field field;
    Operation operation{};
    bool negated = false;                    // not in, not contains, not matches
    std::vector<Literal> literals;           // one; of `in` one or more, all text or all numbers
    std::shared_ptr<const Pattern> pattern;  // of `matches`
    std::string written;                     // as in the text
    std::size_t field_at = 0;                // where the field stands in it, in bytes

    bool reads_number() const { return std::holds_alternative<double>(literals.front()); }
};

struct Expression {
    enum class Kind { constant, comparison, negation, all, any };
    Kind kind{};
    bool constant = false;
    std::optional<Comparison> comparison;
    std::vector<Expression> parts;  // one of a negation, two or more of all and any
};

}  // namespace tocsin::alerts
