#include "bot/web/attempts.h"

namespace tocsin::web {

bool Attempts::count(const std::string& who, Time now) {
    if (minutes_.size() >= most_counted && !minutes_.contains(who)) {
        std::erase_if(minutes_, [&](const auto& entry) { return entry.second.began + 1min <= now; });
        if (minutes_.size() >= most_counted) minutes_.clear();
    }
    auto& minute = minutes_[who];
    if (minute.began + 1min <= now) minute = {now, 0};
    return ++minute.count <= most_;
}

bool Attempts::exhausted(const std::string& who, Time now) const {
    const auto found = minutes_.find(who);
    return found != minutes_.end() && found->second.began + 1min > now && found->second.count >= most_;
}

}  // namespace tocsin::web
