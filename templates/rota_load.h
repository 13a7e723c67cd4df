// How fairly the rota is spread, as a table of a page for a browser, as CSV and as a short answer in Slack.
// Counting is bot/core/rota_load.h.
#pragma once

#include <string>
#include <vector>

#include "bot/core/rota_load.h"
#include "templates/render.h"

namespace tocsin::templates {

struct LoadOfPerson {
    PersonId person;
    RotaLoad past, coming;
    std::int64_t pages = 0;           // in the past weeks
    std::int64_t pages_at_night = 0;  // of these
};

struct RotaLoadFacts {
    int weeks = 0;                     // back, and ahead
    std::vector<LoadOfPerson> people;  // whoever had most hours first
};

// With a heading; empty when nobody was or will be on call.
std::string rota_load_html(const RotaLoadFacts& facts, const RenderContext& context);
std::string rota_load_csv(const RotaLoadFacts& facts, const RenderContext& context);
slack::Message rota_load_answer(const RotaLoadFacts& facts, const RenderContext& context);

}  // namespace tocsin::templates
