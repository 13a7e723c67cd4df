// The door for everybody: which address means what, who may use it, and how often. Answers what needs no
// engine, hands on the rest. No rule of an incident is known here.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "bot/channels/registry.h"
#include "bot/core/api_token.h"
#include "bot/web/alert_door.h"
#include "bot/web/api_door.h"
#include "bot/web/attempts.h"
#include "bot/web/door.h"
#include "bot/web/metrics.h"
#include "bot/web/site_door.h"
#include "bot/web/status_door.h"
#include "bot/web/subscription_door.h"

namespace tocsin::web {

struct PublicDoorSettings {
    channels::Registry channels;
    std::string public_url;  // without / at its end; callbacks are signed over it
    std::set<std::string> trusted_proxies;
    std::vector<ApiToken> tokens;  // of the API and of calendars
    std::vector<AlertSource> alert_sources{};
    std::vector<std::string> internal_hosts{};  // under which the signed-in pages are served
};

class PublicDoor {
  public:
    PublicDoor(PublicDoorSettings settings, Metrics& metrics)
        : settings_(std::move(settings)), metrics_(metrics) {}

    void change(PublicDoorSettings settings) { settings_ = std::move(settings); }

    Taken take(const net::HttpRequest& request, Time now);
    // What a request is for, in a word for the metrics: "alerts", "other".
    static std::string_view named(const net::HttpRequest& request);
    // From now on messages of Amazon SNS are taken only when they are signed by Amazon: take() asks for the
    // certificates that it does not know yet.
    void check_signatures() { alerts_.check_signatures(); }
    void learn(std::string url, std::string pem) { alerts_.learn(std::move(url), std::move(pem)); }
    void show(std::shared_ptr<const templates::StatusSite> site) { status_.show(std::move(site)); }
    // The engine did not know the link that this client asked for.
    void guessed(const std::string& client, Time now) { guesses_.count(client, now); }

  private:
    Taken calendar(const net::HttpRequest& request, std::string_view query, Time now);
    Taken heartbeat(const net::HttpRequest& request, std::string_view name, std::string_view query, Time now);
    Taken page_link(const net::HttpRequest& request, std::string_view token, Time now);
    Taken callback(const net::HttpRequest& request, std::string_view provider, std::string_view path,
                   std::string_view query, Time now);

    static constexpr int most_views = 20;       // of one link in a minute (interactions.md 9.1)
    static constexpr int most_complaints = 20;  // in the log in a minute: forged callbacks do not fill it

    PublicDoorSettings settings_;
    Metrics& metrics_;
    ApiDoor api_;
    AlertDoor alerts_;
    SiteDoor site_;
    StatusDoor status_;
    SubscriptionDoor subscriptions_;
    Attempts views_{most_views};
    Guesses guesses_;
    Attempts complaints_{most_complaints};
};

}  // namespace tocsin::web
