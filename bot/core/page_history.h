// The ledger of an incident's pages: what became of each and when, read out of its timeline.
#pragma once

#include <utility>
#include <vector>

#include "bot/core/incident.h"

namespace tocsin {

struct PageHistory {
    Page page;                                       // as it is now
    std::vector<std::pair<PageState, Time>> states;  // in order, `queued` first
    bool operator==(const PageHistory&) const = default;
};

// `timeline`: the whole of it, from the first event.
std::vector<PageHistory> page_histories(const std::vector<Event>& timeline);

}  // namespace tocsin
