// Where monitoring systems tell of alerts (contract.md section 5): which address is for which source, who may
// use it and how often, in the shape that each protocol expects. What comes of an alert is the engine's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/alerts/sns.h"
#include "bot/core/alert.h"
#include "bot/web/alert_access.h"
#include "bot/web/attempts.h"
#include "bot/web/bucket.h"
#include "bot/web/certificates.h"
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
               const std::string& client, Guesses& guesses, Metrics& metrics, Time now);

    // From now on messages of SNS count only when they are signed by Amazon.
    void check_signatures() { checks_signatures_ = true; }
    void learn(std::string url, std::string pem) { certificates_.learn(std::move(url), std::move(pem)); }

  private:
    // Empty: it is Amazon's.
    std::optional<Taken> doubt(const alerts::SnsMessage& message, const AlertSource& source, Metrics& metrics,
                               Time now);

    static constexpr double per_second = 100;  // of one source (reliability.md F59)
    static constexpr double burst = 500;

    static constexpr int most_complaints = 20;  // in the log in a minute

    Buckets buckets_{per_second, burst};
    bool checks_signatures_ = false;
    Certificates certificates_;
    Attempts complaints_{most_complaints};
};

}  // namespace tocsin::web
