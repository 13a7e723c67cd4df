#include "bot/alerts/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/alerts/fields.h"
#include "bot/base/text.h"

namespace tocsin::alerts {
namespace {

constexpr std::size_t longest_shown = 100;

Truth truth(bool holds) {
    return holds ? Truth::yes : Truth::no;
}

bool compare(Operation operation, double left, double right) {
    switch (operation) {
        case Operation::equal:
        case Operation::in:
            return left == right;
        case Operation::unequal:
            return left != right;
        case Operation::less:
            return left < right;
        case Operation::at_most:
            return left <= right;
        case Operation::more:
            return left > right;
        case Operation::at_least:
            return left >= right;
        case Operation::contains:
        case Operation::matches:
            return false;
    }
    return false;
}

bool compare(const Comparison& comparison, std::string_view left, std::string_view right) {
    switch (comparison.operation) {
        case Operation::equal:
        case Operation::in:
            return left == right;
        case Operation::unequal:
            return left != right;
        case Operation::contains:
            return left.contains(right);
        case Operation::matches:
            return comparison.pattern->found_in(left);
        case Operation::less:
        case Operation::at_most:
        case Operation::more:
        case Operation::at_least:
            return false;
    }
    return false;
}

Truth least(const std::vector<Expression>& parts, const Situation& situation) {
    Truth least = Truth::yes;
    for (const Expression& part : parts) {
        least = std::min(least, judge(part, situation));
        if (least == Truth::no) break;
    }
    return least;
}

Truth most(const std::vector<Expression>& parts, const Situation& situation) {
    Truth most = Truth::no;
    for (const Expression& part : parts) {
        most = std::max(most, judge(part, situation));
        if (most == Truth::yes) break;
    }
    return most;
}

Truth opposite(Truth of) {
    if (of == Truth::unknown) return of;
    return of == Truth::yes ? Truth::no : Truth::yes;
}

std::string what_was_read(const Comparison& comparison, const Situation& situation) {
    const Field& field = comparison.field;
    const std::string name = to_text(field);
    if (field.kind == Field::Kind::value) {
        const auto value = number_of(field, situation);
        return value ? fmt::format("{} is {}", name, *value) : fmt::format("{} has no fresh value", name);
    }
    if (situation.alert == nullptr) return "there is no alert";
    const auto text = text_of(field, situation);
    if (!text) {
        return field.kind == Field::Kind::severity ? "the alert states no severity"
                                                   : "the alert tells of no uptime monitor";
    }
    if (field.kind == Field::Kind::label && !situation.alert->labels.contains(field.name))
        return fmt::format("the alert has no label {}, which reads as empty", field.name);
    const bool no_number = comparison.reads_number() && !number_in(*text);
    return fmt::format("{} is \"{}\"{}", name, cut(clean_utf8(first_line(*text)), longest_shown),
                       no_number ? ", which is no number" : "");
}

}  // namespace

Truth judge(const Comparison& comparison, const Situation& situation) {
    const auto any = [&](auto&& holds) {
        return truth(std::ranges::any_of(comparison.literals, holds) != comparison.negated);
    };
    if (comparison.reads_number()) {
        const auto number = number_of(comparison.field, situation);
        if (!number) return Truth::unknown;
        return any([&](const Literal& literal) {
            return compare(comparison.operation, *number, std::get<double>(literal));
        });
    }
    const auto text = text_of(comparison.field, situation);
    if (!text) return Truth::unknown;
    return any(
        [&](const Literal& literal) { return compare(comparison, *text, std::get<std::string>(literal)); });
}

Truth judge(const Expression& expression, const Situation& situation) {
    switch (expression.kind) {
        case Expression::Kind::constant:
            return truth(expression.constant);
        case Expression::Kind::comparison:
            return judge(*expression.comparison, situation);
        case Expression::Kind::negation:
            return opposite(judge(expression.parts.front(), situation));
        case Expression::Kind::all:
            return least(expression.parts, situation);
        case Expression::Kind::any:
            return most(expression.parts, situation);
    }
    return Truth::unknown;
}

std::string explain(const Comparison& comparison, const Situation& situation) {
    const bool holds = judge(comparison, situation) == Truth::yes;
    return fmt::format("{} is {}: {}", comparison.written, holds ? "true" : "false",
                       what_was_read(comparison, situation));
}

}  // namespace tocsin::alerts
