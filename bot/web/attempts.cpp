#include "bot/web/attempts.h"

#include "bot/base/log.h"

namespace tocsin::web {

bool Attempts::count(const std::string& who, Time now) {
    if (spans_.size() >= most_counted && !spans_.contains(who)) {
        std::erase_if(spans_, [&](const auto& entry) { return entry.second.began + within_ <= now; });
        if (spans_.size() >= most_counted) spans_.clear();
    }
    auto& span = spans_[who];
    if (span.began + within_ <= now) span = {now, 0};
    return ++span.count <= most_;
}

bool Attempts::exhausted(const std::string& who, Time now) const {
    const auto found = spans_.find(who);
    return found != spans_.end() && found->second.began + within_ > now && found->second.count >= most_;
}

bool Guesses::count(const std::string& client, Time now) {
    const bool waits_already = exhausted(client, now);
    const bool may_go_on = tried_.count(client, now);
    if (!waits_already && exhausted(client, now))
        log::warn("an address tries tokens or links that are not right, it is kept out for a minute",
                  {{"from", client}});
    return may_go_on;
}

}  // namespace tocsin::web
