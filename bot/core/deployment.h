// A version of something that went live, as whoever deployed it told: it may be what broke, or what mended.
#pragma once

#include <string>

#include "bot/base/time.h"

namespace tocsin {

struct Deployment {
    std::string source;       // its name in alerts.sources
    std::string key;          // the source's own: what comes again under it is the same one; never empty
    std::string what;         // a repository or service: acme/api; never empty
    std::string environment;  // this and the following may be empty
    std::string version;      // a tag or branch
    std::string commit;
    std::string by;
    std::string link;
    Time at{};
    bool operator==(const Deployment&) const = default;
};

}  // namespace tocsin
