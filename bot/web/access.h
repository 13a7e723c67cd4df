// Whose token a request carries. Comparing takes equally long whatever is guessed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/api_token.h"
#include "bot/net/http.h"

namespace tocsin::web {

// As Bearer or GenieKey, as the password of Basic, or else in the query's `token`; empty: none.
std::string token_in(const net::HttpRequest& request, std::string_view query);

// As Bearer, as the password of Basic, or, where `query` is given, in its `token`: a calendar knows neither.
// nullptr: nobody's. It points into `tokens`.
const ApiToken* token_of(const net::HttpRequest& request, std::string_view query,
                         const std::vector<ApiToken>& tokens);

}  // namespace tocsin::web
