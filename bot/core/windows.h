// The windows of the wall clock to which a layer is restricted (contract.md section 2, rule 3). In a repeated
// hour they overlap, so that they never leave a hole.
#pragma once

#include <vector>

#include "bot/core/schedule.h"
#include "bot/core/zone.h"

namespace tocsin {

// `at` is inside one of them, or there are none.
bool is_inside(const std::vector<Restriction>& restrictions, const Zone& zone, Time at);

// The next instant after `at` at which one of them opens or closes; Time::max() when there are none.
Time next_edge(const std::vector<Restriction>& restrictions, const Zone& zone, Time at);

}  // namespace tocsin
