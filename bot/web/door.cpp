#include "bot/web/door.h"

namespace tocsin::web {

net::HttpResponse plain_answer(int status, std::string_view sentence) {
    return {.status = status,
            .headers = {{"Content-Type", "text/plain; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"X-Content-Type-Options", "nosniff"}},
            .body = std::string(sentence) + "\n"};
}

net::HttpResponse not_allowed(std::string_view methods) {
    auto answer = plain_answer(405, "This address does not take that method.");
    answer.headers.push_back({"Allow", std::string(methods)});
    return answer;
}

net::HttpResponse busy() {
    auto answer =
        plain_answer(503, "Tocsin cannot do this now. Nothing is known to have changed; try again.");
    answer.headers.push_back({"Retry-After", "5"});
    return answer;
}

net::HttpResponse response_of(channels::HttpAnswer answer) {
    net::HttpResponse response{.status = answer.status, .headers = {}, .body = std::move(answer.body)};
    for (auto& [name, value] : answer.headers)
        response.headers.push_back({std::move(name), std::move(value)});
    return response;
}

}  // namespace tocsin::web
