// How the rota's burden is spread over the people, counted from the schedules and the pages that were kept.
#pragma once

#include "commands/desk.h"
#include "templates/rota_load.h"

namespace tocsin::commands {

inline constexpr int load_weeks = 8;  // back, and ahead

templates::RotaLoadFacts rota_load_now(Desk& desk);

}  // namespace tocsin::commands
