// Copies of published post-mortems outside of Slack: a file in a folder, which a checkout of a repository may
// be. They follow every later change, from a durable timer, and none of them is ever in the way of anything
// else.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

void copy_post_mortem(Workbench& bench, const Incident& incident);

void fire_copy_timer(Workbench& bench, const storage::Timer& timer);

}  // namespace tocsin::engine
