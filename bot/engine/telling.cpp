#include "bot/engine/telling.h"

#include <algorithm>

#include "bot/base/log.h"
#include "bot/core/learning_effects.h"
#include "bot/core/reminders.h"
#include "bot/engine/alarms.h"
#include "bot/engine/own_rules.h"
#include "bot/engine/pages.h"
#include "bot/engine/post_mortem_copies.h"
#include "bot/engine/post_mortem_exports.h"
#include "bot/engine/texts.h"
#include "bot/engine/tickets.h"
#include "commands/lead_words.h"
#include "commands/runbooks.h"
#include "templates/messages.h"
#include "templates/paging_words.h"
#include "templates/postmortem.h"

namespace tocsin::engine {
namespace {

// The resolution and the post-mortem show the whole story; an open incident is spared reading it.
bool shows_history(const Incident& after) {
    return after.resolution.has_value();
}

// Only a reminder that still asks offers it.
bool lead_wrote(Workbench& bench, const Incident& incident) {
    return incident.reminders.due && commands::lead_words(incident, bench.tx()).has_value();
}

// Its steps stand in the war room already, where people mark them.
bool is_posted(const Incident& incident, const std::string& runbook) {
    return std::ranges::any_of(incident.step_lists, [&](const StepList& list) {
        return list.kind == StepListKind::runbook && list.runbook == runbook && !list.over;
    });
}

bool shows_reminder(const Event& event) {
    return std::holds_alternative<event::ReminderTold>(event.body) ||
           std::holds_alternative<event::ReminderSnoozed>(event.body);
}

struct Carry {
    Workbench& bench;
    const templates::Happening& happening;
    const templates::IncidentFacts& facts;

    void operator()(const Tell& tell) const {
        auto message = templates::message_for(happening, tell, bench.render(), facts);
        if (!message) return;
        const auto& incident = happening.after;
        switch (tell.audience) {
            case Tell::Audience::thread:
            case Tell::Audience::thread_and_channel: {
                // What is private stays in its channel.
                const bool broadcast =
                    tell.audience == Tell::Audience::thread_and_channel && !incident.is_private;
                bench.send(outgoing::PostInRoom{incident.number, std::move(*message), broadcast, tell.name},
                           storage::Priority::update);
                return;
            }
            case Tell::Audience::direct:
                bench.send(
                    outgoing::Post{tell.user.str(), {}, std::move(*message), incident.number, tell.name},
                    storage::Priority::update);
                return;
        }
    }
    void operator()(const Edit& edit) const {
        if (auto message =
                templates::edit_for(edit, happening.after, happening.timeline, bench.render(), facts)) {
            bench.send(outgoing::EditInRoom{happening.after.number, edit.name, std::move(*message)},
                       storage::Priority::cosmetic);
        }
    }
    void operator()(const SendPage& wanted) const {
        if (const auto* page = page_of(happening.after, wanted.page))
            send_page(bench, happening.after, *page);
    }
    void operator()(const StopPages& stop) const { stop_pages(bench, happening.after, stop.of); }
    void operator()(const Alarm& alarm) const {
        raise_alarm(bench, happening.after,
                    templates::paging_alarm(happening.after, alarm.end, bench.render()),
                    std::string(key_of(alarm.end)));
    }
    void operator()(const OpenTicket& ticket) const { open_ticket(bench, happening.after, ticket.tracker); }
    void operator()(const OpenActionTicket& wanted) const {
        open_action_ticket(bench, happening.after, wanted.action);
    }
    void operator()(const CopyPostMortem&) const {
        copy_post_mortem(bench, happening.after);
        export_post_mortem(bench, happening.after);
    }
    void operator()(const ShowPostMortem&) const {
        bench.send(outgoing::PostInRoom{happening.after.number,
                                        templates::post_mortem_message(happening.after, happening.timeline,
                                                                       bench.render(), facts),
                                        false, std::string(post_mortem_message_name)},
                   storage::Priority::update);
    }
};

}  // namespace

void tell(Workbench& bench, const Incident& before, const Event& event, const Incident& after,
          const Incident& latest) {
    const auto timeline = shows_history(after) ? bench.tx().timeline(after.number) : std::vector<Event>{};
    auto facts = bench.facts(latest);
    if (shows_reminder(event)) facts.lead_wrote = lead_wrote(bench, after);
    const templates::Happening happening{before, event, after, timeline, &latest};
    for (const auto& effect : effects_of(before, event, after, bench.rules()))
        std::visit(Carry{bench, happening, facts}, effect);
    text_people(bench, event, after);
    if (more_severe(after.severity, before.severity)) hurry(bench, latest, {});
    if (std::holds_alternative<event::Acknowledged>(event.body) && !before.acknowledged) {
        const auto* runbook = commands::runbook_for(after, bench);
        if (runbook != nullptr && is_posted(after, runbook->name)) return;
        bench.send(
            outgoing::PostInRoom{after.number, templates::triage_message(runbook, bench.render()), false, ""},
            storage::Priority::update);
    }
}

void show_reminder(Workbench& bench, const Incident& incident) {
    if (!reminder_told(incident, bench.rules())) return;
    const Edit edit{reminder_name(incident)};
    auto facts = bench.facts(incident);
    facts.lead_wrote = lead_wrote(bench, incident);
    if (auto message = templates::edit_for(edit, incident, {}, bench.render(), facts)) {
        bench.send(outgoing::EditInRoom{incident.number, edit.name, std::move(*message)},
                   storage::Priority::cosmetic);
    }
}

void tell_source_message(Workbench& bench, const Incident& incident) {
    // …/archives/C123/p1610241741000200: the place of the message is in its link.
    const auto& link = incident.source_message_link;
    const auto archives = link.find("/archives/");
    const auto stamp = link.rfind("/p");
    if (archives == std::string::npos || stamp == std::string::npos || stamp < archives + 10) return;
    const auto channel = link.substr(archives + 10, stamp - archives - 10);
    auto ts = link.substr(stamp + 2, link.find('?', stamp) - stamp - 2);
    if (channel.empty() || ts.size() <= 6 || ts.find_first_not_of("0123456789") != std::string::npos) return;
    ts.insert(ts.size() - 6, ".");
    bench.send(outgoing::Post{channel, MessageTs{ts}, templates::became_message(incident, bench.render())},
               storage::Priority::update);
}

}  // namespace tocsin::engine
