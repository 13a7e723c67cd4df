#include "bot/web/public_door.h"

#include <fmt/format.h>

#include "bot/base/log.h"
#include "bot/web/target.h"

namespace tocsin::web {
namespace {

channels::Incoming incoming_of(const net::HttpRequest& request, std::string_view path, std::string_view query,
                               const std::string& public_url, Time now) {
    channels::Incoming incoming{request.method,
                                std::string(path),
                                std::string(query),
                                public_url + request.target,
                                {},
                                request.body,
                                now};
    for (const auto& [name, value] : request.headers) incoming.headers.push_back({name, value});
    return incoming;
}

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::forbidden:
            return 403;
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::invalid:
        case ErrorKind::conflict:
        case ErrorKind::unavailable:
        case ErrorKind::internal:
            return 400;
    }
    return 400;
}

}  // namespace

Taken PublicDoor::take(const net::HttpRequest& request, Time now) {
    const auto [path, query] = target_of(request);
    if (path.size() == 3 && path[0] == "webhooks") return callback(request, path[1], path[2], query, now);
    return plain_answer(404, "There is nothing here.");
}

Taken PublicDoor::callback(const net::HttpRequest& request, std::string_view provider, std::string_view path,
                           std::string_view query, Time now) {
    const auto* channel = settings_.channels.for_callback(provider, path);
    if (channel == nullptr) return plain_answer(404, "No provider is configured that calls back here.");
    auto reports = channel->callback(incoming_of(request, path, query, settings_.public_url, now));
    const auto labels = fmt::format("provider=\"{}\"", channel->provider());
    if (!reports) {
        counts_.add("tocsin_callbacks_refused_total", labels);
        log::warn("a callback is refused", {{"provider", channel->provider()},
                                            {"path", path},
                                            {"from", client_of(request, settings_.trusted_proxies)},
                                            {"reason", reports.error().message}});
        return plain_answer(status_of(reports.error().kind), reports.error().message);
    }
    counts_.add("tocsin_callbacks_total", labels);
    return Handed{
        engine::CallbackCame{std::string(channel->provider()), std::string(path), *std::move(reports)}};
}

}  // namespace tocsin::web
