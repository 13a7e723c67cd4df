// The readiness list as it is shown (`/incident checklist`), and the question to somebody who has answered no
// test page lately.
#pragma once

#include <optional>
#include <vector>

#include "bot/core/readiness.h"
#include "templates/render.h"

namespace tocsin::templates {

// `ask`: whom the first button asks for a test page; nobody: no button.
slack::Message checklist_message(const std::vector<ReadinessPoint>& points, const std::optional<Person>& ask,
                                 bool may_tick, const RenderContext& context);

// To the person who is asked.
slack::Message test_page_wanted(const Actor& by, const RenderContext& context);

}  // namespace tocsin::templates
