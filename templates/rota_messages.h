// What people are told when somebody covers for somebody (interactions.md 10.3): the request with its two
// buttons, what came of it, and the line in the incidents channel. Who gets which is the engine's business.
#pragma once

#include <string>
#include <vector>

#include "bot/core/rota_change.h"
#include "templates/render.h"

namespace tocsin::templates {

std::string change_value(const RotaChange& change);  // of its buttons

// To the person who is asked.
slack::Message cover_request(const RotaChange& change, const RenderContext& context);
// To whoever asked, at once.
slack::Message cover_asked(const RotaChange& change, const RenderContext& context);
// To whoever asked, when it is settled: accepted, declined, unanswered.
slack::Message cover_settled(const RotaChange& change, const RenderContext& context);
// To the person who accepted or took over, with a way back.
slack::Message cover_taken(const RotaChange& change, const RenderContext& context);
// To somebody whose shift it was and who did not ask: taken over, or changed by a manager.
slack::Message cover_relieved(const RotaChange& change, const RenderContext& context);
// To everybody else whom a change concerns that was taken back.
slack::Message cover_ended(const RotaChange& change, const RenderContext& context);
slack::Message cover_withdrawn(const RotaChange& change, const RenderContext& context);

// The channel's line. `was`: who was on call before.
slack::Message cover_line(const RotaChange& change, const std::vector<PersonId>& was,
                          const RenderContext& context);

// One line of `override list`.
std::string change_line(const RotaChange& change, const RenderContext& context);
slack::Message change_list(const std::vector<RotaChange>& changes, const RenderContext& context);

}  // namespace tocsin::templates
