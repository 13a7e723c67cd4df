#include "bot/sandbox/web_api.h"

#include <fmt/format.h>

#include "bot/sandbox/arguments.h"

namespace tocsin::sandbox {

namespace {

constexpr std::string_view open_method = "apps.connections.open";
constexpr std::string_view scopes =
    "app_mentions:read,bookmarks:write,channels:history,channels:join,channels:manage,channels:read,chat:"
    "write,"
    "commands,files:write,groups:history,groups:read,groups:write,im:history,im:read,im:write,mpim:write,"
    "pins:write,"
    "reactions:read,reactions:write,usergroups:read,users:read,users:read.email";

std::string token_of(const net::HttpRequest& request, const json& arguments) {
    const auto authorization = net::header(request.headers, "Authorization");
    if (authorization.starts_with("Bearer ")) return std::string(authorization.substr(7));
    return string_member(arguments, "token");
}

json error_body(const ApiError& error) {
    json body = error.extra;
    body["ok"] = false;
    body["error"] = error.name;
    return body;
}

}  // namespace

std::optional<ApiError> WebApi::refuse_token(const std::string& method, const std::string& token) const {
    if (token.empty()) return ApiError{"not_authed"};
    const bool is_app = token == tokens_.app;
    if (!is_app && token != tokens_.bot) return ApiError{"invalid_auth"};
    const bool wants_app = method == open_method;
    if (wants_app != is_app && method != "auth.test") return ApiError{"not_allowed_token_type"};
    return std::nullopt;
}

Tier WebApi::tier_of(const std::string& method) const {
    auto found = api_methods().find(method);
    return found == api_methods().end() ? Tier::three : found->second.tier;
}

ApiAnswer WebApi::perform(const std::string& method, const json& arguments, const std::string& base_url) {
    if (method == open_method) return open_connection_(base_url);
    if (method == "api.test") return json{{"args", arguments}};
    auto found = api_methods().find(method);
    if (found == api_methods().end()) return refuse("unknown_method", json{{"req_method", method}});
    return found->second.run({workspace_, arguments, clock_.now(), base_url, refused});
}

WebApiAnswer WebApi::answer(const std::string& method, const net::HttpRequest& request,
                            const std::string& base_url) {
    WebApiAnswer answer;
    auto& headers = answer.response.headers;
    headers = {{"Content-Type", "application/json; charset=utf-8"},
               {"X-OAuth-Scopes", method == open_method ? "connections:write" : std::string(scopes)},
               {"X-Accepted-OAuth-Scopes", ""},
               {"X-Slack-Req-Id", fmt::format("{:032x}", ++requests_)}};
    auto arguments = arguments_of(request);
    const auto fault = faults.take(method);
    ApiAnswer done = json::object();
    const auto token_error =
        arguments ? refuse_token(method, token_of(request, *arguments)) : ApiError{arguments.error()};
    if (token_error) {
        done = std::unexpected(*token_error);
    } else if (auto wait = limiter.refuse(method, tier_of(method), string_member(*arguments, "channel"),
                                          clock_.now())) {
        done = refuse("ratelimited");
        answer.response.status = 429;
        headers.push_back({"Retry-After", std::to_string(wait->count())});
    } else if (!fault || fault->after_doing || !fault->answers_itself()) {
        done = perform(method, *arguments, base_url);
    }
    if (fault) {
        answer.delay = std::chrono::milliseconds(static_cast<long>(fault->hang_s * 1000));
        answer.cut = fault->cut;
        if (fault->status != 0) answer.response.status = fault->status;
        if (fault->retry_after_s != 0) {
            if (fault->status == 0) answer.response.status = 429;
            headers.push_back({"Retry-After", std::to_string(fault->retry_after_s)});
        }
        const bool limited = answer.response.status == 429;
        if (!fault->error.empty()) {
            done = refuse(fault->error);
        } else if (fault->answers_itself()) {
            done = refuse(limited ? "ratelimited" : "internal_error");
        }
    }
    json body = done ? std::move(*done) : error_body(done.error());
    if (done) body["ok"] = true;
    answer.response.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    transcript_.add(clock_.now(), "call", [&] {
        json entry = {{"method", method}, {"status", answer.response.status}};
        if (arguments) {
            entry["arguments"] = *arguments;
            entry["arguments"].erase("token");
        }
        entry["answer"] = body;
        if (method == open_method) entry["answer"].erase("url");
        if (fault) entry["fault"] = fault->cut ? "cut" : "scripted";
        return entry;
    });
    return answer;
}

}  // namespace tocsin::sandbox
