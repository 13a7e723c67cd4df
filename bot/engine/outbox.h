// Turns waiting wishes into calls, at the last moment: where a thread is, what the card says now, whether it
// is still wanted, whether the pace allows it. What comes back is results.h.
#pragma once

#include <vector>

#include "bot/engine/messages.h"
#include "bot/engine/state.h"
#include "bot/engine/work_mark.h"

namespace tocsin::engine {

inline constexpr int most_in_flight = 256;  // rows that the sender holds
inline constexpr int most_per_lane = 16;
// A row leaves within the first part of its lease: what the sender then needs at most fits into the rest.
inline constexpr Duration lease_time = 8500ms;
inline constexpr Duration leaves_within = 2s;
static_assert(leaves_within + longest_attempt <= lease_time);

// Leases what is due and adds one Send for each lane to `outputs`.
void send_due(State& state, storage::Tx& tx, WorkMark& mark, std::vector<Output>& outputs);

}  // namespace tocsin::engine
