#include "bot/engine/tickets.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/engine/measuring.h"
#include "bot/engine/page_content.h"
#include "templates/render.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view look_up = "lookup";

// Another store's incident of this number has another one.
std::string digest_of(const Incident& incident) {
    constexpr std::size_t digits = 10;
    const auto declared = fmt::format("{}", incident.declared.time_since_epoch().count());
    return sha256_hex(declared).substr(0, digits);
}

trackers::Ticket ticket_of(Workbench& bench, const Incident& incident) {
    const auto& context = bench.render();
    trackers::Ticket ticket;
    ticket.marker = fmt::format("tocsin-{}-{}", incident.number.value(), digest_of(incident));
    ticket.link = incident_link(bench, incident.number);
    ticket.since = incident.declared;
    if (incident.is_private) {  // whoever reads the tracker may not read the incident
        ticket.title = name_of(incident) + " (private)";
        return ticket;
    }
    ticket.title = templates::plain(incident.title, context);
    if (!incident.impact.empty()) ticket.text = templates::plain(incident.impact, context) + "\n\n";
    ticket.text += fmt::format("{}, declared by {}.", name_of(incident),
                               incident.source.empty() ? templates::name_of(incident.declared_by, context)
                                                       : templates::plain(incident.source, context));
    return ticket;
}

const ActionItem* action_of(const Incident& incident, const outgoing::OpenTicket& wish) {
    const auto found = std::ranges::find(incident.actions, wish.action, &ActionItem::number);
    return found == incident.actions.end() ? nullptr : &*found;
}

trackers::Ticket action_ticket_of(Workbench& bench, const Incident& incident, const ActionItem& item) {
    const auto& context = bench.render();
    auto ticket = ticket_of(bench, incident);
    ticket.marker = fmt::format("inc-{}-a{}-{}", incident.number.value(), item.number, digest_of(incident));
    if (incident.is_private) {
        ticket.title += fmt::format(" action item {}", item.number);
        return ticket;
    }
    ticket.title = templates::plain(item.text, context);
    ticket.text = fmt::format("{} action item of {} {}.", key_of(item.priority), name_of(incident),
                              templates::plain(incident.title, context));
    if (item.owner.is_somebody())
        ticket.text += fmt::format(" Owner: {}.", templates::name_of(item.owner, context));
    if (item.due) ticket.text += fmt::format(" Due: {}.", format_day(*item.due));
    return ticket;
}

// What the wish is about; nothing: it is not wanted any more, or is there.
std::optional<trackers::Ticket> wanted_ticket(Workbench& bench, const Incident& incident,
                                              const outgoing::OpenTicket& wish) {
    if (wish.action == 0) return incident.ticket ? std::nullopt : std::optional{ticket_of(bench, incident)};
    const auto* item = action_of(incident, wish);
    if (item == nullptr || item->ticket) return std::nullopt;
    return action_ticket_of(bench, incident, *item);
}

void note_trouble(Workbench& bench, const Incident& incident, const outgoing::OpenTicket& wish,
                  const std::string& reason) {
    log::warn("a tracker takes no ticket",
              {{"incident", name_of(incident)}, {"tracker", wish.tracker}, {"reason", reason}});
    const auto trouble = [&]() -> CommandBody {
        if (wish.action == 0) return command::NoteTicketTrouble{wish.tracker, reason};
        return command::NoteActionTicketTrouble{wish.action, wish.tracker, reason};
    };
    (void)bench.act(incident, {Actor{}, Via::provider, trouble()});
}

struct Take {
    Workbench& bench;
    const UnderWay& under_way;
    const outgoing::OpenTicket& wish;
    const Incident& incident;
    bool made;  // it was a try to open one

    using Next = std::optional<TryAgain>;

    Next operator()(const trackers::Opened& opened) const {
        const auto note = [&]() -> CommandBody {
            if (wish.action == 0) return command::NoteTicket{wish.tracker, opened.name, opened.url};
            return command::NoteActionTicket{wish.action, wish.tracker, opened.name, opened.url};
        };
        (void)bench.act(incident, {Actor{}, Via::provider, note()});
        return std::nullopt;
    }
    Next operator()(const trackers::Missing&) const { return TryAgain{}; }
    Next operator()(const channels::Retry& retry) const {
        log::warn("a tracker gives no clear answer", {{"tracker", wish.tracker}, {"reason", retry.reason}});
        return try_again(retry, under_way.row.attempts);
    }
    Next operator()(const channels::Rejected& rejected) const {
        note_trouble(bench, incident, wish, rejected.reason);
        return TryAgain{pause_after_refusal, !made};
    }
};

}  // namespace

const trackers::Tracker* tracker_of(Workbench& bench, const std::string& name) {
    const auto found = bench.settings().trackers.find(name);
    return found == bench.settings().trackers.end() ? nullptr : found->second.get();
}

void open_ticket(Workbench& bench, const Incident& incident, const std::string& tracker) {
    if (incident.drill || tracker_of(bench, tracker) == nullptr) return;
    bench.send(outgoing::OpenTicket{incident.number, tracker}, storage::Priority::update,
               bench.now() + tried_for);
}

void open_action_ticket(Workbench& bench, const Incident& incident, int action) {
    const auto& tracker = bench.settings().post_mortems.tickets;
    if (incident.drill || tracker.empty() || tracker_of(bench, tracker) == nullptr) return;
    bench.send(outgoing::OpenTicket{incident.number, tracker, action}, storage::Priority::update,
               bench.now() + tried_for);
}

Prepared prepare_ticket(Workbench& bench, const storage::OutboxRow& row, const outgoing::OpenTicket& wish) {
    const auto incident = bench.tx().incident(wish.incident);
    const auto ticket = incident ? wanted_ticket(bench, *incident, wish) : std::nullopt;
    if (!ticket) return NotWanted{};
    const bool look_first = row.outcome_unknown;
    if (wish.action == 0 && incident->state != tocsin::State::ticket && !look_first) return NotWanted{};
    const auto* tracker = tracker_of(bench, wish.tracker);
    if (tracker == nullptr) {
        note_trouble(bench, *incident, wish, "The configuration names no such tracker any more.");
        return Later{bench.now() + pause_after_refusal};
    }
    return Ready{channels::Request(look_first ? tracker->look_up(*ticket) : tracker->open(*ticket)),
                 "ticket/" + wish.tracker,
                 "",
                 std::string(look_first ? look_up : ""),
                 {}};
}

void give_up_ticket(Workbench& bench, const outgoing::OpenTicket& wish) {
    const auto incident = bench.tx().incident(wish.incident);
    if (incident && wanted_ticket(bench, *incident, wish))
        note_trouble(bench, *incident, wish, "It was tried for a week. Open the ticket by hand.");
}

std::optional<TryAgain> take_ticket_answer(Workbench& bench, const UnderWay& under_way,
                                           const outgoing::OpenTicket& wish, const channels::Answer& answer) {
    const auto incident = bench.tx().incident(wish.incident);
    const auto* tracker = tracker_of(bench, wish.tracker);
    const auto ticket = incident ? wanted_ticket(bench, *incident, wish) : std::nullopt;
    if (!ticket) return std::nullopt;
    if (tracker == nullptr) return TryAgain{pause_after_refusal, true};
    const auto& http = std::get<channels::HttpAnswer>(answer);
    const bool made = under_way.purpose != look_up;
    const auto outcome = made ? tracker->opened(http, *ticket) : tracker->looked_up(http, *ticket);
    measure_answer(bench.state(), wish.tracker, outcome);
    return std::visit(Take{bench, under_way, wish, *incident, made}, outcome);
}

}  // namespace tocsin::engine
