#include "bot/engine/storm.h"

#include <algorithm>

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

std::pair<PersonId, Means> slot_of(const Page& page) {
    return {page.to.person, page.means};
}

}  // namespace

Time may_leave(Workbench& bench, const Incident& incident, const Page& page) {
    const auto last = bench.state().left.find(slot_of(page));
    if (!rings(page.means) || last == bench.state().left.end() || is_first_of_sev1(incident, page))
        return bench.now();
    return last->second + between_pages;
}

void page_leaves(Workbench& bench, const Page& page) {
    if (rings(page.means)) bench.state().left[slot_of(page)] = bench.now();
}

std::vector<WaitingPage> waiting_beside(Workbench& bench, const Incident& incident, const Page& page) {
    std::vector<WaitingPage> waiting;
    if (page.means != Means::sms || page.to.person.empty()) return waiting;
    for (auto& other : bench.tx().incidents(storage::ListFilter::open, most_looked_at)) {
        if (other.number == incident.number || other.is_private || !is_unanswered(other.state)) continue;
        const auto found = std::ranges::find_if(other.paging.pages, [&](const Page& one) {
            return one.state == PageState::queued && slot_of(one) == slot_of(page);
        });
        if (found == other.paging.pages.end()) continue;
        const auto number = found->number;
        waiting.push_back({std::move(other), number});
    }
    return waiting;
}

}  // namespace tocsin::engine
