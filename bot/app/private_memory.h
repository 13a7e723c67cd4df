// Keeps what is in the program's memory, tokens among it, out of core dumps and away from other processes of
// the same user. What root may see is not changed by this.
#pragma once

namespace tocsin::app {

void keep_memory_private();

}  // namespace tocsin::app
