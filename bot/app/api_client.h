// The API of the running bot as the verbs of the command line use it: found by the configuration or --url,
// asked, waited for. What it answers is docs/api.md.
#pragma once

#include <boost/asio/io_context.hpp>
#include <expected>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "bot/app/local_api.h"
#include "bot/app/verbs.h"
#include "bot/base/error.h"
#include "bot/base/secret.h"
#include "bot/core/api_token.h"
#include "bot/net/http_client.h"

namespace tocsin::app {

struct ApiReply {
    int status = 0;
    std::string body;  // as received

    bool good() const { return status >= 200 && status < 300; }
    nlohmann::json json() const;  // null when it is none
    std::string problem() const;  // the sentence of a refusal
};

enum class WithoutBot {
    fails,
    works_on_the_store,  // where no --url names a bot, none answers and none holds the store
};

class ApiClient {
  public:
    // `url` empty: the configured listener. The token is TOCSIN_API_TOKEN, else the first of http.tokens that
    // has `scope`. With both given no configuration is read: it may be broken when this is needed most.
    // Prints what is wrong; the error is the exit code.
    static std::expected<ApiClient, int> find(const Common& common, const std::string& url, Scope scope,
                                              WithoutBot without_bot);

    ApiClient(std::string url, Secret token);

    // The answer to GET, or to POST of `body`. A POST carries an Idempotency-Key, `key` or one of its own,
    // and is tried again when nobody knows what became of it. Error: unavailable, the bot cannot be reached.
    Expected<ApiReply> get(const std::string& path);
    Expected<ApiReply> post(const std::string& path, const nlohmann::json& body, std::string key = "");
    Expected<ApiReply> remove(const std::string& path);

  private:
    net::HttpResult once(const net::OutgoingRequest& request);
    Expected<ApiReply> ask(net::OutgoingRequest request);
    bool works_on_store();  // from now on, where that is allowed and possible
    ApiReply ask_store(net::OutgoingRequest request);

    std::string url_;
    Secret token_;
    std::unique_ptr<boost::asio::io_context> io_ = std::make_unique<boost::asio::io_context>(1);
    std::unique_ptr<net::HttpClient> client_;
    std::optional<config::Configuration> without_bot_;  // of the store; none: a bot is needed
    PersonId person_;
    std::unique_ptr<LocalApi> local_;  // none: a bot is asked
};

// Prints why, and answers the exit code.
int api_failed(const Error& unreachable);
int api_refused(const ApiReply& reply);

}  // namespace tocsin::app
