#include "bot/core/fold_learning.h"

#include <algorithm>

namespace tocsin {
namespace {

template <class Change>
void change(Incident& incident, int number, const Change& how) {
    const auto found = std::ranges::find(incident.actions, number, &ActionItem::number);
    if (found != incident.actions.end()) how(*found);
}

PostMortemCopy& copy_in(Incident& incident, const std::string& to) {
    auto& all = incident.post_mortem.copies;
    const auto found = std::ranges::find(all, to, &PostMortemCopy::to);
    return found == all.end() ? all.emplace_back(PostMortemCopy{to, "", ""}) : *found;
}

void correct(Incident& incident, Milestone milestone, Time to) {
    switch (milestone) {
        case Milestone::started:
            incident.started = to;
            return;
        case Milestone::detected:
            incident.detected = to;
            return;
        case Milestone::acknowledged:
            incident.acknowledged = to;
            return;
        case Milestone::identified:
            incident.identified = to;
            return;
        case Milestone::mitigated:
            incident.mitigated = to;
            return;
        case Milestone::resolved:
            if (incident.resolution) incident.resolution->restored = to;
            if (incident.ended) incident.ended = to;
            return;
    }
}

}  // namespace

void fold(Incident& incident, const Event& event, const event::ActionAdded& added) {
    ActionItem item;
    item.number = added.action;
    item.priority = added.priority;
    item.text = added.text;
    item.owner = added.owner;
    item.due = added.due;
    item.added_by = event.by;
    item.added = event.at;
    item.remind_at = added.remind_at;
    item.channel = added.channel;
    item.message = added.message;
    incident.actions.push_back(std::move(item));
}

void fold(Incident& incident, const Event&, const event::ActionChanged& changed) {
    change(incident, changed.action, [&](ActionItem& item) {
        item.priority = changed.priority;
        item.text = changed.text;
        item.owner = changed.owner;
        item.due = changed.due;
        item.remind_at = changed.remind_at;
    });
}

void fold(Incident& incident, const Event& event, const event::ActionDone& done) {
    change(incident, done.action, [&](ActionItem& item) {
        item.done = event.at;
        item.done_by = event.by;
    });
}

void fold(Incident& incident, const Event&, const event::ActionUndone& undone) {
    change(incident, undone.action, [](ActionItem& item) {
        item.done.reset();
        item.done_by = {};
        item.reopened = true;
    });
}

void fold(Incident& incident, const Event&, const event::ActionDueTold& told) {
    change(incident, told.action, [](ActionItem& item) { item.remind_at.reset(); });
}

void fold(Incident& incident, const Event&, const event::ActionTicketOpened& opened) {
    change(incident, opened.action, [&](ActionItem& item) {
        item.ticket = ActionTicket{opened.tracker, opened.name, opened.url};
        item.ticket_trouble.clear();
    });
}

void fold(Incident& incident, const Event&, const event::ActionTicketRefused& refused) {
    change(incident, refused.action, [&](ActionItem& item) { item.ticket_trouble = refused.reason; });
}

void fold(Incident& incident, const Event&, const event::PostMortemShown&) {
    incident.post_mortem.shown = true;
}

void fold(Incident& incident, const Event& event, const event::PostMortemClaimed&) {
    incident.post_mortem.claimed_by = event.by;
    if (incident.resolution) incident.resolution->post_mortem_owner = event.by;
}

void fold(Incident& incident, const Event& event, const event::PostMortemWritten& written) {
    auto& post_mortem = incident.post_mortem;
    for (const auto& section : written.sections) {
        std::erase_if(post_mortem.sections,
                      [&](const WrittenSection& old) { return old.section == section.section; });
        post_mortem.sections.push_back({section.section, section.text, event.by, event.at, event.sequence});
    }
    std::ranges::sort(post_mortem.sections, {}, &WrittenSection::section);
    post_mortem.no_action_needed = written.no_action_needed;
}

void fold(Incident& incident, const Event& event, const event::PostMortemReminded& reminded) {
    incident.post_mortem.reminders = reminded.reminder;
    incident.post_mortem.reminded = event.at;
}

void fold(Incident& incident, const Event&, const event::PostMortemPutOff& put_off) {
    incident.post_mortem.put_off_until = put_off.until;
}

void fold(Incident&, const Event&, const event::PostMortemHelpAsked&) {}

void fold(Incident& incident, const Event& event, const event::PostMortemPublished&) {
    incident.post_mortem.published = event.at;
    incident.post_mortem.published_by = event.by;
    incident.state = State::closed;
}

void fold(Incident& incident, const Event& event, const event::PostMortemSkipped& skipped) {
    incident.post_mortem.skipped = event.at;
    incident.post_mortem.skip_reason = skipped.reason;
    incident.state = State::closed;
}

void fold(Incident& incident, const Event&, const event::PostMortemCopied& copied) {
    copy_in(incident, copied.to) = {copied.to, copied.url, ""};
}

void fold(Incident& incident, const Event&, const event::PostMortemCopyRefused& refused) {
    copy_in(incident, refused.to).trouble = refused.reason;
}

void fold(Incident& incident, const Event&, const event::TimesCorrected& corrected) {
    for (const auto& time : corrected.times) correct(incident, time.milestone, time.to);
}

void begin_post_mortem_anew(PostMortem& post_mortem) {
    post_mortem.shown = false;
    post_mortem.reminders = 0;
    post_mortem.reminded.reset();
    post_mortem.put_off_until.reset();
    post_mortem.published.reset();
    post_mortem.published_by = {};
    post_mortem.skipped.reset();
    post_mortem.skip_reason.clear();
}

}  // namespace tocsin
