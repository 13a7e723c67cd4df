// What Tocsin knows of whoever is signed in: how they are reached, and which browsers act as them.
#pragma once

#include <string>
#include <vector>

#include "bot/core/web_session.h"
#include "templates/render.h"
#include "templates/site_page.h"

namespace tocsin::templates {

struct MePage {
    std::string reach;  // "phone and SMS at the number ending 4821"; empty: in Slack alone
    std::vector<WebSession> sessions;
    WebSessionId here;  // the one of this browser
    std::string view;   // hidden in the forms
    std::string notice;
};

std::string me_page(const SiteFrame& frame, const MePage& shown, const RenderContext& context);

}  // namespace tocsin::templates
