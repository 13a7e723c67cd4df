// Keeps a storm of pages from drowning the person it is meant to wake: at most one call and one text a minute
// for each, and what waits is named together in the next text. The first page of a SEV 1 never waits, nor
// does one that is sent instead of another, and nothing is dropped.
#pragma once

#include <vector>

#include "bot/engine/calls.h"

namespace tocsin::engine {

inline constexpr Duration between_pages = 60s;  // of one person by one means that rings

// When this page may leave; now or earlier: at once.
Time may_leave(Workbench& bench, const Incident& incident, const Page& page);

// It leaves: the next one to this person waits.
void page_leaves(Workbench& bench, const Page& page);

struct WaitingPage {
    Incident incident;
    int page = 0;
};
// Other pages of the same person by the same means that wait and have not left, of open incidents. One that
// may leave beside this one is not among them, and right after another page left, which may name them, there
// are none: nobody is told twice.
std::vector<WaitingPage> waiting_beside(Workbench& bench, const Incident& incident, const Page& page);

}  // namespace tocsin::engine
