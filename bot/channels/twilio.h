// What Twilio's calls and texts share: the account, its requests, its error codes, its signature. Compatible
// vendors are reached with another base_url. Facts: twilio-oai 2026-04.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/form.h"
#include "bot/base/secret.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

struct TwilioAccount {
    std::string account_sid;
    Secret auth_token;         // also signs callbacks
    Secret second_auth_token;  // while tokens are rotated, callbacks signed with it are believed too
    std::string api_key;       // SK…: signs in instead of the account's token
    Secret api_secret;
    std::string from;               // E.164
    std::string messaging_service;  // MG…: picks the sender of texts
    std::string base_url = "https://api.twilio.com";
    std::string studio_url = "https://studio.twilio.com";
    std::string studio_flow;   // FW…: plays calls whose keys are polled
    std::string callback_url;  // https://HOST/webhooks/twilio; empty: nothing comes in, all is polled
    bool operator==(const TwilioAccount&) const = default;
};

// `url` whole. The account's requests are forms, its answers JSON.
HttpRequest twilio_get(const TwilioAccount& account, std::string url);
HttpRequest twilio_post(const TwilioAccount& account, std::string url, const FormFields& fields);
// base_url/2010-04-01/Accounts/SID/RESOURCE
std::string twilio_url(const TwilioAccount& account, std::string_view resource);
// callback_url/PATH?k=TOKEN&…
std::string twilio_callback_url(const TwilioAccount& account, std::string_view path, const FormFields& query);

// Accepted with the sid of a 2xx answer; else what code or status mean.
Outcome twilio_outcome(const HttpAnswer& answer);
// What the code of a call or text that failed later means.
Moved twilio_failure(std::string id, int code);

// Of this account's Balance.json. A subaccount has none.
std::optional<Balance> twilio_balance(const TwilioAccount& account, const HttpAnswer& answer);

// The fields of a callback. Error: forbidden: the signature over the public URL and the fields is of neither
// token, or the account is another one; invalid: no POST.
Expected<FormFields> twilio_callback(const TwilioAccount& account, const Incoming& incoming);
std::string twilio_signature(const Secret& token, std::string_view url, FormFields fields);

}  // namespace tocsin::channels
