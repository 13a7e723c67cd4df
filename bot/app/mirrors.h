// The adapters of other status pages that the configuration pushes to, ready to use.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/config/configuration.h"
#include "bot/mirrors/mirror.h"

namespace tocsin::app {

// By kind and page. One without a token is left out: reading the configuration has warned of it.
std::map<std::string, std::shared_ptr<const mirrors::Mirror>> make_mirrors(
    const std::vector<config::StatusPush>& configured);

}  // namespace tocsin::app
