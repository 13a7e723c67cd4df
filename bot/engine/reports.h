// What providers report of pages, called back or asked for: who pressed a key, who wrote back, who confirmed
// in an app, how far a page has come. Each acts as the person who was paged, and once only, however often it
// is told.
#pragma once

#include <string_view>
#include <vector>

#include "bot/engine/workbench.h"

namespace tocsin::engine {

void take_reports(Workbench& bench, std::string_view provider, const std::vector<channels::Report>& reports);

// The same, and the answer that the provider waits for: what the call says next.
channels::HttpAnswer take_callback(Workbench& bench, const CallbackCame& callback);

// How somebody acts who was paged by these means.
Via via_of(Means means);

}  // namespace tocsin::engine
