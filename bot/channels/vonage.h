// What Vonage's calls and texts share: the application and its JWT, signed callbacks, error codes. Texts go
// through the Messages API, not the older SMS API: it takes the same JWT as calls, says errors by status and
// signs its callbacks the same way. What is left on the account is not asked for: Vonage tells it to the
// account's API key and secret only, which nothing else here needs.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/signature.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

struct VonageAccount {
    std::string application_id;
    RsaKey key;
    std::string number;  // calls come from it, E.164
    std::string from;    // texts come from it: a number or a name
    Secret signature_secret;
    std::string base_url = "https://api.nexmo.com";
    std::string callback_url;  // https://HOST/webhooks/vonage; empty: nothing comes in, calls only notify
};

std::string vonage_number(std::string_view number);  // without +
std::vector<Header> vonage_headers(const VonageAccount& account, const Attempt& attempt);
// callback_url/PATH?k=TOKEN&…
std::string vonage_callback_url(const VonageAccount& account, std::string_view path, std::string_view query);

// Accepted with the value of `id_name` of a 2xx answer; else what the problem's code or the status mean.
Outcome vonage_outcome(const HttpAnswer& answer, std::string_view id_name);
// What a problem of a text that failed later means.
Moved vonage_failure(std::string id, const nlohmann::json& problem);

// The body of a callback. Error: forbidden: the token is not signed with our secret, is not of the last five
// minutes, or is of another body or application; invalid: no JSON.
Expected<nlohmann::json> vonage_callback(const VonageAccount& account, const Incoming& incoming);

}  // namespace tocsin::channels
