// What people write back to a page: whom it is from, which incident it is about, what is done, and the text
// that answers. Only people whose number was paged are heard.
#pragma once

#include <string>

#include "bot/channels/channel.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

// Acts once, however often it is reported.
void take_reply(Workbench& bench, const std::string& provider, const channels::Replied& replied);

}  // namespace tocsin::engine
