// Conditions compared with each other: which can never hold, which holds whenever another does. Every yes is
// proved, from comparisons of the same fields; a no may also mean that no proof was found.
#pragma once

#include <optional>
#include <vector>

#include "bot/alerts/condition.h"
#include "bot/alerts/constraint.h"

namespace tocsin::alerts {

inline constexpr std::size_t most_alternatives = 64;

// A condition as alternatives, one of which has to hold.
class Outline {
  public:
    static std::optional<Outline> of(const Condition& condition);  // none: it has too many alternatives

    bool never_holds() const;
    bool covers(const Outline& other) const;  // holds whenever the other does
    bool meets(const Outline& other) const;   // both may hold at once

  private:
    explicit Outline(std::vector<Constraint> alternatives) : alternatives_(std::move(alternatives)) {}

    std::vector<Constraint> alternatives_;
};

}  // namespace tocsin::alerts
