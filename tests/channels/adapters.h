// Every adapter with made-up settings, something to send, an answer of its provider and a signed callback:
// what the contract that all of them keep is tried on. Secrets and numbers are canaries.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/channels/channel.h"
#include "bot/channels/twilio.h"
#include "bot/channels/vonage.h"

namespace tocsin::channels::adapters {

inline const std::string number = "+12025550101";
inline const std::string canary = "canary";  // in every secret
inline const Time now = time_from_unix(1'735'689'600);

TwilioAccount twilio_account(bool called_back);
VonageAccount vonage_account(bool called_back);
Secret webhook_secret();
Secret old_webhook_secret();
std::string vonage_public_key();  // PEM, of the account's key

struct Adapter {
    std::string name;
    std::shared_ptr<const Channel> channel;
    Means means;
    std::function<Content(const std::string& address, const std::string& words)> content;
    std::string address;  // a good one; empty: there is none to get wrong
    HttpAnswer good;      // what its provider answers
    std::string callback_path{};
    std::function<Incoming(const std::string& path, Time)> callback{};  // a signed one; empty: none comes in
    bool stamped = false;                                               // its signature covers the time
};
std::vector<Adapter> adapters();
const Adapter& adapter(const std::vector<Adapter>& all, const std::string& name);

Dispatch dispatch(Content content);
Attempt attempt();

// As the provider would send them. `query` without ?.
Incoming from_twilio(const std::string& path, const std::string& query, const FormFields& fields,
                     const Secret& token = twilio_account(true).auth_token);
Incoming from_vonage(const std::string& path, const std::string& query, const std::string& body,
                     Time at = now);
Incoming from_webhook(const std::string& body, Time at = now);

}  // namespace tocsin::channels::adapters
