// A post-mortem as a page for a browser and for paper. Serving it, and who may see it, is not here.
#pragma once

#include <string>
#include <vector>

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

// A whole file with its style sheet in it. Typed text can neither format nor run anything.
std::string post_mortem_page(const Incident& incident, const std::vector<Event>& timeline,
                             const RenderContext& context, const IncidentFacts& facts = {});

// Only the part of a page that the post-mortem is, for pages that put something around it.
std::string post_mortem_html(const Incident& incident, const std::vector<Event>& timeline,
                             const RenderContext& context, const IncidentFacts& facts = {});

}  // namespace tocsin::templates
