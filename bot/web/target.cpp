#include "bot/web/target.h"

#include <algorithm>
#include <ranges>

#include "bot/base/text.h"

namespace tocsin::web {
namespace {

std::string household(std::string_view address) {
    constexpr int parts_of_half = 4;
    std::size_t end = 0;
    for (int part = 0; part < parts_of_half; ++part) {
        end = address.find(':', end);
        if (end == std::string_view::npos) return std::string(address);
        ++end;
    }
    return std::string(address.substr(0, end));
}

}  // namespace

Target target_of(const net::HttpRequest& request) {
    const std::string_view whole = request.target;
    const auto question = whole.find('?');
    Target target;
    for (const auto part : split(whole.substr(0, question), '/'))
        if (!part.empty()) target.path.push_back(part);
    if (question != std::string_view::npos) target.query = whole.substr(question + 1);
    return target;
}

std::string client_of(const net::HttpRequest& request, const std::set<std::string>& trusted_proxies) {
    if (!trusted_proxies.contains(request.peer)) return household(request.peer);
    const auto chain = split(net::header(request.headers, "X-Forwarded-For"), ',');
    for (const auto hop : chain | std::views::reverse) {
        const std::string address(trim(hop));
        if (!address.empty() && !trusted_proxies.contains(address)) return household(address);
    }
    return household(request.peer);
}

}  // namespace tocsin::web
