// A runbook as one person reads it in Slack, and which ones there are. Its steps in the war room are
// step_messages.h.
#pragma once

#include <string_view>
#include <vector>

#include "bot/core/runbook.h"
#include "templates/render.h"

namespace tocsin::templates {

// `post_to`: an open incident in whose war room the steps may stand; nullptr: none is meant.
slack::Message runbook_message(const Runbook& runbook, const RunbookUse& use, const Incident* post_to,
                               const RenderContext& context);

struct ListedRunbook {
    const Runbook& runbook;
    RunbookUse use;
};
// `before`: a sentence of ours that says why they are listed; may be empty. `wanted_for`: the incident that
// has none, after which one could be written; nullptr: there is no such.
slack::Message runbook_list(const std::vector<ListedRunbook>& runbooks, std::string_view before,
                            const Incident* wanted_for, const RenderContext& context);

}  // namespace tocsin::templates
