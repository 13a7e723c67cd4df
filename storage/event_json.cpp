#include "storage/event_json.h"

#include <utility>

#include "storage/learning_json.h"
#include "storage/paging_json.h"
#include "storage/step_json.h"

namespace tocsin::storage {

// That it happened is all that these say.
template <class Fact>
    requires std::is_empty_v<Fact>
void fields(auto&, Fact&) {}

void fields(auto& a, Is<event::Declared> auto& e) {
    a("title", e.title);
    a("severity", e.severity);
    a("impact", e.impact);
    a("service", e.service);
    a("started", e.started);
    a("detected", e.detected);
    a("source", e.source);
    a("state", e.state);
    a("drill", e.drill);
    a("is_private", e.is_private);
    a("nopage", e.nopage);
    a("own_channel", e.own_channel);
    a("source_message_link", e.source_message_link);
    a("participants", e.participants);
    a("rule", e.rule);
}
void fields(auto& a, Is<event::Acknowledged> auto& e) {
    a("next_due", e.next_due);
    a("page", e.page);
}
void fields(auto& a, Is<event::JoinsAnnounced> auto& e) {
    a("who", e.who);
}
void fields(auto& a, Is<event::Updated> auto& e) {
    a("text", e.text);
    a("working_on", e.working_on);
    a("eta", e.eta);
    a("next_due", e.next_due);
    a("unchanged", e.unchanged);
    a("broadcast", e.broadcast);
}
void fields(auto& a, Is<event::StatusChanged> auto& e) {
    a("from", e.from);
    a("to", e.to);
    a("text", e.text);
    a("next_due", e.next_due);
}
void fields(auto& a, Is<event::SeverityChanged> auto& e) {
    a("from", e.from);
    a("to", e.to);
    a("reason", e.reason);
    a("next_due", e.next_due);
}
void fields(auto& a, Is<event::LeadOffered> auto& e) {
    a("to", e.to);
    a("note", e.note);
}
void fields(auto& a, Is<event::LeadTaken> auto& e) {
    a("from", e.from);
    a("note", e.note);
}
void fields(auto& a, Is<event::RoleGiven> auto& e) {
    a("role", e.role);
    a("to", e.to);
}
void fields(auto& a, Is<event::RhythmChanged> auto& e) {
    a("every_us", e.every);
    a("stopped", e.stopped);
    a("reason", e.reason);
    a("next_due", e.next_due);
}
void fields(auto& a, Is<event::ReminderTold> auto& e) {
    a("step", e.step);
}
void fields(auto& a, Is<event::ReminderSnoozed> auto& e) {
    a("by_us", e.by);
    a("until", e.until);
}
void fields(auto& a, Is<event::ReminderHeld> auto& e) {
    a("until", e.until);
}
void fields(auto& a, Is<event::ClockStepped> auto& e) {
    a("by_us", e.by);
}
void fields(auto& a, Is<event::LongRunningAsked> auto& e) {
    a("hours", e.hours);
}
void fields(auto& a, Is<event::TargetMissed> auto& e) {
    a("target", e.target);
}
void fields(auto& a, Is<event::NoteAdded> auto& e) {
    a("happened", e.at);
    a("text", e.text);
}
void fields(auto& a, Is<event::EntryEdited> auto& e) {
    a("entry", e.entry);
    a("happened", e.at);
    a("text", e.text);
}
void fields(auto& a, Is<event::EntryRemoved> auto& e) {
    a("entry", e.entry);
}
void fields(auto& a, Is<event::MessagePinned> auto& e) {
    a("channel", e.channel);
    a("ts", e.ts);
    a("happened", e.at);
    a("author", e.author);
    a("text", e.text);
}
void fields(auto& a, Is<event::MessageUnpinned> auto& e) {
    a("channel", e.channel);
    a("ts", e.ts);
}
void fields(auto& a, Is<event::Resolved> auto& e) {
    a("cause", e.cause);
    a("mitigation", e.mitigation);
    a("data", e.data);
    a("asked_data", e.asked_data);
    a("unchecked", e.unchecked);
    a("restored", e.restored);
    a("post_mortem_owner", e.post_mortem_owner);
    a("post_mortem_due", e.post_mortem_due);
}
void fields(auto& a, Is<event::CauseGiven> auto& e) {
    a("cause", e.cause);
}
void fields(auto& a, Is<event::Reopened> auto& e) {
    a("reason", e.reason);
    a("to", e.to);
    a("next_due", e.next_due);
}
void fields(auto& a, Is<event::Cancelled> auto& e) {
    a("reason", e.reason);
}
void fields(auto& a, Is<event::MergedInto> auto& e) {
    a("target", e.target);
}
void fields(auto& a, Is<event::Absorbed> auto& e) {
    a("duplicate", e.duplicate);
    a("title", e.title);
    a("participants", e.participants);
}
void fields(auto& a, Is<event::PageRated> auto& e) {
    a("actionable", e.actionable);
    a("verdict", e.verdict);
}
void fields(auto& a, Is<event::AlertFired> auto& e) {
    a("alert", e.alert);
    a("name", e.name);
    a("times", e.times);
    a("flaps", e.flaps);
}
void fields(auto& a, Is<event::AlertQuiet> auto& e) {
    a("alert", e.alert);
    a("name", e.name);
    a("since", e.since);
    a("firing", e.firing);
}
void fields(auto& a, Is<event::Planned> auto& e) {
    a("plan", e.plan);
    a("starts", e.starts);
    a("next_due", e.next_due);
}
void fields(auto& a, Is<event::Paged> auto& e) {
    a("cause", e.cause);
    a("level", e.level);
    a("round", e.round);
    a("orders", e.orders);
    a("skipped", e.skipped);
    a("next_due", e.next_due);
    a("again_due", e.again_due);
    a("text", e.text);
}
void fields(auto& a, Is<event::PagingWaited> auto& e) {
    a("until", e.until);
}
void fields(auto& a, Is<event::PagingEnded> auto& e) {
    a("end", e.end);
    a("skipped", e.skipped);
}
void fields(auto& a, Is<event::GivenBack> auto& e) {
    a("reason", e.reason);
    a("doubted", e.doubted);
}
void fields(auto& a, Is<event::Escalated> auto& e) {
    a("reason", e.reason);
}
void fields(auto& a, Is<event::Reassigned> auto& e) {
    a("to", e.to);
    a("note", e.note);
}
void fields(auto& a, Is<event::PageMoved> auto& e) {
    a("page", e.page);
    a("to", e.to);
    a("provider", e.provider);
    a("provider_id", e.provider_id);
    a("detail", e.detail);
}
void fields(auto& a, Is<event::TicketOpened> auto& e) {
    a("tracker", e.tracker);
    a("name", e.name);
    a("url", e.url);
}
void fields(auto& a, Is<event::TicketRefused> auto& e) {
    a("tracker", e.tracker);
    a("reason", e.reason);
}
void fields(auto& a, Is<event::TicketWanted> auto& e) {
    a("tracker", e.tracker);
}
void fields(auto& a, Is<event::StepsPosted> auto& e) {
    a("of", e.of);
    a("runbook", e.runbook);
    a("title", e.title);
    a("steps", e.steps);
    a("left_out", e.left_out);
    a("limits", e.limits);
    a("unresolved_since", e.unresolved_since);
}
void fields(auto& a, Is<event::StepMarked> auto& e) {
    a("list", e.list);
    a("step", e.step);
    a("mark", e.mark);
    a("words", e.words);
    a("title", e.title);
}
void fields(auto& a, Is<event::LimitReached> auto& e) {
    a("limit", e.limit);
    a("unresolved_us", e.unresolved);
    a("to", e.to);
    a("title", e.title);
}
void fields(auto& a, Is<event::LimitPutOff> auto& e) {
    a("limit", e.limit);
    a("until", e.until);
}
void fields(auto& a, Is<event::RunbookWanted> auto& e) {
    a("about", e.about);
}
void fields(auto& a, Is<event::PublicEntryPublished> auto& e) {
    a("notice", e.notice);
    a("entry", e.entry);
    a("heading", e.heading);
    a("title", e.title);
    a("text", e.text);
    a("components", e.components);
}
void fields(auto& a, Is<event::PublicEntryCorrected> auto& e) {
    a("notice", e.notice);
    a("entry", e.entry);
    a("heading", e.heading);
    a("text", e.text);
}
void fields(auto& a, Is<event::PublicNoticeEnded> auto& e) {
    a("notice", e.notice);
    a("end", e.end);
    a("text", e.text);
}
void fields(auto& a, Is<event::PublicNoticeMoved> auto& e) {
    a("notice", e.notice);
    a("entry", e.entry);
    a("heading", e.heading);
    a("from", e.from);
}

namespace {

constexpr std::size_t usual_bytes = 512;

// The body's fields stand beside these: none of them may use one of these names.
void head(auto& archive, Is<Event> auto& event) {
    archive("incident", event.incident);
    archive("sequence", event.sequence);
    archive("at", event.at);
    archive("by", event.by);
    archive("via", event.via);
}

template <std::size_t Index = 0>
EventBody empty_body(std::string_view kind) {
    if constexpr (Index == std::variant_size_v<EventBody::Variant>) {
        throw UnreadableValue("A kind of event is stored that this program does not know.");
    } else {
        using Fact = std::variant_alternative_t<Index, EventBody::Variant>;
        return Fact::kind == kind ? EventBody(Fact()) : empty_body<Index + 1>(kind);
    }
}

}  // namespace

std::string event_to_json(const Event& event) {
    std::string text;
    text.reserve(usual_bytes);
    {
        JsonWriter object(text);
        head(object, event);
        object("kind", std::string(kind_of(event.body)));
        std::visit([&](const auto& body) { fields(object, body); }, event.body);
    }
    return text;
}

Event event_from_json(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    JsonReader object(json);
    Event event;
    head(object, event);
    std::string kind;
    object("kind", kind);
    event.body = empty_body(kind);
    std::visit([&](auto& body) { fields(object, body); }, event.body);
    return event;
}

bool redact(Event& event, Redaction& rule) {
    Redactor redactor(rule);
    head(redactor, event);
    std::visit([&](auto& body) { fields(redactor, body); }, event.body);
    return redactor.changed();
}

}  // namespace tocsin::storage
