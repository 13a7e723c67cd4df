// The readiness list as it is shown (`/incident checklist`), and the question to somebody who has answered no
// test page lately.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/readiness.h"
#include "bot/slack/elements.h"
#include "templates/render.h"

namespace tocsin::templates {

// "*12 of 16 done.* Next: …" and a line for each point. `ask`: who has answered no test page lately.
std::string checklist_text(const std::vector<ReadinessPoint>& points, const std::optional<Person>& ask);
slack::Button checklist_ask_button(const Person& person);

// `ask`: whom the first button asks for a test page; nobody: no button.
slack::Message checklist_message(const std::vector<ReadinessPoint>& points, const std::optional<Person>& ask,
                                 bool may_tick, const RenderContext& context);

// To the person who is asked.
slack::Message test_page_wanted(const Actor& by, const RenderContext& context);

}  // namespace tocsin::templates
