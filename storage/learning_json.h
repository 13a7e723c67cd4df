// How action items and post-mortems stand in JSON: one description for writing and for reading.
#pragma once

#include "bot/core/incident.h"
#include "storage/json_fields.h"

namespace tocsin::storage {

void fields(auto& a, Is<ActionTicket> auto& v) {
    a("tracker", v.tracker);
    a("name", v.name);
    a("url", v.url);
}
void fields(auto& a, Is<ActionItem> auto& v) {
    a("number", v.number);
    a("priority", v.priority);
    a("text", v.text);
    a("owner", v.owner);
    a("due", v.due);
    a("added_by", v.added_by);
    a("added", v.added);
    a("done", v.done);
    a("done_by", v.done_by);
    a("remind_at", v.remind_at);
    a("channel", v.channel);
    a("message", v.message);
    a("ticket", v.ticket);
    a("ticket_trouble", v.ticket_trouble);
    a("reopened", v.reopened);
}
void fields(auto& a, Is<WrittenSection> auto& v) {
    a("section", v.section);
    a("text", v.text);
    a("by", v.by);
    a("at", v.at);
    a("revision", v.revision);
}
void fields(auto& a, Is<PostMortemCopy> auto& v) {
    a("to", v.to);
    a("url", v.url);
    a("trouble", v.trouble);
}
void fields(auto& a, Is<PostMortem> auto& v) {
    a("sections", v.sections);
    a("no_action_needed", v.no_action_needed);
    a("shown", v.shown);
    a("claimed_by", v.claimed_by);
    a("reminders", v.reminders);
    a("reminded", v.reminded);
    a("put_off_until", v.put_off_until);
    a("published", v.published);
    a("published_by", v.published_by);
    a("skipped", v.skipped);
    a("skip_reason", v.skip_reason);
    a("copies", v.copies);
}
void fields(auto& a, Is<SectionText> auto& v) {
    a("section", v.section);
    a("text", v.text);
}
void fields(auto& a, Is<CorrectedTime> auto& v) {
    a("milestone", v.milestone);
    a("from", v.from);
    a("to", v.to);
}

void fields(auto& a, Is<event::ActionAdded> auto& e) {
    a("action", e.action);
    a("priority", e.priority);
    a("text", e.text);
    a("owner", e.owner);
    a("due", e.due);
    a("remind_at", e.remind_at);
    a("channel", e.channel);
    a("message", e.message);
}
void fields(auto& a, Is<event::ActionChanged> auto& e) {
    a("action", e.action);
    a("priority", e.priority);
    a("text", e.text);
    a("owner", e.owner);
    a("due", e.due);
    a("remind_at", e.remind_at);
}
void fields(auto& a, Is<event::ActionDone> auto& e) {
    a("action", e.action);
}
void fields(auto& a, Is<event::ActionUndone> auto& e) {
    a("action", e.action);
}
void fields(auto& a, Is<event::ActionDueTold> auto& e) {
    a("action", e.action);
    a("to", e.to);
}
void fields(auto& a, Is<event::ActionTicketOpened> auto& e) {
    a("action", e.action);
    a("tracker", e.tracker);
    a("name", e.name);
    a("url", e.url);
}
void fields(auto& a, Is<event::ActionTicketRefused> auto& e) {
    a("action", e.action);
    a("tracker", e.tracker);
    a("reason", e.reason);
}
void fields(auto& a, Is<event::PostMortemClaimed> auto& e) {
    a("from", e.from);
}
void fields(auto& a, Is<event::PostMortemWritten> auto& e) {
    a("sections", e.sections);
    a("no_action_needed", e.no_action_needed);
}
void fields(auto& a, Is<event::PostMortemReminded> auto& e) {
    a("reminder", e.reminder);
    a("owner", e.owner);
    a("manager", e.manager);
}
void fields(auto& a, Is<event::PostMortemPutOff> auto& e) {
    a("until", e.until);
}
void fields(auto& a, Is<event::PostMortemHelpAsked> auto& e) {
    a("of", e.of);
}
void fields(auto& a, Is<event::PostMortemPublished> auto& e) {
    a("missing", e.missing);
}
void fields(auto& a, Is<event::PostMortemSkipped> auto& e) {
    a("reason", e.reason);
}
void fields(auto& a, Is<event::PostMortemCopied> auto& e) {
    a("to", e.to);
    a("url", e.url);
}
void fields(auto& a, Is<event::PostMortemCopyRefused> auto& e) {
    a("to", e.to);
    a("reason", e.reason);
}
void fields(auto& a, Is<event::TimesCorrected> auto& e) {
    a("times", e.times);
}

}  // namespace tocsin::storage
