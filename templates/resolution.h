// The resolution [B06], in the thread and in the channel. The resolved card is in cards.h, the post-mortem in
// postmortem.h.
#pragma once

#include <string>
#include <vector>

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

// `revision` counts the edits of the message, from 1.
slack::Message resolution_message(const Incident& incident, const std::vector<Event>& timeline,
                                  const RenderContext& context, const IncidentFacts& facts, int revision = 1);

}  // namespace tocsin::templates
