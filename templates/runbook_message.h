// A runbook as somebody reads it in Slack, and which ones there are.
#pragma once

#include <string_view>

#include "bot/core/runbook.h"
#include "templates/render.h"

namespace tocsin::templates {

slack::Message runbook_message(const Runbook& runbook, const RenderContext& context);

// `before`: a sentence of ours that says why they are listed; may be empty.
slack::Message runbook_list(const Runbooks& runbooks, std::string_view before, const RenderContext& context);

}  // namespace tocsin::templates
