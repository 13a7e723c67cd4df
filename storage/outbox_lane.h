// When a lane of the outbox can next leave. Only the lane's first row carries that instant (`ready`), so that
// a claim looks at one row for each lane however long the lanes are.
#pragma once

#include <string_view>

#include "storage/connection.h"

namespace tocsin::storage {

inline constexpr int max_rows_per_claimed_lane = 16;

// Whatever changes a lane's first row or its leases calls this afterwards.
void refresh_lane(Connection& db, std::string_view lane);

}  // namespace tocsin::storage
