// The public status page at the public door: documents that are ready, handed out as they are. Nothing is
// computed and nobody is asked for a request; what the documents say is made in templates/status_site.
#pragma once

#include <memory>

#include "bot/net/http.h"
#include "bot/web/target.h"
#include "templates/status_site.h"

namespace tocsin::web {

class StatusDoor {
  public:
    void show(std::shared_ptr<const templates::StatusSite> site) { site_ = std::move(site); }

    static bool is_for_status(const Target& target);
    net::HttpResponse take(const net::HttpRequest& request, Time now) const;

  private:
    std::shared_ptr<const templates::StatusSite> site_;  // nullptr: there is none
};

}  // namespace tocsin::web
