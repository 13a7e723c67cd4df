// The status page for feed readers: Atom and RSS, an item for each notice with all its entries.
#pragma once

#include <string>
#include <string_view>

#include "templates/status_view.h"

namespace tocsin::templates {

std::string status_atom(const StatusView& view, std::string_view own_path);
std::string status_rss(const StatusView& view);

}  // namespace tocsin::templates
