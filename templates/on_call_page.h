// Who is on call now and next, the shifts ahead and how they are spread, as a page for a browser.
#pragma once

#include <string>
#include <vector>

#include "bot/core/rota.h"
#include "templates/render.h"
#include "templates/rota_load.h"
#include "templates/site_page.h"

namespace tocsin::templates {

struct RotaOnPage {
    const Rota& rota;
    std::vector<Shift> shifts;  // that are running or to come, in order
};

std::string on_call_page(const SiteFrame& frame, const std::vector<RotaOnPage>& rotas,
                         const RotaLoadFacts& load, const RenderContext& context);

}  // namespace tocsin::templates
