// What the system says of this process, under the names that every Prometheus client uses.
#pragma once

#include "bot/web/metrics.h"

namespace tocsin::app {

// As it is now; nothing where the system does not say it as Linux does.
void measure_process(web::Metrics& metrics);

}  // namespace tocsin::app
