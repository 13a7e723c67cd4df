// How alerts reach the sandbox's bot from the panel of its page, and what its rules make of them: the same
// words as `tocsin rules test` and `tocsin check`. The panel itself is bot/sandbox's.
#pragma once

#include "bot/base/time.h"
#include "bot/config/configuration.h"
#include "bot/sandbox/alert_panel.h"

namespace tocsin::app {

// Adds a source for each kind that has none, and gives a token to those that have none.
void let_samples_in(config::Alerts& alerts);

// Of all these sources. `clock` outlives it.
sandbox::AlertPanelOptions alert_panel(const config::Alerts& alerts, const Clock& clock);

// What the request tells and which rule matches (docs/sandbox.md).
nlohmann::json explain_alert(const config::Alerts& alerts, const sandbox::AlertQuestion& question, Time now);

}  // namespace tocsin::app
