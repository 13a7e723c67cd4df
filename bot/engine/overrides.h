// Changes of the rota as they take effect: kept, counted for who is on call, told to those whom they concern,
// and given up when nobody answers. What may be changed is decided in bot/core/rota_change.h.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

RotaChange record_change(Workbench& bench, RotaChange change);

// The timer "cover/7" is due: nobody answered.
void fire_cover_timer(Workbench& bench, const storage::Timer& timer);

}  // namespace tocsin::engine
