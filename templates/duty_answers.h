// Who is on call, as an answer to whoever asks (interactions.md 4.3), and why somebody is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/on_call.h"
#include "templates/render.h"

namespace tocsin::templates::answer {

struct DutyLine {
    const Rota& rota;
    std::vector<std::vector<PageOrder>> escalation = {};  // whom the later levels of its policy page now
};
// One line for each schedule. `at` set: as it is then, instead of now.
slack::Message on_call(const std::vector<DutyLine>& schedules, std::optional<Time> at,
                       const RenderContext& context);
slack::Message no_schedule();

// `people` empty: everybody who is on call then.
slack::Message why_on_call(const Rota& rota, std::optional<PersonId> person, Time at,
                           const RenderContext& context);

}  // namespace tocsin::templates::answer
