// What Slack's good answers teach: where a message stands, who a person is, whether a post whose fate was
// unknown had arrived. Bad answers are refusals.h.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

enum class Step {
    found,         // the post is there already
    not_there,     // it never arrived: send it
    look_further,  // one thing more is known now, look again
    go_on,         // it was no looking: the next step, or the post itself
};

// The answer to a step on the way to a post whose outcome is unknown.
Step take_step(Workbench& bench, const UnderWay& under_way, const nlohmann::json& body);

// The answer to the wish itself.
void take_answer(Workbench& bench, const UnderWay& under_way, const nlohmann::json& body);

}  // namespace tocsin::engine
