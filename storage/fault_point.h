// Numbered points at which a test can kill the process: with FAULT_POINT=n in the environment the n-th point
// passed ends it at once, as kill -9 would. Without the variable a point costs one comparison.
#pragma once

#include <string_view>

namespace tocsin::storage {

// `name` is for whoever reads the code or a debugger; points are counted, not looked up.
void fault_point(std::string_view name);

}  // namespace tocsin::storage
