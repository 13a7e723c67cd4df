#include "bot/web/public_door.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/embedded.h"
#include "bot/base/form.h"
#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/web/access.h"
#include "bot/web/target.h"
#include "templates/web_page.h"

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

constexpr std::size_t token_length = 12;
constexpr std::size_t longest_form = 16 * 1024;
constexpr std::string_view too_many = "Too many tries. Please wait a minute, or reply 1 to the SMS.";

bool is_token(std::string_view text) {
    return text.size() == token_length && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
}

// Of the program itself, the same for everybody.
net::HttpResponse file(std::string_view type, std::string_view content) {
    return {.status = 200,
            .headers = {{"Content-Type", std::string(type)},
                        {"Cache-Control", "public, max-age=3600"},
                        {"X-Content-Type-Options", "nosniff"}},
            .body = std::string(content)};
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
        case ErrorKind::damaged:
        case ErrorKind::internal:
            return 400;
    }
    return 400;
}

}  // namespace

Taken PublicDoor::take(const net::HttpRequest& request, Time now) {
    const auto target = target_of(request);
    const auto& [path, query] = target;
    if (ApiDoor::is_for_api(target))
        return api_.take(request, target, settings_.tokens, client_of(request, settings_.trusted_proxies),
                         guesses_, now);
    if (path.size() == 4 && path[0] == "api" && path[1] == "v1" && path[2] == "heartbeats")
        return heartbeat(request, path[3], query, now);
    if (AlertDoor::is_for_alerts(target))
        return alerts_.take(request, target, settings_.alert_sources,
                            client_of(request, settings_.trusted_proxies), guesses_, metrics_, now);
    if (path.size() == 3 && path[0] == "webhooks") return callback(request, path[1], path[2], query, now);
    if (path.size() == 2 && path[0] == "a") return page_link(request, path[1], now);
    if (SubscriptionDoor::is_for_subscriptions(request, target))
        return subscriptions_.take(request, target, client_of(request, settings_.trusted_proxies), now);
    if (StatusDoor::is_for_status(target)) return status_.take(request, now);
    if (path.size() == 1 && path[0] == "style.css")
        return is_look(request) ? Taken{file("text/css; charset=utf-8", templates::style_sheet())}
                                : not_allowed("GET, HEAD");
    if (path.size() == 3 && path[0] == "api" && path[1] == "v1" && path[2] == "openapi.json")
        return is_look(request) ? Taken{file("application/json", web_files().front().content)}
                                : not_allowed("GET, HEAD");
    if (path.size() == 1 && path[0] == "oncall.ics") return calendar(request, query, now);
    if (SiteDoor::is_for_site(target))
        return site_.take(request, target, settings_.internal_hosts,
                          client_of(request, settings_.trusted_proxies), guesses_, now);
    return plain_answer(404, "There is nothing here.");
}

std::string_view PublicDoor::named(const net::HttpRequest& request) {
    const auto target = target_of(request);
    const auto& path = target.path;
    if (AlertDoor::is_for_alerts(target)) return "alerts";
    if (StatusDoor::is_for_status(target)) return "status";
    if (path.size() >= 3 && path[0] == "api") return path[2] == "heartbeats" ? "heartbeats" : "api";
    if (path.size() == 3 && path[0] == "webhooks") return "callbacks";
    if (path.size() == 2 && path[0] == "a") return "links";
    if (path.size() == 1 && path[0] == "oncall.ics") return "calendar";
    if (SiteDoor::is_for_site(target)) return "pages";
    return "other";
}

Taken PublicDoor::heartbeat(const net::HttpRequest& request, std::string_view name, std::string_view query,
                            Time now) {
    if (request.method != "GET" && request.method != "POST") return not_allowed("GET, POST");
    const auto client = client_of(request, settings_.trusted_proxies);
    if (guesses_.exhausted(client, now)) return guessed_too_often(true);
    const auto* token = token_of(request, query, settings_.tokens);
    const bool is_source = std::ranges::any_of(
        settings_.alert_sources, [&](const AlertSource& source) { return is_from(request, query, source); });
    if (!is_source && (token == nullptr || !token->may(Scope::declare))) {
        guessed(client, now);
        return json_error(401,
                          "This needs a token of http.tokens with the scope declare, or of a source under "
                          "alerts.sources. Nothing was recorded.");
    }
    return Handed{engine::BeatCame{std::string(name)}, client, true};
}

Taken PublicDoor::calendar(const net::HttpRequest& request, std::string_view query, Time now) {
    if (!is_look(request)) return not_allowed("GET, HEAD");
    const auto client = client_of(request, settings_.trusted_proxies);
    if (guesses_.exhausted(client, now)) return guessed_too_often(false);
    const auto* token = token_of(request, query, settings_.tokens);
    if (token == nullptr || !token->may(Scope::read)) {
        guessed(client, now);
        auto answer = plain_answer(401, "A token of http.tokens with the scope read is needed.");
        answer.headers.push_back({"WWW-Authenticate", "Basic realm=\"Tocsin\", charset=\"UTF-8\""});
        return answer;
    }
    const auto fields = read_form(query);
    return Handed{engine::CalendarAsked{std::string(field_of(fields, "schedule")),
                                        std::string(field_of(fields, "person"))}};
}

Taken PublicDoor::page_link(const net::HttpRequest& request, std::string_view token, Time now) {
    if (!is_look(request) && request.method != "POST") return not_allowed("GET, HEAD, POST");
    const auto client = client_of(request, settings_.trusted_proxies);
    if (guesses_.exhausted(client, now)) return too_often(too_many);
    if (!is_token(token)) {
        guessed(client, now);
        return sentence(404, "This link is not valid. If you were paged, reply 1 to the SMS.");
    }
    // Whoever looks too often does not keep anybody from pressing.
    if (!views_.count(fmt::format("{}/{}", is_look(request) ? "look" : "press", token), now))
        return too_often(too_many);
    if (is_look(request)) return Handed{engine::LinkOpened{std::string(token)}, client};
    if (is_from_elsewhere(request))
        return sentence(403, "This press came from another page. Open the link again and press there.");
    if (request.body.size() > longest_form) return sentence(413, "That is too long.");
    const auto form = read_form(request.body);
    const auto field = [&](const char* name) { return std::string(field_of(form, name)); };
    return Handed{engine::LinkPressed{std::string(token), field("view"), field("press"), field("text")},
                  client};
}

Taken PublicDoor::callback(const net::HttpRequest& request, std::string_view provider, std::string_view path,
                           std::string_view query, Time now) {
    const auto* channel = settings_.channels.for_callback(provider, path);
    if (channel == nullptr) return plain_answer(404, "No provider is configured that calls back here.");
    auto reports = channel->callback(incoming_of(request, path, query, settings_.public_url, now));
    if (!reports) {
        metrics_.add(engine::Metric::callbacks_refused, {std::string(channel->provider())});
        if (complaints_.count("", now)) {
            log::warn("a callback is refused", {{"provider", channel->provider()},
                                                {"path", path},
                                                {"from", client_of(request, settings_.trusted_proxies)},
                                                {"reason", reports.error().message}});
        }
        return plain_answer(status_of(reports.error().kind), reports.error().message);
    }
    metrics_.add(engine::Metric::callbacks, {std::string(channel->provider())});
    return Handed{
        engine::CallbackCame{std::string(channel->provider()), std::string(path), *std::move(reports)}};
}

}  // namespace tocsin::web
