// The wording of every Tell that effects_of (bot/core/decide.h) wants: what appears in the incident's thread,
// in the channel and in direct messages. The card is in cards.h, answers for one person only are in
// answers.h.
#pragma once

#include <optional>
#include <vector>

#include "bot/core/decide.h"
#include "bot/core/runbook.h"
#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

struct Happening {
    const Incident& before;
    const Event& event;
    const Incident& after;
    const std::vector<Event>& timeline;  // of the incident, with `event`; the resolution shows it
    const Incident* latest = nullptr;    // after all that was recorded with it; nullptr: `after`
};

// nullopt: this fact has no words for this audience.
std::optional<slack::Message> message_for(const Happening& happening, const Tell& tell,
                                          const RenderContext& context, const IncidentFacts& facts = {});

// Posted once per incident after the announcement: the steps of its runbook, without one the general triage
// list, collapsed where Slack can. `runbook` may be nullptr.
slack::Message triage_message(const Runbook* runbook, const RenderContext& context);

// The message of that name as it reads now: an answered reminder is one context line, a snoozed one says
// until when, a lead offer what became of it, a resolution its later root cause. nullopt: a name without an
// edited form.
std::optional<slack::Message> edit_for(const Edit& edit, const Incident& incident,
                                       const std::vector<Event>& timeline, const RenderContext& context,
                                       const IncidentFacts& facts = {});

// In the thread of the message an incident was made from: "This became INC-42."
slack::Message became_message(const Incident& incident, const RenderContext& context);
// A card that was deleted is posted anew; said in the thread.
slack::Message card_again_message(const Incident& incident, const RenderContext& context);
}  // namespace tocsin::templates
