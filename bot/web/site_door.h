// The door of the signed-in pages: which addresses they have, under which host names they are served, and
// that a form comes from one of them. Who is signed in is the engine's to know.
#pragma once

#include <string>
#include <vector>

#include "bot/web/attempts.h"
#include "bot/web/door.h"
#include "bot/web/target.h"

namespace tocsin::web {

class SiteDoor {
  public:
    static bool is_for_site(const Target& target);

    // `hosts`: host names without port; none: there are no such pages.
    Taken take(const net::HttpRequest& request, const Target& target, const std::vector<std::string>& hosts,
               const std::string& client, const Guesses& guesses, Time now);

  private:
    static constexpr int most_views = 300;  // of one address in a minute
    Attempts views_{most_views};
};

}  // namespace tocsin::web
