#include "bot/engine/storm.h"

#include <algorithm>

#include "bot/engine/lanes.h"
#include "bot/engine/outbox.h"
#include "bot/engine/pages.h"

namespace tocsin::engine {
namespace {

constexpr int most_looked_at = 500;  // open incidents

bool rings(Means means) {
    return means == Means::phone || means == Means::sms;
}

bool is_first_of_sev1(const Incident& incident, const Page& page) {
    return incident.severity == Severity::sev1 &&
           std::ranges::none_of(incident.paging.pages, [&](const Page& other) {
               return other.number < page.number && other.means == page.means && is_same(other.to, page.to);
           });
}

bool never_waits(const Incident& incident, const Page& page) {
    return !rings(page.means) || is_first_of_sev1(incident, page) ||
           earlier_try(incident.paging.pages, page) != nullptr;
}

std::pair<PersonId, Means> slot_of(const Page& page) {
    return {page.to.person, page.means};
}

bool is_untried(Workbench& bench, const Incident& incident, const Page& page) {
    return bench.tx().is_untried(lane_of(delivery_of(incident, page), bench.state()));
}

}  // namespace

Time may_leave(Workbench& bench, const Incident& incident, const Page& page) {
    const auto last = bench.state().left.find(slot_of(page));
    if (never_waits(incident, page) || last == bench.state().left.end()) return bench.now();
    return last->second + between_pages;
}

void page_leaves(Workbench& bench, const Page& page) {
    if (rings(page.means)) bench.state().left[slot_of(page)] = bench.now();
}

std::vector<WaitingPage> waiting_beside(Workbench& bench, const Incident& incident, const Page& page) {
    std::vector<WaitingPage> waiting;
    if (page.means != Means::sms || page.to.person.empty()) return waiting;
    // One that left just before may name them, and nobody knows yet whether it was taken.
    const auto last = bench.state().left.find(slot_of(page));
    if (last != bench.state().left.end() && bench.now() < last->second + lease_time) return waiting;
    for (auto& other : bench.tx().incidents(storage::ListFilter::open, most_looked_at)) {
        if (other.number == incident.number || other.is_private || !is_unanswered(other.state)) continue;
        const auto found = std::ranges::find_if(other.paging.pages, [&](const Page& one) {
            return one.state == PageState::queued && slot_of(one) == slot_of(page) &&
                   !never_waits(other, one);
        });
        if (found == other.paging.pages.end() || !is_untried(bench, other, *found)) continue;
        const auto number = found->number;
        waiting.push_back({std::move(other), number});
    }
    return waiting;
}

}  // namespace tocsin::engine
