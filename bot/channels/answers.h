// What the HTTP answers of all providers have in common: statuses, Retry-After, JSON bodies. What a
// provider's own error codes mean is in the provider's file. Reasons never repeat what the answer says, for
// providers repeat numbers and keys.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <variant>

#include "bot/channels/channel.h"

namespace tocsin::channels {

// The value of the first header of that name in any case; empty when absent.
std::string_view header(const std::vector<Header>& headers, std::string_view name);

bool succeeded(const HttpAnswer& answer);  // 2xx

// The body as JSON; discarded when it is none, too deep or too long.
nlohmann::json body_of(const HttpAnswer& answer);
nlohmann::json parse_body(std::string_view body);

// Retry-After in seconds or as a date, at most an hour; zero: the provider does not say.
Duration retry_after(const HttpAnswer& answer);

// What a status other than 2xx means by itself. `provider` as people call it: Twilio.
Outcome refusal(const HttpAnswer& answer, std::string_view provider);
// The same among other outcomes, as trackers and other status pages have them.
template <class Among>
Among refusal_among(const HttpAnswer& answer, std::string_view provider) {
    const auto outcome = refusal(answer, provider);
    if (const auto* retry = std::get_if<Retry>(&outcome)) return *retry;
    return std::get<Rejected>(outcome);
}

// Of a callback whose address carried the token.
std::vector<Report> with_token(std::vector<Report> reports, std::string_view token);

// 2xx, but not the answer of this provider: somebody in between, or the wrong address. A page that goes out
// twice is better than one that does not.
Retry unreadable(std::string_view provider);

[[nodiscard]] std::unexpected<Error> no_phone();  // of request(): the number is none

HttpRequest json_post(std::string url, const nlohmann::json& body, std::vector<Header> headers = {});

}  // namespace tocsin::channels
