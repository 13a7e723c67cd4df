// Where monitoring systems tell of alerts (contract.md section 5): which address is for which source, who may
// use it and how often, in the shape that each protocol expects. What comes of an alert is the engine's.
#pragma once

#include <string>
#include <vector>

#include "bot/core/alert.h"
#include "bot/web/alert_access.h"
#include "bot/web/attempts.h"
#include "bot/web/bucket.h"
#include "bot/web/door.h"
#include "bot/web/metrics.h"
#include "bot/web/target.h"

namespace tocsin::web {

// What the request tells, were it let in: who sends it is not asked. Error: a sentence for the sender.
Expected<std::vector<Alert>> read_alert_request(const net::HttpRequest& request, const Target& target,
                                                const AlertSource& source, Time now);

class AlertDoor {
  public:
    // /api/v1/alerts/SOURCE, /v2/enqueue, /v2/alerts and what is below; these also under /opsgenie.
    static bool is_for_alerts(const Target& target);

    // `client`: whom a wrong token is counted for in `guesses`. Whoever has a right one is never kept out by
    // the guesses of others.
    Taken take(const net::HttpRequest& request, const Target& target, const std::vector<AlertSource>& sources,
               const std::string& client, Attempts& guesses, Metrics& metrics, Time now);

  private:
    static constexpr double per_second = 100;  // of one source (reliability.md F59)
    static constexpr double burst = 500;

    Buckets buckets_{per_second, burst};
};

}  // namespace tocsin::web
