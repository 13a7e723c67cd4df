// What happened, as numbers for /metrics: facts of a timeline, answers of providers, trackers and Slack.
// Nothing is decided by them.
#pragma once

#include <string_view>

#include "bot/engine/state.h"

namespace tocsin::engine {

void measure(State& state, const Incident& before, const Event& event, const Incident& after);

// What Tocsin itself wants is no command.
void measure_command(State& state, const Actor& by, Via via, bool done);

// Of something handed to a provider.
void measure_answer(State& state, const channels::Channel& channel, Means means,
                    const channels::Outcome& outcome);
void measure_answer(State& state, std::string_view tracker, const trackers::Outcome& outcome);
void measure_answer(State& state, const mirrors::Mirror& mirror, const mirrors::Outcome& outcome);
void measure_answer(State& state, std::string_view tracker, const trackers::Standing& standing);
void measure_answer(State& state, std::string_view tracker, const trackers::FileOutcome& outcome);
void measure_answer(State& state, std::string_view receiver, const channels::Outcome& outcome);
void measure_answer(State& state, std::string_view method, const slack::Outcome& outcome);

std::string_view kind_of(const slack::Payload& payload);  // "slash_command"

}  // namespace tocsin::engine
