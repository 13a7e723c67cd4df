// Replicas are one bot: what pages whom must not depend on which of them is at work. The admins are told of
// two that have different configurations for longer than it takes to give a new one to all.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

void compare_configurations(Workbench& bench);  // every few seconds

}  // namespace tocsin::engine
