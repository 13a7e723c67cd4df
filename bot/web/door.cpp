#include "bot/web/door.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "bot/base/json_text.h"
#include "templates/web_page.h"

namespace tocsin::web {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> page_headers{
    {{"Cache-Control", "no-store"},
     {"Referrer-Policy", "no-referrer"},
     {"X-Robots-Tag", "noindex, nofollow"},
     {"X-Frame-Options", "DENY"},
     {"X-Content-Type-Options", "nosniff"},
     {"Content-Security-Policy", only_our_style}}};

}  // namespace

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

net::HttpResponse json_error(int status, std::string_view sentence) {
    auto answer = plain_answer(status, "");
    answer.headers.front().value = "application/json";
    answer.body = fmt::format("{}\n", JsonText::object({{"error", JsonText(sentence)}}).text());
    return answer;
}

net::HttpResponse sentence(int status, std::string_view words) {
    return response_of(
        {status, {{"Content-Type", "text/html; charset=utf-8"}}, templates::sentence_page(words)});
}

net::HttpResponse too_often(std::string_view words) {
    auto answer = sentence(429, words);
    answer.headers.push_back({"Retry-After", "60"});
    return answer;
}

bool is_look(const net::HttpRequest& request) {
    return request.method == "GET" || request.method == "HEAD";
}

bool is_from_elsewhere(const net::HttpRequest& request) {
    const auto site = net::header(request.headers, "Sec-Fetch-Site");
    return !site.empty() && site != "same-origin" && site != "none";
}

net::HttpResponse busy(bool json) {
    constexpr std::string_view sentence =
        "Tocsin cannot do this now. Nothing is known to have changed; try again.";
    auto answer = json ? json_error(503, sentence) : plain_answer(503, sentence);
    answer.headers.push_back({"Retry-After", "5"});
    return answer;
}

net::HttpResponse guessed_too_often(bool json) {
    constexpr std::string_view sentence = "Too many wrong tokens came from this address. Wait a minute.";
    auto answer = json ? json_error(429, sentence) : plain_answer(429, sentence);
    answer.headers.push_back({"Retry-After", "60"});
    return answer;
}

net::HttpResponse cannot_check() {
    auto answer = json_error(503,
                             "The certificate that the message is signed with cannot be had now. Nothing was "
                             "recorded; send it again.");
    answer.headers.push_back({"Retry-After", "20"});
    return answer;
}

net::HttpResponse response_of(channels::HttpAnswer answer) {
    net::HttpResponse response{.status = answer.status, .headers = {}, .body = std::move(answer.body)};
    for (auto& [name, value] : answer.headers)
        response.headers.push_back({std::move(name), std::move(value)});
    if (net::header(response.headers, "Content-Type").starts_with("text/html")) {
        for (const auto& [name, value] : page_headers)
            response.headers.push_back({std::string(name), std::string(value)});
    }
    return response;
}

}  // namespace tocsin::web
