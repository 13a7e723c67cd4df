#include "bot/engine/ticket_watch.h"

#include <algorithm>

#include "bot/base/log.h"
#include "bot/engine/measuring.h"
#include "bot/engine/pace.h"
#include "bot/engine/try_again.h"

namespace tocsin::engine {
namespace {

constexpr int most_looked_at = 500;  // incidents with something left to do
constexpr Duration between_questions = 2s;
constexpr Duration pause_without_answer = 1min;

const trackers::Tracker* tracker_of(Workbench& bench, const std::string& name) {
    const auto found = bench.settings().trackers.find(name);
    return found == bench.settings().trackers.end() ? nullptr : found->second.get();
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
    const UnderWay& under_way;
    const Incident& incident;
    const outgoing::AskTicket& wish;

    void operator()(const trackers::StillOpen&) const {}
    void operator()(const trackers::Closed&) const {
        (void)bench.act(incident, {Actor{}, Via::provider, command::FinishAction{wish.action}});
    }
    void operator()(const trackers::Missing&) const {
        log::info("a ticket is not there any more",
                  {{"incident", name_of(incident)}, {"tracker", wish.tracker}});
    }
    // None of that tracker's is asked after before.
    void operator()(const channels::Retry& retry) const {
        stay_quiet(std::max(retry.after, pause_without_answer), retry.reason);
    }
    void operator()(const channels::Rejected& rejected) const {
        stay_quiet(pause_after_refusal, rejected.reason);
    }
    void stay_quiet(Duration pause_for, const std::string& reason) const {
        log::warn("a tracker does not say what became of a ticket",
                  {{"tracker", wish.tracker}, {"reason", reason}});
        pause(bench.state(), under_way.method, "", bench.now() + pause_for);
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
    return Ready{channels::Request(*request), "ticket/" + wish.tracker, "", "", {}};
}

void take_ticket_standing(Workbench& bench, const UnderWay& under_way, const outgoing::AskTicket& wish,
                          const channels::Answer& answer) {
    const auto incident = bench.tx().incident(wish.incident);
    const auto* tracker = tracker_of(bench, wish.tracker);
    if (!incident || item_of(*incident, wish) == nullptr || tracker == nullptr) return;
    const auto standing = tracker->standing(std::get<channels::HttpAnswer>(answer));
    measure_answer(bench.state(), wish.tracker, standing);
    std::visit(Take{bench, under_way, *incident, wish}, standing);
}

}  // namespace tocsin::engine
