// What is said of silences: the line in the incidents channel when one is made, confirmed or lifted, and the
// list of those that there are.
#pragma once

#include <string>
#include <vector>

#include "bot/core/silence.h"
#include "templates/render.h"

namespace tocsin::templates {

// "Silence 3: alerts with service=api, until 16:32 UTC, by @dana: deploy. A SEV 1 still pages."
std::string silence_line(const Silence& silence, const RenderContext& context);
// For the channel.
slack::Message silence_message(const Silence& silence, const RenderContext& context);
slack::Message silence_list(const std::vector<Silence>& silences, const RenderContext& context);

}  // namespace tocsin::templates
