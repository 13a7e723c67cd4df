// The small messages about a post-mortem: how it stands, what publishing lacks, reminders, a call for help,
// that it is published. The post-mortem itself is postmortem.h.
#pragma once

#include <string>
#include <vector>

#include "templates/render.h"

namespace tocsin::templates {

// To whoever asks: state, owner, due time, what is missing, the six times, and buttons.
slack::Message post_mortem_status(const Incident& incident, bool may_publish, const RenderContext& context);

// What publishing lacks, each half a sentence, and Publish as it is.
slack::Message post_mortem_incomplete(const Incident& incident, const std::vector<std::string>& missing,
                                      const RenderContext& context);

// By direct message. `for_manager`: to the Engineering Lead, who is told whose it is.
slack::Message post_mortem_reminder(const Incident& incident, bool for_manager, const RenderContext& context);
slack::Message post_mortem_help_wanted(const Incident& incident, const Actor& by,
                                       const RenderContext& context);

// In thread and channel: root cause in a line, how many action items, where to read it.
slack::Message post_mortem_published(const Incident& incident, const RenderContext& context);

// The Markdown as it is, in as many blocks as it takes.
slack::Message post_mortem_source(const Incident& incident, const std::string& markdown);

}  // namespace tocsin::templates
