// The Markdown of a post-mortem within limits: whole for files, shortened for a message. For postmortem.h
// alone.
#pragma once

#include <string>
#include <vector>

#include "bot/core/decide_learning.h"
#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

struct BodyLimits {
    std::size_t section_units = longest_section;
    std::size_t timeline_units = 200'000;
    std::size_t actions = most_actions;
};
inline constexpr BodyLimits whole_body{};

std::string post_mortem_body(const Incident& incident, const std::vector<Event>& timeline,
                             const RenderContext& context, const IncidentFacts& facts,
                             const BodyLimits& limits);

}  // namespace tocsin::templates
