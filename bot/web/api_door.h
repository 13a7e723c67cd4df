// The API's addresses (contract.md section 5): which one means what, which scope it needs, and how often a
// token may ask. What a request does is the engine's business (bot/engine/api.h).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "bot/core/api_token.h"
#include "bot/web/attempts.h"
#include "bot/web/bucket.h"
#include "bot/web/door.h"
#include "bot/web/target.h"

namespace tocsin::web {

// /api/v1/RESOURCE[/ABOUT[/WORD]]
struct ApiRoute {
    std::string_view method;
    std::string_view resource;
    bool about = false;
    std::string_view word;
    std::string_view verb;
    Scope scope = Scope::read;
};

class ApiDoor {
  public:
    // All of them; bot/web/openapi.json tells programs the same.
    static std::span<const ApiRoute> routes();
    // Whether it is one of the API's: /api/v1/incidents and what is beside it.
    static bool is_for_api(const Target& target);

    // `client`: whom a wrong token is counted for in `guesses`.
    Taken take(const net::HttpRequest& request, const Target& target, const std::vector<ApiToken>& tokens,
               const std::string& client, Guesses& guesses, Time now);

  private:
    static constexpr double per_second = 100;  // of one token (reliability.md F59)
    static constexpr double burst = 500;

    Buckets buckets_{per_second, burst};
};

}  // namespace tocsin::web
