// What a person's App Home tab shows now. The layout is the templates'; publishing it goes through the
// outbox.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

slack::View home_of(Workbench& bench, const UserId& user);

}  // namespace tocsin::engine
