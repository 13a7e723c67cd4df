// The signed-in pages (interactions.md 9.3): who asks is the session's person, what they may see and do is
// what they may in Slack, and a press does what the typed line does.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

channels::HttpAnswer take_site(Workbench& bench, const SiteAsked& asked);

}  // namespace tocsin::engine
