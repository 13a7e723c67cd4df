// Holds a rota against what somebody else says who is on call, instant by instant. Where that comes from and
// how the answer is told is not here.
#pragma once

#include <vector>

#include "bot/core/rota.h"

namespace tocsin {

struct DutySpan {
    PersonId person;
    Time start, end;
    bool operator==(const DutySpan&) const = default;
};

struct Difference {
    Time from, to;
    std::vector<PersonId> there, here;  // on call by them, and by the rota; sorted
    bool operator==(const Difference&) const = default;
};

struct Comparison {
    Time from, to;
    int days = 0;            // of the zone's clock, counted from `from`; the last one may be a part
    int different_days = 0;  // on which somebody else is on call for any time
    std::vector<Difference> differences;  // in order, each as long as both sides stay the same
};

Comparison compare(const std::vector<DutySpan>& theirs, const Rota& ours, Time from, Time to);

}  // namespace tocsin
