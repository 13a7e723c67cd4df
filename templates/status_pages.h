// The public status page as HTML (interactions.md 9.2): the page itself, its history, and a page for each
// notice. No script, nobody's name, nothing internal.
#pragma once

#include <string>

#include "templates/status_view.h"

namespace tocsin::templates {

// `late`: as it reads when an open incident had no update for too long.
std::string status_page(const StatusView& view, bool late);
std::string status_history_page(const StatusView& view);
std::string status_notice_page(const StatusView& view, const PublicNotice& notice, bool late);

}  // namespace tocsin::templates
