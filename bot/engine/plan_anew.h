// What is planned ahead follows from the rules, the rota and the zones' data: when one of them is another
// one, all of it is planned again.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

void plan_anew(Workbench& bench);  // with what is in force

}  // namespace tocsin::engine
