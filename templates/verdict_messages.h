// What whoever judged a page is told: how it is counted, and how to say it more exactly.
#pragma once

#include "templates/render.h"

namespace tocsin::templates {

slack::Message verdict_counted(const Incident& incident, PageVerdict verdict, const RenderContext& context);

}  // namespace tocsin::templates
