// One HTTP request to /api/<method> answered: arguments, token, scripted faults, rate limits, the method, and
// Slack's headers. Sends nothing itself: delays and cuts are told to the server.
#pragma once

#include <functional>

#include "bot/net/http.h"
#include "bot/sandbox/api.h"
#include "bot/sandbox/faults.h"
#include "bot/sandbox/rate_limiter.h"
#include "bot/sandbox/transcript.h"

namespace tocsin::sandbox {

struct Tokens {
    std::string bot = "xoxb-sandbox";
    std::string app = "xapp-sandbox";
};

struct WebApiAnswer {
    net::HttpResponse response;
    std::chrono::milliseconds delay{0};
    bool cut = false;
};

class WebApi {
  public:
    using OpenConnection = std::function<ApiAnswer(const std::string& base_url)>;

    WebApi(Workspace& workspace, Transcript& transcript, const Clock& clock, Tokens tokens,
           OpenConnection open_connection)
        : workspace_(workspace),
          transcript_(transcript),
          clock_(clock),
          tokens_(std::move(tokens)),
          open_connection_(std::move(open_connection)) {}

    Faults faults;
    RateLimiter limiter;
    RefusedTypes refused;

    void change_tokens(Tokens tokens) { tokens_ = std::move(tokens); }

    WebApiAnswer answer(const std::string& method, const net::HttpRequest& request,
                        const std::string& base_url);

  private:
    ApiAnswer perform(const std::string& method, const json& arguments, const std::string& base_url);
    std::optional<ApiError> refuse_token(const std::string& method, const std::string& token) const;
    Tier tier_of(const std::string& method) const;

    Workspace& workspace_;
    Transcript& transcript_;
    const Clock& clock_;
    Tokens tokens_;
    OpenConnection open_connection_;
    std::uint64_t requests_ = 0;
};

}  // namespace tocsin::sandbox
