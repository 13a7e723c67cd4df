// File descriptors of this process: a stranger's connection takes one, and so does a page that leaves.
// Nothing else of the system's limits.
#pragma once

#include <cstddef>

namespace tocsin::app {

// Allows this process `wanted` of them, or as many as the system lets it have. Answers how many that is now.
std::size_t allow_descriptors(std::size_t wanted);

}  // namespace tocsin::app
