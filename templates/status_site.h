// The whole public status page as documents that are ready to go out: HTML, JSON and feeds, each under its
// path. Made anew on every change, and served without asking anybody.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "bot/base/time.h"
#include "templates/status_view.h"

namespace tocsin::templates {

struct StatusDocument {
    std::string type;  // Content-Type
    std::string body;
    std::string etag;  // with its quotes
    bool operator==(const StatusDocument&) const = default;
};

struct StatusSite {
    using Documents = std::map<std::string, StatusDocument, std::less<>>;
    Documents documents;            // by path: "/status", "/api/v2/summary.json"
    Documents late;                 // what takes the place of some of them from `late_from` on
    std::optional<Time> late_from;  // none: never
    bool operator==(const StatusSite&) const = default;
};

StatusSite status_site(const StatusView& view);

}  // namespace tocsin::templates
