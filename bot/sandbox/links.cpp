#include "bot/sandbox/links.h"

#include <fmt/format.h>

#include "bot/base/digest.h"

namespace tocsin::sandbox {

namespace {

template <class Value>
void keep(std::map<std::string, Value>& values, std::deque<std::string>& order, const std::string& id,
          Value value, std::size_t limit) {
    values.emplace(id, std::move(value));
    order.push_back(id);
    if (order.size() > limit) {
        values.erase(order.front());
        order.pop_front();
    }
}

}  // namespace

std::string Triggers::issue(std::string user, std::string view, Time now) {
    ++counter_;
    auto id = fmt::format("{}.{}.{:016x}", unix_seconds(now), counter_, counter_ * 0x9e3779b97f4a7c15u);
    keep(triggers_, order_, id, Trigger{std::move(user), std::move(view), now}, max_kept);
    return id;
}

std::expected<Trigger, std::string> Triggers::exchange(const std::string& id, Time now) {
    auto found = triggers_.find(id);
    if (found == triggers_.end()) return std::unexpected("invalid_trigger_id");
    if (found->second.used) return std::unexpected("exchanged_trigger_id");
    if (all_late || now - found->second.issued > lifetime) return std::unexpected("expired_trigger_id");
    found->second.used = true;
    return found->second;
}

std::string ResponseLinks::issue(ResponseLink link) {
    // One draw from the system's source seeds the process; a draw for each would cost a load test dearly.
    static const std::string secret = random_token(12);
    auto token = fmt::format("{}{:x}", secret, ++counter_);
    keep(links_, order_, token, std::move(link), max_kept);
    return token;
}

std::expected<ResponseLink*, std::string> ResponseLinks::use(const std::string& token, Time now) {
    auto found = links_.find(token);
    if (found == links_.end()) return std::unexpected("no_such_url");
    if (found->second.uses >= max_uses) return std::unexpected("used_url");
    if (now - found->second.issued > lifetime) return std::unexpected("expired_url");
    ++found->second.uses;
    return &found->second;
}

}  // namespace tocsin::sandbox
