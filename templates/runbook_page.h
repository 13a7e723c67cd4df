// Runbooks as pages for a browser, and which ones there are.
#pragma once

#include <string>

#include "bot/core/runbook.h"
#include "templates/site_page.h"

namespace tocsin::templates {

std::string runbook_page(const SiteFrame& frame, const Runbook& runbook);
std::string runbook_list_page(const SiteFrame& frame, const Runbooks& runbooks);

}  // namespace tocsin::templates
