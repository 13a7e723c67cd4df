// The buttons and the menu of the incident card, by its state (interactions.md 6.1, 6.2). What they do when
// pressed is the commands' business.
#pragma once

#include <vector>

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

std::vector<JsonText> card_buttons(const Incident& incident, const RenderContext& context,
                                   const IncidentFacts& facts);

}  // namespace tocsin::templates
