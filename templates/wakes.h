// Whom a severity wakes, as the declare form's preview and the question before a higher severity say it.
#pragma once

#include "bot/core/next_level.h"
#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

WakeFacts wake_facts(const Wake& wake, const RenderContext& context);

}  // namespace tocsin::templates
