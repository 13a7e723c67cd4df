// The wording of facts about action items and the post-mortem, as messages and as lines of the timeline; the
// part of message_for (messages.h) and of timeline.h that they are.
#pragma once

#include <optional>
#include <string>

#include "templates/messages.h"

namespace tocsin::templates {

// nullopt: this fact has no words for this audience.
std::optional<slack::Message> learning_message(const Happening& happening, const Tell& tell,
                                               const RenderContext& context);

// A line of the timeline: mrkdwn, safe; empty: none.
std::string learning_line(const EventBody& body, const Incident& incident, const Actor& by,
                          const RenderContext& context);

}  // namespace tocsin::templates
