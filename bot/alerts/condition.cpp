#include "bot/alerts/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bot/alerts/judge.h"
#include "bot/alerts/parser.h"
#include "bot/base/text.h"

namespace tocsin::alerts {
namespace {

void for_each_comparison(const Expression& expression, auto&& act) {
    if (expression.comparison) act(*expression.comparison);
    for (const Expression& part : expression.parts) for_each_comparison(part, act);
}

}  // namespace

std::expected<Condition, ConditionError> Condition::parse(std::string_view text) {
    auto tree = parse_expression(text);
    if (!tree) return std::unexpected(std::move(tree.error()));
    return Condition(std::make_shared<const Expression>(std::move(*tree)));
}

Condition::Condition(std::shared_ptr<const Expression> tree) : tree_(std::move(tree)) {
    for_each_comparison(*tree_, [&](const Comparison& comparison) {
        if (comparison.field.kind == Field::Kind::value)
            values_.insert(comparison.field.name);
        else
            reads_alert_ = true;
    });
    reads_alert_ |= values_.empty();
}

bool Condition::holds(const Situation& situation) const {
    return judge(*tree_, situation) == Truth::yes;
}

std::string Condition::explain(const Situation& situation) const {
    std::vector<std::string> lines;
    for_each_comparison(*tree_, [&](const Comparison& comparison) {
        lines.push_back(alerts::explain(comparison, situation));
    });
    if (lines.empty()) return holds(situation) ? "it always holds" : "it never holds";
    return join(lines, "\n");
}

std::size_t Condition::first_use(std::string_view value) const {
    const Field field{Field::Kind::value, std::string(value)};
    std::size_t first = longest_condition;
    for_each_comparison(*tree_, [&](const Comparison& comparison) {
        if (comparison.field == field) first = std::min(first, comparison.field_at);
    });
    return first;
}

}  // namespace tocsin::alerts
