// Numbered points at which a test can kill the process: with FAULT_POINT=n in the environment the n-th point
// passed ends it at once, as kill -9 would; with FAULT_POINT_NAME only those of that name count. Without the
// variables a point costs one comparison.
#pragma once

#include <array>
#include <string_view>

namespace tocsin::storage {

// Of all points. Each driver has each of them: there is no other way by which anything is written.
inline constexpr std::array<std::string_view, 3> fault_point_names{"before a write", "before the commit",
                                                                   "after the commit"};

void fault_point(std::string_view name);

// What is worked on, by its name. FAULT_ITEM in the environment names one that kills whoever works on it,
// always; with * at its end everything whose name begins so. FAULT_STALL names one at which whoever works on
// it stands still for good.
void fault_item(std::string_view name);

}  // namespace tocsin::storage
