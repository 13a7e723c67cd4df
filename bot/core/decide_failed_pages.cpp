// What follows from pages that do not get through.
#include <algorithm>

#include "bot/core/decide_paging.h"

namespace tocsin {
namespace {

using Events = std::vector<EventBody>;

// By which means a person is tried whom those of the level do not reach.
const std::vector<Means>& fallback_order() {
    static const std::vector<Means> order{Means::phone,    Means::sms,  Means::slack,
                                          Means::pushover, Means::ntfy, Means::email};
    return order;
}

// Nobody is paged after an acknowledgment but whom somebody asked for since.
bool is_wanted(const Incident& incident, const Page& page) {
    return is_open(incident.state) && !(page.queued <= incident.paging.answered_at);
}

// That the person has not been tried by at this level.
std::optional<Means> other_means(const Incident& incident, const Facts& facts, const Page& page) {
    const auto person = facts.rules.people.find(page.to.person);
    if (person == facts.rules.people.end()) return std::nullopt;
    for (const auto means : facts.on_call.usable(fallback_order(), person->second, incident.drill)) {
        const bool tried = std::ranges::any_of(incident.paging.pages, [&](const Page& other) {
            return is_same(other.to, page.to) && other.level == page.level && other.means == means;
        });
        if (!tried) return means;
    }
    return std::nullopt;
}

// Due times stay.
Events paged_by(Means means, const Incident& incident, const Page& page, PageCause cause) {
    return {event::Paged{cause,
                         page.level,
                         incident.paging.round,
                         {{page.to, page.role, {means}}},
                         {},
                         incident.paging.next_due,
                         incident.paging.again_due,
                         ""}};
}

}  // namespace

PagingDecision decide_paging(const Incident& incident, const Facts& facts, const Actor&,
                             const command::PageInstead& instead, Time) {
    const auto* page = page_of(incident, instead.page);
    if (page == nullptr || page->state != PageState::failed || !is_wanted(incident, *page)) return Events{};
    const auto& pages = incident.paging.pages;
    if (tries_until(pages, *page) < instead.providers)
        return paged_by(page->means, incident, *page, PageCause::instead);
    if (const auto means = other_means(incident, facts, *page))
        return paged_by(*means, incident, *page, PageCause::instead);
    // Everybody of the running level is out of reach: it reaches nobody after all.
    const bool all_failed = std::ranges::all_of(pages, [&](const Page& other) {
        return other.level != incident.paging.level || other.state == PageState::failed;
    });
    if (!is_unanswered(incident.state) || !all_failed || page->level != incident.paging.level ||
        !incident.paging.next_due) {
        return Events{};
    }
    return Events{event::Escalated{"no page could be delivered"}};
}

PagingDecision decide_paging(const Incident& incident, const Facts& facts, const Actor&,
                             const command::PageBesides& besides, Time) {
    const auto* page = page_of(incident, besides.page);
    if (page == nullptr || page->state != PageState::queued || !is_wanted(incident, *page)) return Events{};
    // A mail that comes late wakes nobody who was not to be woken.
    if (is_quiet(page->means)) return Events{};
    const auto means = other_means(incident, facts, *page);
    return means ? paged_by(*means, incident, *page, PageCause::besides) : Events{};
}

}  // namespace tocsin
