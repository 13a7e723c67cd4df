#include "bot/web/attempts.h"

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

}  // namespace tocsin::web
