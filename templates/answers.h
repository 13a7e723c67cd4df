// Answers that only the asking person sees (interactions.md 4.3 and 12): lists, facts, questions, empty
// states and errors. Each takes the values it needs. `draft` is the key under which the caller keeps the
// command that waits.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/error.h"
#include "bot/core/page_history.h"
#include "templates/facts.h"
#include "templates/render.h"
#include "templates/timeline.h"

namespace tocsin::templates::answer {

// An incident in a list, with the permalink of its thread (may be empty).
struct Listed {
    Incident incident;
    std::string thread_url;
};

slack::Message sentence(std::string_view mrkdwn);  // safe text of ours, one section
slack::Message error(const Error& error);          // the sentence of the error, escaped

// declare
slack::Message declared(const Listed& incident, const IncidentFacts& facts, const RenderContext& context);
slack::Message possible_duplicate(const Incident& existing, std::string_view draft,
                                  const RenderContext& context);

// acknowledge
slack::Message acknowledged_before_you(const Incident& incident, const RenderContext& context);
slack::Message already_lead(const Incident& incident, const RenderContext& context);
slack::Message not_on_call(const Incident& incident, const RenderContext& context);

// questions before something that cannot be taken back
slack::Message confirm_resolve(const Incident& incident, std::string_view draft,
                               const RenderContext& context);
slack::Message confirm_severity(const Incident& incident, Severity to, const std::optional<WakeFacts>& wakes,
                                std::string_view draft, const RenderContext& context);
// `alone`: the draft of the same without an incident; empty: that is not possible.
slack::Message which_incident(const std::vector<Incident>& open, std::string_view draft,
                              std::string_view alone, const RenderContext& context);
slack::Message not_a_participant(const Incident& incident, std::string_view draft,
                                 const RenderContext& context);
slack::Message did_you_mean(std::string_view typed_verb, std::string_view verb, std::string_view line,
                            std::string_view draft);

// paging
slack::Message confirm_escalate(const Incident& incident, const std::vector<PageOrder>& next,
                                std::string_view draft, const RenderContext& context);
slack::Message nobody_left(const Incident& incident, const RenderContext& context);
// The ledger: what became of each page, newest page first.
slack::Message pages(const Incident& incident, const std::vector<PageHistory>& pages,
                     const RenderContext& context);

// facts
slack::Message status_facts(const Listed& incident, const IncidentFacts& facts, const RenderContext& context);
slack::Message show(const Listed& incident, const std::vector<TimelineLine>& entries,
                    const IncidentFacts& facts, const RenderContext& context);
inline constexpr std::size_t list_page_size = 10;
struct ListPage {
    std::string title;              // "Open incidents"
    std::string filter;             // the words after `list` or `find`, for the next page: "all"
    std::vector<Listed> incidents;  // of this page
    std::size_t page = 0;           // from 0
    bool more = false;
};
slack::Message list(const ListPage& page, const RenderContext& context);
slack::Message list_empty(const std::optional<Incident>& last, const RenderContext& context);
slack::Message find_empty(std::string_view words);
inline constexpr std::size_t timeline_page_size = 15;
// `viewer` decides which entries carry Edit and Remove: the own ones, all for the lead.
slack::Message timeline(const Incident& incident, const std::vector<TimelineLine>& entries, std::size_t first,
                        const UserId& viewer, const RenderContext& context);
slack::Message timeline_text(const Incident& incident, const std::vector<TimelineLine>& entries);

// help
struct VerbHelp {
    std::string verb;     // update
    std::string shorts;   // "u"; may be empty
    std::string usage;    // "/incident update [INC] text"
    std::string does;     // "post a progress update"
    std::string example;  // "/incident update Root cause identified: pool exhausted."
    std::string who;      // participant
    std::string details;  // may be empty
};
slack::Message help(const std::vector<VerbHelp>& most_used, const RenderContext& context);
slack::Message help_all(const std::vector<VerbHelp>& verbs);
slack::Message help_verb(const VerbHelp& verb);
slack::Message first_contact(const RenderContext& context);

// errors of section 12.1
slack::Message no_permission(std::string_view who, std::string_view what, const Incident* incident,
                             const RenderContext& context);  // "Only responders", "page someone"
slack::Message unknown_incident(std::string_view named, const std::vector<Incident>& open,
                                const RenderContext& context);
slack::Message incident_over(const Incident& incident, bool may_reopen, const RenderContext& context);
slack::Message stale_button(const Incident& incident, const RenderContext& context);
slack::Message cannot_post(const Incident& incident, std::string_view reason, const RenderContext& context);
slack::Message internal_error(std::string_view reference);
// Nothing is open and nothing was named; `alone` as above.
slack::Message no_incident_here(std::string_view alone, const RenderContext& context);
slack::Message pin_explained(const Incident& incident,
                             const RenderContext& context);  // first pin of a person
slack::Message watching(const Incident& incident, bool on);

}  // namespace tocsin::templates::answer
