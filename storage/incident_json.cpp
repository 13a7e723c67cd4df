#include "storage/incident_json.h"

#include "storage/learning_json.h"
#include "storage/paging_json.h"
#include "storage/step_json.h"

namespace tocsin::storage {
namespace {

constexpr std::size_t usual_bytes = 1024;

}  // namespace

void fields(auto& a, Is<LastWords> auto& v) {
    a("text", v.text);
    a("working_on", v.working_on);
    a("by", v.by);
    a("at", v.at);
}

void fields(auto& a, Is<LeadOffer> auto& v) {
    a("to", v.to);
    a("note", v.note);
    a("at", v.at);
}

void fields(auto& a, Is<Resolution> auto& v) {
    a("cause", v.cause);
    a("mitigation", v.mitigation);
    a("data", v.data);
    a("asked_data", v.asked_data);
    a("unchecked", v.unchecked);
    a("restored", v.restored);
    a("by", v.by);
    a("post_mortem_owner", v.post_mortem_owner);
    a("post_mortem_due", v.post_mortem_due);
}

void fields(auto& a, Is<Reminders> auto& v) {
    a("number", v.number);
    a("due", v.due);
    a("ladder_from", v.ladder_from);
    a("hold_until", v.hold_until);
    a("next_step", v.next_step);
    a("snoozed_us", v.snoozed);
    a("unchanged_in_row", v.unchanged_in_row);
    a("every_us", v.every);
    a("stopped", v.stopped);
    a("asked_hours", v.asked_hours);
    a("updates_due", v.updates_due);
    a("updates_on_time", v.updates_on_time);
}

void fields(auto& a, Is<PagingRequest> auto& v) {
    a("by", v.by);
    a("reason", v.reason);
}

void fields(auto& a, Is<Paging> auto& v) {
    a("plan", v.plan);
    a("level", v.level);
    a("round", v.round);
    a("reached", v.reached);
    a("next_due", v.next_due);
    a("again_due", v.again_due);
    a("asked", v.asked);
    a("ended", v.ended);
    a("answered_by", v.answered_by);
    a("answered_at", v.answered_at);
    a("answered_by_link", v.answered_by_link);
    a("pages", v.pages);
}

void fields(auto& a, Is<WantedRunbook> auto& v) {
    a("about", v.about);
    a("by", v.by);
}

void fields(auto& a, Is<Ticket> auto& v) {
    a("tracker", v.tracker);
    a("name", v.name);
    a("url", v.url);
}

void fields(auto& a, Is<PublicFace> auto& v) {
    a("notice", v.notice);
    a("entry", v.entry);
    a("heading", v.heading);
}

void fields(auto& a, Is<Incident> auto& v) {
    a("number", v.number);
    a("title", v.title);
    a("severity", v.severity);
    a("declared_severity", v.declared_severity);
    a("highest_severity", v.highest_severity);
    a("state", v.state);
    a("resumes", v.resumes);
    a("reopened", v.reopened);
    a("drill", v.drill);
    a("is_private", v.is_private);
    a("nopage", v.nopage);
    a("own_channel", v.own_channel);
    a("impact", v.impact);
    a("service", v.service);
    a("source", v.source);
    a("rule", v.rule);
    a("source_message_link", v.source_message_link);
    a("started", v.started);
    a("detected", v.detected);
    a("declared", v.declared);
    a("declared_by", v.declared_by);
    a("lead", v.lead);
    a("lead_since", v.lead_since);
    a("lead_offer", v.lead_offer);
    a("acknowledged", v.acknowledged);
    a("acknowledged_by", v.acknowledged_by);
    a("missed_target", v.missed_target);
    a("participants", v.participants);
    a("watchers", v.watchers);
    a("joined_untold", v.joined_untold);
    a("first_untold_join", v.first_untold_join);
    a("roles", v.roles);
    a("last_words", v.last_words);
    a("last_update", v.last_update);
    a("updates", v.updates);
    a("longest_gap_us", v.longest_gap);
    a("eta", v.eta);
    a("reminders", v.reminders);
    a("paging", v.paging);
    a("step_lists", v.step_lists);
    a("step_limits", v.step_limits);
    a("runbook_wanted", v.runbook_wanted);
    a("ticket", v.ticket);
    a("ticket_trouble", v.ticket_trouble);
    a("public_face", v.public_face);
    a("identified", v.identified);
    a("mitigated", v.mitigated);
    a("resolution", v.resolution);
    a("actions", v.actions);
    a("post_mortem", v.post_mortem);
    a("ended", v.ended);
    a("cancel_reason", v.cancel_reason);
    a("merged_into", v.merged_into);
    a("verdict", v.verdict);
    a("last_status_change", v.last_status_change);
    a("last_changed_by", v.last_changed_by);
    a("revision", v.revision);
}

std::string incident_to_json(const Incident& incident) {
    std::string text;
    text.reserve(usual_bytes);
    {
        JsonWriter object(text);
        fields(object, incident);
    }
    return text;
}

Incident incident_from_json(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    JsonReader object(json);
    Incident incident;
    fields(object, incident);
    return incident;
}

}  // namespace tocsin::storage
