// The rule language: the condition under which an alert, or a value read from Prometheus, opens an incident.
// It is parsed once and asked often, in time linear in what it reads. Which rule wins, and for how long a
// condition has to hold, is the engine's. The language is described in docs/alerts.md.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "bot/core/alert.h"

namespace tocsin::alerts {

struct Expression;  // tree.h

struct ConditionError {
    std::size_t offset = 0;  // in bytes, into the text
    std::string what;
    std::string fix;
    bool operator==(const ConditionError&) const = default;
};

using Values = std::map<std::string, double>;  // named values that are fresh

struct Situation {
    const Alert* alert = nullptr;    // null: only values are known
    const Values* values = nullptr;  // null: none is
};

inline constexpr std::size_t longest_condition = 4096;  // bytes
inline constexpr int deepest_condition = 32;            // parentheses and NOTs within each other
inline constexpr std::size_t most_operands = 500;       // comparisons and entries of lists

class Condition {
  public:
    static std::expected<Condition, ConditionError> parse(std::string_view text);

    // What is not known makes a comparison false, and its negation too.
    bool holds(const Situation& situation) const;
    // A field of the alert, or its uptime_monitor; or nothing at all: `true` is about every alert. Any other
    // condition is about values alone.
    bool reads_alert() const { return reads_alert_; }
    const std::set<std::string>& reads_values() const { return values_; }  // names of alerts.values
    std::size_t first_use(std::string_view value) const;  // where it is named, in bytes; it is one it reads
    // A line for each comparison: what was read, and what that gave.
    std::string explain(const Situation& situation) const;

    const Expression& tree() const { return *tree_; }

  private:
    explicit Condition(std::shared_ptr<const Expression> tree);

    std::shared_ptr<const Expression> tree_;
    bool reads_alert_ = false;
    std::set<std::string> values_;
};

}  // namespace tocsin::alerts
