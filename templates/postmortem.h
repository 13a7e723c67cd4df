// The post-mortem skeleton [B07]: filled from facts right after the resolution, with hints where people
// write. The same body as a message and as Markdown. Editing and publishing are not here.
#pragma once

#include <string>
#include <vector>

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

// CommonMark with a line break at the end. Typed text is escaped, so that it can neither format nor mention.
std::string post_mortem_markdown(const Incident& incident, const std::vector<Event>& timeline,
                                 const RenderContext& context, const IncidentFacts& facts = {});

slack::Message post_mortem_message(const Incident& incident, const std::vector<Event>& timeline,
                                   const RenderContext& context, const IncidentFacts& facts = {});

}  // namespace tocsin::templates
