// The direct message that a watcher gets on a milestone: acknowledged, status, severity, over, reopened. What
// the thread reads is in messages.h.
#pragma once

#include <optional>

#include "templates/messages.h"

namespace tocsin::templates {

// nullopt: not a milestone.
std::optional<slack::Message> watcher_message(const Happening& happening, const RenderContext& context);

}  // namespace tocsin::templates
