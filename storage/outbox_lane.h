// When a lane of the outbox can next leave. Only the lane's first row carries that instant (`ready`), so that
// looking for what is due costs one row for each lane however long the lanes are.
#pragma once

#include <string_view>

#include "storage/connection.h"

namespace tocsin::storage {

inline constexpr int most_leased_of_a_lane = 16;

// Whatever changes a lane's first row or its leases calls this afterwards.
void refresh_lane(Connection& db, std::string_view lane);

}  // namespace tocsin::storage
