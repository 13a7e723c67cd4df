// A name looked up as the system does it, at once and without a deadline: for whoever may wait. The bot
// itself asks a Resolver.
#pragma once

#include <string>

#include "bot/net/resolver.h"

namespace tocsin::net {

Resolver::Lookup look_up_by_system(const std::string& host);

}  // namespace tocsin::net
