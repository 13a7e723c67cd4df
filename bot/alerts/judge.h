// Judging a condition: whether it holds for what is known, and what each of its comparisons read.
#pragma once

#include <string>

#include "bot/alerts/condition.h"
#include "bot/alerts/tree.h"

namespace tocsin::alerts {

// A comparison with something that is not known is neither, and so is whatever depends on it: neither the
// comparison nor its negation opens an incident.
enum class Truth { no, unknown, yes };

Truth judge(const Expression& expression, const Situation& situation);
Truth judge(const Comparison& comparison, const Situation& situation);

// error_rate > 0.1 is true: error_rate is 0.25
std::string explain(const Comparison& comparison, const Situation& situation);

}  // namespace tocsin::alerts
