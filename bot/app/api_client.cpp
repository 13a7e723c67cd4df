#include "bot/app/api_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "bot/app/settings.h"
#include "bot/base/digest.h"
#include "bot/base/foreign_json.h"
#include "bot/net/url.h"

namespace tocsin::app {
namespace {

constexpr int max_depth = 32;
constexpr int most_tries = 3;
constexpr auto between_tries = std::chrono::seconds{1};
constexpr auto attempt = std::chrono::seconds{12};  // the door answers within 8 s, that the bot is busy
constexpr std::size_t key_bytes = 16;

// Where the bot of this configuration listens, as far as it can be told from here.
std::string address_of(const config::Http& http) {
    if (http.listen && !http.tls && http.listen->port != 0) {
        const auto& host = http.listen->host;
        if (host == "0.0.0.0" || host == "::" || host.empty())
            return fmt::format("http://127.0.0.1:{}", http.listen->port);
        if (net::is_loopback(host))
            return fmt::format("http://{}:{}", host.contains(':') ? "[" + host + "]" : host,
                               http.listen->port);
    }
    return http.public_url;
}

bool uncertain(const net::HttpResult& result) {
    return result ? result->status == 503 || result->status == 429 : result.error().maybe_sent;
}

}  // namespace

nlohmann::json ApiReply::json() const {
    auto read = parse_foreign(body, max_depth);
    return read.is_discarded() ? nlohmann::json() : read;
}

std::string ApiReply::problem() const {
    const auto sentence = text_of(json(), "error");
    return sentence.empty() ? fmt::format("The bot answered with status {}.", status) : sentence;
}

std::expected<ApiClient, int> ApiClient::find(const Common& common, const std::string& url, Scope scope,
                                              WithoutBot without_bot) {
    const auto environment = config::process_environment();
    ApiClient api(url, Secret(environment("TOCSIN_API_TOKEN").value_or("")));
    if (api.token_.empty() || url.empty()) {
        auto found = find_configuration(common, {});
        if (!found) return std::unexpected(found.error());
        const auto& http = found->configuration.http;
        if (url.empty()) api.url_ = address_of(http);
        const auto mine = std::ranges::find_if(http.tokens, [&](const ApiToken& one) {
            return api.token_.empty() ? one.may(scope) : one.token == api.token_;
        });
        if (mine != http.tokens.end()) {
            api.token_ = mine->token;
            api.person_ = mine->person;
        }
        if (url.empty() && without_bot == WithoutBot::works_on_the_store)
            api.without_bot_ = std::move(found->configuration);
    }
    while (api.url_.ends_with('/')) api.url_.pop_back();
    if (api.url_.empty() || api.token_.empty()) {
        if (api.works_on_store()) return api;
        fmt::print(
            stderr, "{} Nothing was done.\n",
            api.url_.empty()
                ? std::string("The configuration does not say where the bot answers: http.listen has no "
                              "fixed port on this machine, and there is no http.public_url. Give --url.")
                : fmt::format("No token of http.tokens has the scope {}. Add one to the configuration, or "
                              "set TOCSIN_API_TOKEN.",
                              key_of(scope)));
        return std::unexpected(api.url_.empty() ? wrong_usage : failed);
    }
    if (const auto good = net::parse_url(api.url_); !good) {
        fmt::print(stderr, "{}\n", good.error().message);
        return std::unexpected(wrong_usage);
    }
    return api;
}

ApiClient::ApiClient(std::string url, Secret token)
    : url_(std::move(url)),
      token_(std::move(token)),
      client_(std::make_unique<net::HttpClient>(*io_, net::HttpClientOptions{.attempt = attempt})) {}

net::HttpResult ApiClient::once(const net::OutgoingRequest& request) {
    std::optional<net::HttpResult> answer;
    client_->send(request, Reach::anywhere, [&](net::HttpResult result) { answer = std::move(result); });
    io_->restart();
    while (!answer && io_->run_one() > 0) {  // the connection stays open for the next request
    }
    return answer ? *std::move(answer) : std::unexpected(net::HttpFailure{true, "no answer"});
}

bool ApiClient::works_on_store() {
    if (!without_bot_) return false;
    auto opened = LocalApi::open(*without_bot_, person_);
    if (!opened) return false;
    local_ = std::move(*opened);
    return true;
}

ApiReply ApiClient::ask_store(net::OutgoingRequest request) {
    const bool pages_nobody = request.method == "GET" || request.url.ends_with("/removal");
    if (!pages_nobody)
        fmt::print(stderr, "No bot runs: this is kept in the store, and people are paged when one starts.\n");
    auto answer = local_->answer({.method = std::move(request.method),
                                  .target = std::move(request.url),
                                  .headers = std::move(request.headers),
                                  .body = std::move(request.body)});
    return {answer.status, std::move(answer.body)};
}

Expected<ApiReply> ApiClient::ask(net::OutgoingRequest request) {
    if (local_) return ask_store(std::move(request));
    auto for_store = request;
    request.url = url_ + request.url;
    request.headers.push_back({"Authorization", "Bearer " + token_.reveal()});
    auto answer = once(request);
    for (int tries = 1; tries < most_tries && uncertain(answer); ++tries) {
        std::this_thread::sleep_for(between_tries);
        answer = once(request);
    }
    if (answer) return ApiReply{answer->status, std::move(answer->body)};
    if (!answer.error().maybe_sent && works_on_store()) return ask_store(std::move(for_store));
    return fail(ErrorKind::unavailable,
                fmt::format("The bot at {} cannot be reached: {}.{}", url_, answer.error().reason,
                            answer.error().maybe_sent ? " It may have done what was asked; look before you "
                                                        "repeat it."
                                                      : " Nothing was done."));
}

Expected<ApiReply> ApiClient::get(const std::string& path) {
    return ask({.method = "GET", .url = path});
}

Expected<ApiReply> ApiClient::post(const std::string& path, const nlohmann::json& body, std::string key) {
    if (key.empty()) key = random_token(key_bytes);
    return ask({.method = "POST",
                .url = path,
                .headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", std::move(key)}},
                .body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)});
}

Expected<ApiReply> ApiClient::remove(const std::string& path) {
    return ask({.method = "DELETE", .url = path});
}

int api_failed(const Error& unreachable) {
    fmt::print(stderr, "{}\n", unreachable.message);
    return not_reachable;
}

int api_refused(const ApiReply& reply) {
    fmt::print(stderr, "{}\n", reply.problem());
    return reply.status == 503 || reply.status == 429 ? not_reachable : failed;
}

}  // namespace tocsin::app
