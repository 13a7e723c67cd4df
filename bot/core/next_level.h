// What would happen if it happened now: whom the next level pages, and whom a severity wakes. For buttons,
// questions and previews; what really happens is decided when it does.
#pragma once

#include <vector>

#include "bot/core/decide.h"

namespace tocsin {

// Of the first coming level that reaches somebody; empty: nobody is left.
std::vector<PageOrder> next_orders(const Incident& incident, const Facts& facts, Time now);

struct Wake {
    std::vector<PageOrder> orders;  // empty: nobody
    int level = 1;                  // above 1: the levels below reach nobody
    std::optional<Time> waits;      // until business hours; none: at once
    bool operator==(const Wake&) const = default;
};
// Whom this declaration pages.
Wake wake_of(const event::Declared& declared, const Facts& facts, Time now);
// Whom the change of the severity adds.
Wake wake_of(const Incident& incident, Severity to, const Facts& facts, Time now);

}  // namespace tocsin
