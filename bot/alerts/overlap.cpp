#include "bot/alerts/overlap.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "bot/alerts/tree.h"

namespace tocsin::alerts {
namespace {

using Alternatives = std::vector<Constraint>;

std::optional<Alternatives> alternatives_of(const Expression& expression, bool negated);

std::optional<Alternatives> one_of(const std::vector<Expression>& parts, bool negated) {
    Alternatives all;
    for (const Expression& part : parts) {
        auto more = alternatives_of(part, negated);
        if (!more || all.size() + more->size() > most_alternatives) return std::nullopt;
        std::ranges::move(*more, std::back_inserter(all));
    }
    return all;
}

std::optional<Alternatives> all_of(const std::vector<Expression>& parts, bool negated) {
    Alternatives all{Constraint{}};
    for (const Expression& part : parts) {
        const auto more = alternatives_of(part, negated);
        if (!more || all.size() * more->size() > most_alternatives) return std::nullopt;
        Alternatives joined;
        for (const Constraint& one : all) {
            for (const Constraint& other : *more) {
                joined.push_back(one);
                joined.back().narrow(other);
            }
        }
        all = std::move(joined);
    }
    return all;
}

std::optional<Alternatives> alternatives_of(const Expression& expression, bool negated) {
    switch (expression.kind) {
        case Expression::Kind::constant:
            return expression.constant != negated ? Alternatives{Constraint{}} : Alternatives{};
        case Expression::Kind::comparison: {
            Constraint constraint;
            constraint.narrow(*expression.comparison, negated != expression.comparison->negated);
            return Alternatives{std::move(constraint)};
        }
        case Expression::Kind::negation:
            return alternatives_of(expression.parts.front(), !negated);
        case Expression::Kind::all:
            return negated ? one_of(expression.parts, true) : all_of(expression.parts, false);
        case Expression::Kind::any:
            return negated ? all_of(expression.parts, true) : one_of(expression.parts, false);
    }
    return std::nullopt;
}

}  // namespace

std::optional<Outline> Outline::of(const Condition& condition) {
    auto alternatives = alternatives_of(condition.tree(), false);
    if (!alternatives) return std::nullopt;
    return Outline(std::move(*alternatives));
}

bool Outline::never_holds() const {
    return std::ranges::all_of(alternatives_, [](const Constraint& one) { return one.never_holds(); });
}

bool Outline::covers(const Outline& other) const {
    return std::ranges::all_of(other.alternatives_, [&](const Constraint& narrow) {
        return narrow.never_holds() || std::ranges::any_of(alternatives_, [&](const Constraint& wide) {
                   return wide.covers(narrow);
               });
    });
}

bool Outline::meets(const Outline& other) const {
    return std::ranges::any_of(alternatives_, [&](const Constraint& mine) {
        return std::ranges::any_of(other.alternatives_,
                                   [&](const Constraint& theirs) { return mine.meets(theirs); });
    });
}

}  // namespace tocsin::alerts
