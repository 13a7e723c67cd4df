// The post-mortem [B07]: facts and what people wrote, with hints where nobody has yet. The same body as a
// message, as Markdown and as a page (postmortem_page.h). Its form and the small messages about it are
// postmortem_form.h and postmortem_messages.h.
#pragma once

#include <string>
#include <vector>

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

// CommonMark with a line break at the end. Typed text is escaped, so that it can neither format nor mention.
std::string post_mortem_markdown(const Incident& incident, const std::vector<Event>& timeline,
                                 const RenderContext& context, const IncidentFacts& facts = {});

// "API Outage - Jan 21, 2025": plain words, not escaped.
std::string post_mortem_title(const Incident& incident, const RenderContext& context);

// "Three sections are still to write.", "Nothing is left to write."
std::string still_to_write(const Incident& incident);

// `revision`: 1 when it is posted, another one for every edit. What is too long for a message is cut, and
// says so.
slack::Message post_mortem_message(const Incident& incident, const std::vector<Event>& timeline,
                                   const RenderContext& context, const IncidentFacts& facts = {},
                                   int revision = 1);

std::string post_mortem_file_name(const Incident& incident);  // post-mortem-inc-42.md

}  // namespace tocsin::templates
