#include "bot/core/fold_paging.h"

#include "bot/core/fold_steps.h"

namespace tocsin {
namespace {

void add_pages(Paging& paging, const event::Paged& paged, Time at) {
    for (const auto& order : paged.orders) {
        for (const auto means : order.via) {
            const auto number = static_cast<int>(paging.pages.size()) + 1;
            paging.pages.push_back(
                {number, order.to, order.role, paged.level, means, PageState::queued, at, at});
        }
    }
}

bool may_still_come(PageState state) {
    return state != PageState::failed && state != PageState::acknowledged && state != PageState::superseded;
}

}  // namespace

void page_anew(Incident& incident) {
    if (!is_unanswered(incident.state)) incident.resumes = incident.state;
    incident.state = State::paging;
    incident.paging.answered_by = {};
    incident.paging.answered_at.reset();
    incident.paging.answered_by_link = false;
    incident.paging.ended.reset();
}

void restart_plan(Paging& paging, std::optional<Time> due) {
    paging.level = 0;
    paging.round = 0;
    paging.reached = false;
    paging.asked.reset();
    paging.ended.reset();
    paging.again_due.reset();
    paging.next_due = paging.plan.levels.empty() ? std::nullopt : due;
}

void withdraw_pages(Paging& paging, Time at) {
    for (auto& page : paging.pages) {
        if (page.state != PageState::queued) continue;
        page.state = PageState::superseded;
        page.changed = at;
    }
}

void stop_paging(Paging& paging) {
    paging.asked.reset();
    paging.next_due.reset();
    paging.again_due.reset();
}

void fold(Incident& incident, const Event&, const event::Planned& planned) {
    incident.paging.plan = planned.plan;
    if (planned.starts) {
        restart_plan(incident.paging, planned.next_due);
        return;
    }
    incident.paging.next_due = planned.next_due;
    if (!planned.next_due) incident.paging.again_due.reset();
}

void fold(Incident& incident, const Event& event, const event::Paged& paged) {
    auto& paging = incident.paging;
    if (incident.state == State::waiting) incident.state = State::paging;
    add_pages(paging, paged, event.at);
    paging.next_due = paged.next_due;
    paging.again_due = paged.again_due;
    switch (paged.cause) {
        case PageCause::level:
        case PageCause::reassigned:
            paging.level = paged.level;
            paging.round = paged.round;
            paging.reached = paging.reached || !paged.orders.empty();
            paging.asked.reset();
            break;
        case PageCause::raised:
            paging.level = std::max(paging.level, 1);
            paging.reached = paging.reached || paged.skipped.empty();
            break;
        case PageCause::again:
        case PageCause::by_hand:
        case PageCause::instead:
        case PageCause::besides:
            break;
    }
}

void fold(Incident& incident, const Event&, const event::PagingWaited& waited) {
    incident.state = State::waiting;
    incident.paging.next_due = waited.until;
}

void fold(Incident& incident, const Event&, const event::PagingEnded& ended) {
    stop_paging(incident.paging);
    incident.paging.ended = ended.end;
}

void fold(Incident& incident, const Event& event, const event::Escalated& escalated) {
    page_anew(incident);
    incident.paging.next_due = event.at;
    incident.paging.again_due.reset();
    incident.paging.asked = PagingRequest{event.by, escalated.reason};
    answer_limits(incident, event);
}

void fold(Incident& incident, const Event& event, const event::PassedOn&) {
    auto& paging = incident.paging;
    for (auto& page : paging.pages) {
        if (!is_same(page.to, event.by) || !may_still_come(page.state)) continue;
        page.state = PageState::passed_on;
        page.changed = event.at;
    }
    if (!is_unanswered(incident.state) || !has_next_level(paging)) return;
    paging.next_due = event.at;
    paging.again_due.reset();
    paging.asked = PagingRequest{event.by, ""};
}

void fold(Incident& incident, const Event& event, const event::PageMoved& moved) {
    if (moved.page < 1 || moved.page > static_cast<int>(incident.paging.pages.size())) return;
    auto& page = incident.paging.pages[static_cast<std::size_t>(moved.page - 1)];
    page.state = moved.to;
    page.provider = moved.provider;
    page.provider_id = moved.provider_id;
    page.detail = moved.detail;
    page.changed = event.at;
}

}  // namespace tocsin
