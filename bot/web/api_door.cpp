#include "bot/web/api_door.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/web/access.h"

namespace tocsin::web {
namespace {

constexpr std::size_t longest_key = 255;

constexpr std::array all_routes{
    ApiRoute{"GET", "incidents", false, "", "list", Scope::read},
    ApiRoute{"POST", "incidents", false, "", "declare", Scope::declare},
    ApiRoute{"GET", "incidents", true, "", "show", Scope::read},
    ApiRoute{"GET", "incidents", true, "timeline", "timeline", Scope::read},
    ApiRoute{"POST", "incidents", true, "ack", "ack", Scope::act},
    ApiRoute{"POST", "incidents", true, "update", "update", Scope::act},
    ApiRoute{"POST", "incidents", true, "status", "status", Scope::act},
    ApiRoute{"POST", "incidents", true, "severity", "severity", Scope::act},
    ApiRoute{"POST", "incidents", true, "escalate", "escalate", Scope::act},
    ApiRoute{"POST", "incidents", true, "resolve", "resolve", Scope::act},
    ApiRoute{"POST", "incidents", true, "reopen", "reopen", Scope::act},
    ApiRoute{"POST", "incidents", true, "cancel", "cancel", Scope::act},
    ApiRoute{"POST", "incidents", true, "note", "note", Scope::act},
    ApiRoute{"GET", "silences", false, "", "silences", Scope::read},
    ApiRoute{"POST", "silences", false, "", "silence", Scope::act},
    ApiRoute{"POST", "silences", true, "end", "end-silence", Scope::act},
    ApiRoute{"POST", "silences", true, "confirm", "confirm-silence", Scope::act},
    ApiRoute{"POST", "people", true, "test-page", "test-page", Scope::act},
    ApiRoute{"POST", "people", true, "removal", "remove-person", Scope::admin},
    ApiRoute{"GET", "test-pages", true, "", "show-test-page", Scope::act},
    ApiRoute{"POST", "backups", false, "", "backup", Scope::admin},
    ApiRoute{"GET", "backups", true, "", "backup-state", Scope::admin},
    ApiRoute{"GET", "backups", true, "bytes", "backup-read", Scope::admin},
    ApiRoute{"DELETE", "backups", true, "", "backup-end", Scope::admin},
};

bool fits(const ApiRoute& route, const Target& target) {
    const auto parts = 3U + (route.about ? 1U : 0U) + (route.word.empty() ? 0U : 1U);
    return target.path.size() == parts && target.path[2] == route.resource &&
           (route.word.empty() || target.path.back() == route.word);
}

}  // namespace

std::span<const ApiRoute> ApiDoor::routes() {
    return all_routes;
}

bool ApiDoor::is_for_api(const Target& target) {
    return target.path.size() >= 3 && target.path[0] == "api" && target.path[1] == "v1" &&
           std::ranges::find(all_routes, target.path[2], &ApiRoute::resource) != all_routes.end();
}

Taken ApiDoor::take(const net::HttpRequest& request, const Target& target,
                    const std::vector<ApiToken>& tokens, const std::string& client, Guesses& guesses,
                    Time now) {
    if (guesses.exhausted(client, now)) return guessed_too_often(true);
    const auto* token = token_of(request, "", tokens);
    if (token == nullptr) {
        guesses.count(client, now);
        auto answer = json_error(401, "A token of http.tokens is needed: Authorization: Bearer TOKEN.");
        answer.headers.push_back({"WWW-Authenticate", "Bearer realm=\"Tocsin\""});
        return answer;
    }
    if (!buckets_.take(token->name, now)) {
        auto answer = json_error(429, "This token asks more than 100 times a second. Wait a second.");
        answer.headers.push_back({"Retry-After", "1"});
        return answer;
    }
    const auto method = request.method == "HEAD" ? std::string_view("GET") : request.method;
    std::string methods;
    for (const auto& route : all_routes) {
        if (!fits(route, target)) continue;
        if (route.method != method) {
            methods += fmt::format("{}{}", methods.empty() ? "" : ", ", route.method);
            continue;
        }
        if (!token->may(route.scope)) {
            return json_error(403, fmt::format("The token {} lacks the scope {}. Nothing was changed.",
                                               token->name, key_of(route.scope)));
        }
        const auto key = net::header(request.headers, "Idempotency-Key");
        if (key.size() > longest_key)
            return json_error(400, "An Idempotency-Key has at most 255 characters. Nothing was changed.");
        return Handed{engine::ApiAsked{
                          token->name, token->person, method == "POST" ? std::string(key) : std::string(),
                          std::string(route.verb), route.about ? std::string(target.path[3]) : std::string(),
                          std::string(target.query), request.body},
                      {},
                      true};
    }
    if (methods.empty()) return json_error(404, "There is nothing here. The API is in docs/api.md.");
    auto answer = json_error(405, "This address does not take that method.");
    answer.headers.push_back({"Allow", methods});
    return answer;
}

}  // namespace tocsin::web
