#include "bot/core/decide_paging.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "bot/core/refusal.h"
#include "bot/core/reminders.h"

namespace tocsin {
namespace {

using Events = std::vector<EventBody>;

bool escalates(const PagingPlan& plan) {
    return !plan.policy.empty();
}

const PolicyLevel& level_of(const PagingPlan& plan, int level) {
    return plan.levels.at(static_cast<std::size_t>(level - 1));
}

// When what follows a level that was due at `due` is due; nothing follows where nothing escalates.
std::optional<Time> after_level(const PagingPlan& plan, int level, Time due) {
    return escalates(plan) ? std::optional{due + level_of(plan, level).timeout} : std::nullopt;
}

std::optional<Time> again_in_level(const PagingPlan& plan, int level, Time due) {
    const auto& rules = level_of(plan, level);
    if (!escalates(plan) || !rules.again_after || *rules.again_after >= rules.timeout) return std::nullopt;
    return due + *rules.again_after;
}

std::vector<PageOrder> reached_by(const PolicyLevel& level, const Incident& incident, const Facts& facts,
                                  Time now) {
    return facts.on_call.reached(level.to, level.via, paged_for(incident), facts.rules, now);
}

// Takes out what this incident has sent already and whoever has taken it.
std::vector<PageOrder> not_yet(std::vector<PageOrder> orders, const Incident& incident) {
    for (auto& order : orders) {
        std::erase_if(order.via, [&](Means means) {
            return std::ranges::any_of(incident.paging.pages, [&](const Page& page) {
                return page.means == means && is_same(page.to, order.to);
            });
        });
    }
    std::erase_if(orders, [&](const PageOrder& order) {
        return order.via.empty() || is_same(order.to, incident.paging.answered_by);
    });
    return orders;
}

// The people of the running level who have not said anything, each by the means of their pages.
std::vector<PageOrder> unanswered(const Incident& incident) {
    std::vector<PageOrder> orders;
    for (const auto& page : incident.paging.pages) {
        if (page.level != incident.paging.level || page.state == PageState::passed_on) continue;
        auto order =
            std::ranges::find_if(orders, [&](const PageOrder& other) { return is_same(other.to, page.to); });
        if (order == orders.end()) order = orders.insert(orders.end(), {page.to, page.role, {}});
        if (std::ranges::find(order->via, page.means) == order->via.end()) order->via.push_back(page.means);
    }
    return orders;
}

bool must_wait(const PagingPlan& plan, const Rules& rules, Time now) {
    return plan.business_hours && !is_business_time(rules.business_hours, now);
}

struct SeverityChange {
    const Incident& incident;
    const Facts& facts;
    PagingPlan plan;  // of the new severity
    Time now;

    const Paging& paging() const { return incident.paging; }
    bool same_policy() const { return escalates(plan) && plan.policy == paging().plan.policy; }

    // Pages at once whom the new severity adds. Due times stay; a policy that was not there before starts
    // now.
    void raise(Events& events) const {
        const bool unanswered = is_unanswered(incident.state);
        const bool waited = incident.state == State::waiting;
        const bool starts = unanswered && (waited || (escalates(plan) && !same_policy()));
        if (unanswered && must_wait(plan, facts.rules, now)) {
            events.push_back(event::Planned{plan, true, next_business_time(facts.rules.business_hours, now)});
            return;
        }
        const auto goes_on = unanswered && !starts ? paging().next_due : std::nullopt;
        events.push_back(event::Planned{plan, starts, goes_on});
        if (plan.levels.empty()) return;
        const auto all = reached_by(plan.levels.front(), incident, facts, now);
        event::Paged paged;
        paged.cause = PageCause::raised;
        paged.level = std::max(paging().level, 1);
        paged.round = starts ? 0 : paging().round;
        paged.orders = not_yet(all, incident);
        paged.next_due = goes_on;
        if (unanswered && !starts) paged.again_due = paging().again_due;
        if (starts && all.empty()) {
            paged.skipped = {1};
            paged.next_due = now;
        } else if (starts) {
            paged.next_due = after_level(plan, 1, now);
            paged.again_due = again_in_level(plan, 1, now);
        }
        if (starts || !paged.orders.empty()) events.push_back(paged);
    }

    // Pages nobody; the timers of a policy that the new severity does not have stop.
    void lower(Events& events) const {
        const bool waits = incident.state == State::waiting && !plan.levels.empty();
        const auto goes_on = waits || same_policy() ? paging().next_due : std::nullopt;
        events.push_back(event::Planned{plan, waits, goes_on});
    }
};

}  // namespace

std::vector<EventBody> opening(IncidentNumber number, const event::Declared& declared, const Facts& facts,
                               const Actor& by, Via via, Time now) {
    const auto& tracker = facts.rules.of(declared.severity).ticket;
    if (!tracker.empty()) return {declared, event::TicketWanted{tracker}};
    auto plan = declared.nopage || !facts.rules.knows_somebody() ? PagingPlan{}
                                                                 : plan_of(declared.severity, facts.rules);
    if (plan.levels.empty()) return {declared};
    Events events{declared, event::Planned{std::move(plan), true, now}};
    Incident incident;
    for (const auto& body : events)
        incident = apply(std::move(incident), {number, incident.revision + 1, now, by, via, body});
    auto first = decide_paging(incident, facts, by, command::FireLevel{}, now);
    if (first) std::ranges::move(*first, std::back_inserter(events));
    return events;
}

PagingDecision decide_paging(const Incident& incident, const Facts& facts, const Actor& by,
                             const command::Acknowledge& acknowledge, Time now) {
    if (!is_open(incident.state)) return conflict(over(incident));
    if (!is_unanswered(incident.state)) {
        const auto& who = incident.lead.is_somebody() ? incident.lead : incident.paging.answered_by;
        const auto since = format_clock(incident.lead_since.value_or(incident.acknowledged.value_or(now)));
        if (is_same(who, by))
            return conflict(fmt::format("You already lead {} since {} UTC.", name_of(incident), since));
        return conflict(fmt::format("{} leads {} since {} UTC.", who.name, name_of(incident), since));
    }
    return Events{event::Acknowledged{
        promised(incident, incident.resumes, incident.severity, facts.rules, now), acknowledge.page}};
}

PagingDecision decide_paging(const Incident& incident, const Facts& facts, const Actor&,
                             const command::ChangeSeverity& change, Time now) {
    const bool from_ticket = incident.state == State::ticket;
    if (!is_open(incident.state) && !from_ticket) return conflict(over(incident));
    if (change.to == incident.severity) {
        return conflict(
            fmt::format("{} is already {}. Nothing was changed.", name_of(incident), label_of(change.to)));
    }
    const bool leads = !is_unanswered(incident.state) && !from_ticket;
    Events events{event::SeverityChanged{
        incident.severity, change.to, change.reason,
        leads ? promised(incident, incident.state, change.to, facts.rules, now) : std::nullopt}};
    SeverityChange step{incident, facts, plan_of(change.to, facts.rules), now};
    if (step.same_policy()) {  // its steps are those at the time the incident opened
        auto kept = incident.paging.plan;
        kept.levels.front() = step.plan.levels.front();
        kept.levels.front().timeout = incident.paging.plan.levels.front().timeout;
        kept.levels.front().again_after = incident.paging.plan.levels.front().again_after;
        kept.business_hours = step.plan.business_hours;
        step.plan = std::move(kept);
    }
    const auto& tracker = facts.rules.of(change.to).ticket;
    if (!tracker.empty()) {
        events.push_back(event::Planned{step.plan, false, std::nullopt});
        events.push_back(event::TicketWanted{tracker});
    } else if (from_ticket) {
        events.push_back(
            event::Planned{step.plan, true, step.plan.levels.empty() ? std::nullopt : std::optional{now}});
    } else if (more_severe(change.to, incident.severity)) {
        step.raise(events);
    } else {
        step.lower(events);
    }
    return events;
}

PagingDecision decide_paging(const Incident& incident, const Facts& facts, const Actor&,
                             const command::FireLevel&, Time now) {
    const auto& paging = incident.paging;
    if (!is_unanswered(incident.state) || !paging.next_due || *paging.next_due > now) return Events{};
    if (!paging.asked && must_wait(paging.plan, facts.rules, now)) {
        const auto opening = next_business_time(facts.rules.business_hours, now);
        if (opening > now) return Events{event::PagingWaited{opening}};
    }
    const auto due = *paging.next_due;
    const auto levels = static_cast<int>(paging.plan.levels.size());
    std::vector<int> skipped;
    int level = paging.level;
    int round = paging.round;
    for (;;) {
        if (++level > levels) {
            const bool begins_again = escalates(paging.plan) && round < paging.plan.repeat;
            if (!begins_again) break;
            ++round;
            level = 1;
        }
        auto orders = reached_by(level_of(paging.plan, level), incident, facts, now);
        if (orders.empty()) {
            skipped.push_back(level);
            continue;
        }
        return Events{event::Paged{PageCause::level, level, round, std::move(orders), std::move(skipped),
                                   after_level(paging.plan, level, due),
                                   again_in_level(paging.plan, level, due), ""}};
    }
    return Events{event::PagingEnded{paging.reached ? PagingEnd::exhausted : PagingEnd::unreachable,
                                     std::move(skipped)}};
}

PagingDecision decide_paging(const Incident& incident, const Facts&, const Actor&, const command::PageAgain&,
                             Time now) {
    const auto& paging = incident.paging;
    if (incident.state != State::paging || !paging.again_due || *paging.again_due > now) return Events{};
    event::Paged paged{PageCause::again, paging.level, paging.round, {}, {}, paging.next_due, {}, ""};
    const bool level_is_over = paging.next_due && *paging.next_due <= now;
    if (!level_is_over) paged.orders = unanswered(incident);
    return Events{std::move(paged)};
}

PagingDecision decide_paging(const Incident& incident, const Facts&, const Actor&,
                             const command::Escalate& escalate, Time) {
    if (!is_open(incident.state)) return conflict(over(incident));
    const auto& paging = incident.paging;
    if (!has_next_level(paging)) {
        const auto where = paging.plan.name.empty() ? name_of(incident) : paging.plan.name;
        return conflict(
            fmt::format("Nobody is left in {}. Page a person by name: /incident page @somebody.", where));
    }
    return Events{event::Escalated{escalate.reason}};
}

PagingDecision decide_paging(const Incident& incident, const Facts&, const Actor& by,
                             const command::GiveBack& give, Time) {
    if (!is_open(incident.state)) return conflict(over(incident));
    if (is_unanswered(incident.state)) {
        return conflict(
            fmt::format("Nobody has acknowledged {}, there is nothing to give back.", name_of(incident)));
    }
    const auto& paging = incident.paging;
    if (is_same(by, paging.answered_by) || is_same(by, incident.lead))
        return Events{event::GivenBack{give.reason, {}}};
    if (paging.answered_by_link) return Events{event::GivenBack{give.reason, paging.answered_by}};
    const auto& who = incident.lead.is_somebody() ? incident.lead : paging.answered_by;
    return conflict(fmt::format("{} has {}, only they can give it back. Nothing was changed.", who.name,
                                name_of(incident)));
}

PagingDecision decide_paging(const Incident& incident, const Facts& facts, const Actor&,
                             const command::Reassign& reassign, Time now) {
    if (!is_open(incident.state)) return conflict(over(incident));
    if (!is_unanswered(incident.state) && is_same(reassign.to, incident.lead)) {
        return conflict(
            fmt::format("{} already leads {}. Nothing was changed.", reassign.to.name, name_of(incident)));
    }
    const auto& plan = incident.paging.plan;
    const auto person = facts.rules.people.find(reassign.to.person);
    Person stranger;
    stranger.name = reassign.to.name;
    stranger.slack = reassign.to.user;
    const auto& to = person == facts.rules.people.end() ? stranger : person->second;
    auto via = facts.on_call.usable(facts.rules.of(incident.severity).page.via, to, incident.drill);
    event::Paged paged;
    paged.cause = PageCause::reassigned;
    paged.level = 1;
    if (via.empty()) {
        paged.skipped = {1};
        paged.next_due = now;
    } else {
        paged.orders = {{actor_of(to), to.title, std::move(via)}};
        if (!plan.levels.empty()) {
            paged.next_due = after_level(plan, 1, now);
            paged.again_due = again_in_level(plan, 1, now);
        }
    }
    return Events{event::Reassigned{reassign.to, reassign.note}, std::move(paged)};
}

PagingDecision decide_paging(const Incident& incident, const Facts&, const Actor& by, const command::PassOn&,
                             Time) {
    if (!is_open(incident.state)) return conflict(over(incident));
    const auto mine = [&](const Page& page) { return is_same(page.to, by); };
    if (std::ranges::none_of(incident.paging.pages, mine)) {
        return conflict(
            fmt::format("You were not paged for {}, there is nothing to pass on.", name_of(incident)));
    }
    if (!is_unanswered(incident.state) && is_same(by, incident.paging.answered_by)) {
        return conflict(
            fmt::format("You have acknowledged {}. Hand the lead over, or give it back.", name_of(incident)));
    }
    const bool passed = std::ranges::all_of(incident.paging.pages, [&](const Page& page) {
        return !mine(page) || page.state == PageState::passed_on;
    });
    return passed ? Events{} : Events{event::PassedOn{}};
}

PagingDecision decide_paging(const Incident& incident, const Facts& facts, const Actor&,
                             const command::PageSomeone& page, Time now) {
    if (!is_open(incident.state)) return conflict(over(incident));
    const auto& via = page.via.empty() ? facts.rules.of(incident.severity).page.via : page.via;
    auto orders = facts.on_call.reached(page.to, via, paged_for(incident), facts.rules, now);
    if (orders.empty()) {
        return conflict(
            "Nobody there can be reached: no number, no account, or nobody on call. Nobody was paged.");
    }
    const auto& paging = incident.paging;
    return Events{event::Paged{PageCause::by_hand,
                               std::max(paging.level, 1),
                               paging.round,
                               std::move(orders),
                               {},
                               paging.next_due,
                               paging.again_due,
                               page.text}};
}

PagingDecision decide_paging(const Incident& incident, const Facts&, const Actor&,
                             const command::MovePage& move, Time) {
    const auto* page = page_of(incident, move.page);
    if (page == nullptr) return fail(ErrorKind::not_found, "There is no such page.");
    const event::PageMoved moved{move.page, move.to, move.provider.empty() ? page->provider : move.provider,
                                 move.provider_id.empty() ? page->provider_id : move.provider_id,
                                 move.detail};
    const bool changes =
        page->state != moved.to || page->provider != moved.provider || page->provider_id != moved.provider_id;
    return changes && may_follow(page->state, moved.to) ? Events{moved} : Events{};
}

PagingDecision decide_paging(const Incident& incident, const Facts&, const Actor&,
                             const command::NoteTicket& note, Time) {
    if (incident.ticket) return Events{};
    return Events{event::TicketOpened{note.tracker, note.name, note.url}};
}

PagingDecision decide_paging(const Incident& incident, const Facts&, const Actor&,
                             const command::NoteTicketTrouble& trouble, Time) {
    if (incident.ticket || incident.ticket_trouble == trouble.reason) return Events{};
    return Events{event::TicketRefused{trouble.tracker, trouble.reason}};
}

}  // namespace tocsin
