#include "bot/engine/ticket_watch.h"

#include <algorithm>

#include "bot/base/log.h"
#include "bot/engine/measuring.h"
#include "bot/engine/pace.h"
#include "bot/engine/tickets.h"
#include "bot/engine/try_again.h"

namespace tocsin::engine {
namespace {

constexpr int most_looked_at = 500;  // incidents with something left to do
constexpr Duration between_questions = 2s;
constexpr Duration pause_without_answer = 1min;
constexpr Duration pause_of_refused_ticket = 24h;

// Of the questions alone: whatever holds them back holds back no new ticket.
std::string pace_of(const std::string& tracker) {
    return "ticket_ask/" + tracker;
}
std::string pace_of(const ActionTicket& ticket) {
    return pace_of(ticket.tracker) + "/" + ticket.name;
}

// What a person opened again stays open until a person says otherwise.
bool is_asked_after(const ActionItem& item) {
    return !item.done && !item.reopened && item.ticket;
}

const ActionItem* item_of(const Incident& incident, const outgoing::AskTicket& wish) {
    const auto found = std::ranges::find(incident.actions, wish.action, &ActionItem::number);
    return found == incident.actions.end() || !is_asked_after(*found) ? nullptr : &*found;
}

struct Take {
    Workbench& bench;
    const Incident& incident;
    const outgoing::AskTicket& wish;
    const ActionTicket& ticket;
    int status;  // of the answer

    void operator()(const trackers::StillOpen&) const {}
    void operator()(const trackers::Closed&) const {
        (void)bench.act(incident, {Actor{}, Via::provider, command::FinishAction{wish.action}});
    }
    void operator()(const trackers::Missing&) const {
        stay_quiet(pace_of(ticket), pause_of_refused_ticket, "It is not there any more.");
    }
    void operator()(const channels::Retry& retry) const {
        stay_quiet(pace_of(wish.tracker), std::max(retry.after, pause_without_answer), retry.reason);
    }
    // Credentials that are not known concern every ticket, anything else this one: it may have moved to where
    // the account cannot look.
    void operator()(const channels::Rejected& rejected) const {
        constexpr int unknown_credentials = 401;
        if (status == unknown_credentials) {
            stay_quiet(pace_of(wish.tracker), pause_after_refusal, rejected.reason);
        } else {
            stay_quiet(pace_of(ticket), pause_of_refused_ticket, rejected.reason);
        }
    }
    void stay_quiet(const std::string& what, Duration pause_for, const std::string& reason) const {
        log::warn("a tracker does not say what became of a ticket",
                  {{"incident", name_of(incident)}, {"tracker", wish.tracker}, {"reason", reason}});
        pause(bench.state(), what, "", bench.now() + pause_for);
    }
};

}  // namespace

void fire_tickets_timer(Workbench& bench) {
    bench.tx().set_timer({"tickets", bench.now() + tickets_asked_every, "tickets", "", 0});
    if (bench.settings().trackers.empty()) return;
    Duration pause{};
    for (const auto& incident : bench.tx().incidents_waiting(most_looked_at)) {
        for (const auto& item : incident.actions) {
            if (!is_asked_after(item) || tracker_of(bench, item.ticket->tracker) == nullptr) continue;
            if (when_allowed(bench.state(), pace_of(*item.ticket), "", bench.now()) > bench.now()) continue;
            bench.send(outgoing::AskTicket{incident.number, item.number, item.ticket->tracker},
                       storage::Priority::cosmetic, std::nullopt, pause);
            pause += between_questions;
        }
    }
}

Prepared prepare_ticket_question(Workbench& bench, const outgoing::AskTicket& wish) {
    const auto incident = bench.tx().incident(wish.incident);
    const auto* item = incident ? item_of(*incident, wish) : nullptr;
    const auto* tracker = tracker_of(bench, wish.tracker);
    const auto request = item != nullptr && tracker != nullptr ? tracker->ask(item->ticket->name)
                                                               : std::optional<channels::HttpRequest>();
    if (!request) return NotWanted{};
    return Ready{channels::Request(*request), pace_of(wish.tracker), "", "", {}};
}

void take_ticket_standing(Workbench& bench, const outgoing::AskTicket& wish, const channels::Answer& answer) {
    const auto incident = bench.tx().incident(wish.incident);
    const auto* tracker = tracker_of(bench, wish.tracker);
    const auto* item = incident ? item_of(*incident, wish) : nullptr;
    if (item == nullptr || tracker == nullptr) return;
    const auto& http = std::get<channels::HttpAnswer>(answer);
    const auto standing = tracker->standing(http);
    measure_answer(bench.state(), wish.tracker, standing);
    std::visit(Take{bench, *incident, wish, *item->ticket, http.status}, standing);
}

}  // namespace tocsin::engine
