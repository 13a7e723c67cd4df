// Lists of steps as they stand in the war room, who marked what, and what a runbook says when its time is
// over. A runbook as one person reads it is in runbook_message.h.
#pragma once

#include <optional>
#include <string_view>

#include "templates/render.h"

namespace tocsin::templates {

// The message of that name among the incident's, as it reads now: "steps/1", "limit/1". nullopt: the incident
// has no such list or limit.
std::optional<slack::Message> steps_now(const Incident& incident, std::string_view name,
                                        const RenderContext& context);

// To whoever wanted to write a runbook; `ended` is the incident after its end.
slack::Message runbook_reminder(const Incident& before, const Incident& ended, const UserId& to,
                                const RenderContext& context);

}  // namespace tocsin::templates
