// Requests that came in over HTTP, answered inside the transaction: whoever gets the answer can rely on what
// it says. Reading them, and who may ask, is bot/web's.
#pragma once

#include "bot/engine/work_mark.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

channels::HttpAnswer take_request(Workbench& bench, const WebRequest& what, WorkMark& mark);

}  // namespace tocsin::engine
