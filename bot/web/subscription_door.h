// Subscriptions to the status page at the public door: the form's address, and the pages of a mail's link.
// How often a client may ask is decided here; what becomes of it is the engine's business.
#pragma once

#include "bot/base/form.h"
#include "bot/web/attempts.h"
#include "bot/web/door.h"
#include "bot/web/target.h"

namespace tocsin::web {

class SubscriptionDoor {
  public:
    // The page with the form is a document of the status page.
    static bool is_for_subscriptions(const net::HttpRequest& request, const Target& target);
    Taken take(const net::HttpRequest& request, const Target& target, const std::string& client, Time now);

  private:
    Taken ask(const net::HttpRequest& request, const FormFields& form, const std::string& client, Time now);

    Attempts asked_{5};  // by client: each may send a mail to somebody
    Attempts asked_today_{20, 24h};
    Attempts pressed_{60};       // by client, looked at or pressed
    Attempts one_clicks_{1000};  // by client: a mail provider presses for many people
};

}  // namespace tocsin::web
