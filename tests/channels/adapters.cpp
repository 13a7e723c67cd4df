#include "tests/channels/adapters.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/channels/betterstack.h"
#include "bot/channels/ntfy.h"
#include "bot/channels/pagerduty.h"
#include "bot/channels/pushover.h"
#include "bot/channels/twilio_sms.h"
#include "bot/channels/twilio_studio.h"
#include "bot/channels/twilio_voice.h"
#include "bot/channels/vonage_sms.h"
#include "bot/channels/vonage_voice.h"
#include "bot/channels/webhook.h"

namespace tocsin::channels::adapters {

using nlohmann::json;

namespace {

struct KeyPair {
    Secret private_pem;
    std::string public_pem;
};

std::string written(const std::function<int(BIO*)>& write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    if (write(out.get()) != 1) throw std::runtime_error("OpenSSL cannot write a key");
    char* data = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

// Made anew for every run: a private key is nothing to keep in a repository.
const KeyPair& keys() {
    static const KeyPair pair = [] {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), &EVP_PKEY_free);
        return KeyPair{Secret(written([&](BIO* out) {
                           return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr,
                                                           nullptr);
                       })),
                       written([&](BIO* out) { return PEM_write_bio_PUBKEY(out, key.get()); })};
    }();
    return pair;
}

const std::string public_url = "https://oncall.example.com";
const std::string account_sid = "AC00000000000000000000000000000001";
const std::string call_sid = "CA00000000000000000000000000000001";
const std::string text_sid = "SM00000000000000000000000000000001";
const std::string uuid = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab";

StandardWebhooks scheme() {
    return *StandardWebhooks::with(webhook_secret(), old_webhook_secret());
}

Content text_to(const std::string& address, const std::string& words) {
    return Text{address, words};
}
Content call_to(const std::string& address, const std::string& words) {
    return Call{address, {{words, "Press 1 to acknowledge."}, true, "menu", 3}, {{"Tocsin."}, false, "", 0}};
}
Content push_to(const std::string& address, const std::string& words) {
    return Push{address, words, words, "https://tocsin.example.com/i/42", true};
}
Content handoff_to(const std::string&, const std::string& words) {
    return Handoff{Handoff::What::triggered,          "sev1", words,  words, words,
                   "https://tocsin.example.com/i/42", "dana", number, ""};
}

HttpAnswer answered(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

Incoming incoming(std::string path, const std::string& query, const std::string& provider, std::string body,
                  Time at) {
    const std::string url =
        public_url + "/webhooks/" + provider + "/" + path + (query.empty() ? "" : "?" + query);
    return {"POST", std::move(path), query, url, {}, std::move(body), at};
}

Incoming call_of_twilio(const std::string& path, Time) {
    return from_twilio(
        path, "k=TOKEN&step=menu&silence=0",
        {{"AccountSid", account_sid}, {"CallSid", call_sid}, {"Digits", "1"}, {"CallStatus", "completed"}});
}
Incoming text_of_twilio(const std::string& path, Time) {
    return from_twilio(
        path, "", {{"AccountSid", account_sid}, {"MessageSid", text_sid}, {"From", number}, {"Body", "1"}});
}
Incoming call_of_vonage(const std::string& path, Time at) {
    return from_vonage(path, "k=TOKEN&step=menu&silence=0",
                       json{{"uuid", uuid}, {"status", "answered"}, {"dtmf", {{"digits", "1"}}}}.dump(), at);
}
Incoming text_of_vonage(const std::string& path, Time at) {
    return from_vonage(path, "",
                       json{{"message_uuid", uuid}, {"from", number.substr(1)}, {"text", "1"}}.dump(), at);
}
Incoming page_of_webhook(const std::string&, Time at) {
    return from_webhook(json{{"type", "page.acknowledged"}, {"data", {{"ack_token", "TOKEN"}}}}.dump(), at);
}

}  // namespace

TwilioAccount twilio_account(bool called_back) {
    TwilioAccount account;
    account.account_sid = account_sid;
    account.auth_token = Secret("canary-auth-token");
    account.second_auth_token = Secret("canary-second-token");
    account.from = "+15005550006";
    account.studio_flow = "FW00000000000000000000000000000001";
    if (called_back) account.callback_url = public_url + "/webhooks/twilio";
    return account;
}

VonageAccount vonage_account(bool called_back) {
    return {"11111111-2222-4333-8444-555555555555",
            *RsaKey::from_pem(keys().private_pem),
            "+15005550006",
            "Tocsin",
            Secret("canary-signature-secret"),
            "https://api.nexmo.com",
            called_back ? public_url + "/webhooks/vonage" : ""};
}

Secret webhook_secret() {
    return Secret("whsec_" + base64("canary-canary-canary-canary"));
}

Secret old_webhook_secret() {
    return Secret("whsec_" + base64("old-canary-old-canary-old-canary"));
}

std::string vonage_public_key() {
    return keys().public_pem;
}

std::vector<Adapter> adapters() {
    const auto called = answered(201, json{{"sid", call_sid}, {"status", "queued"}}.dump());
    const auto texted = answered(201, json{{"sid", text_sid}, {"status", "queued"}}.dump());
    std::vector<Adapter> all;
    all.push_back({"twilio_voice", std::make_shared<TwilioVoice>(twilio_account(true)), Means::phone, call_to,
                   number, called, "gather", call_of_twilio});
    all.push_back({"twilio_voice_polled", std::make_shared<TwilioVoice>(twilio_account(false)), Means::phone,
                   call_to, number, called});
    all.push_back({"twilio_studio", std::make_shared<TwilioStudio>(twilio_account(false)), Means::phone,
                   call_to, number,
                   answered(201, json{{"sid", "FN00000000000000000000000000000001"}}.dump())});
    all.push_back({"twilio_sms", std::make_shared<TwilioSms>(twilio_account(true)), Means::sms, text_to,
                   number, texted, "sms", text_of_twilio});
    all.push_back({"twilio_sms_polled", std::make_shared<TwilioSms>(twilio_account(false)), Means::sms,
                   text_to, number, texted});
    all.push_back({"vonage_voice", std::make_shared<VonageVoice>(vonage_account(true)), Means::phone, call_to,
                   number, answered(201, json{{"uuid", uuid}, {"status", "started"}}.dump()), "input",
                   call_of_vonage, true});
    all.push_back({"vonage_sms", std::make_shared<VonageSms>(vonage_account(true)), Means::sms, text_to,
                   number, answered(202, json{{"message_uuid", uuid}}.dump()), "sms", text_of_vonage, true});
    all.push_back(
        {"ntfy",
         std::make_shared<Ntfy>(NtfySettings{"https://ntfy.example.com", "tocsin-", Secret("canary-token"),
                                             Secret("canary-replies"), Secret("canary-reply-token")}),
         Means::ntfy, push_to, "dana",
         answered(200, R"({"id":"x1","event":"message","topic":"tocsin-dana"})")});
    all.push_back(
        {"pushover",
         std::make_shared<Pushover>(PushoverSettings{"https://api.pushover.net", Secret("canary-token")}),
         Means::pushover, push_to, "u123", answered(200, R"({"status":1,"request":"r","receipt":"rcpt1"})")});
    all.push_back(
        {"pagerduty",
         std::make_shared<Pagerduty>(
             PagerdutySettings{"https://events.pagerduty.com", Secret("canary0123456789canary0123456789")}),
         Means::pagerduty, handoff_to, "",
         answered(202, R"({"status":"success","message":"Event processed","dedup_key":"inc-42"})")});
    all.push_back({"betterstack",
                   std::make_shared<Betterstack>(BetterstackSettings{"https://uptime.betterstack.com",
                                                                     Secret("canary-token"), "", "", ""}),
                   Means::betterstack, handoff_to, "",
                   answered(201, R"({"data":{"id":"7","type":"incident"}})")});
    const auto webhook =
        std::make_shared<Webhook>(WebhookSettings{"https://gateway.example.com/in", scheme(), true});
    const auto through_webhook = [&](std::string name, Means means, auto content, std::string address) {
        all.push_back({std::move(name), webhook, means, content, std::move(address),
                       answered(200, R"({"external_id":"g-1"})"), "page", page_of_webhook, true});
    };
    through_webhook("webhook_sms", Means::sms, text_to, number);
    through_webhook("webhook_call", Means::phone, call_to, number);
    through_webhook("webhook", Means::webhook, handoff_to, "");
    return all;
}

const Adapter& adapter(const std::vector<Adapter>& all, const std::string& name) {
    for (const Adapter& each : all)
        if (each.name == name) return each;
    throw std::invalid_argument("no adapter " + name);
}

Dispatch dispatch(Content content) {
    return {"page/42.1:dana", "TOKEN", "INC-42", "https://oncall.example.com/a/7Kx9QdRm2VpZ",
            std::move(content)};
}

Attempt attempt() {
    return {now, "0123456789abcdef"};
}

Incoming from_twilio(const std::string& path, const std::string& query, const FormFields& fields,
                     const Secret& token) {
    auto request = incoming(path, query, "twilio", write_form(fields), now);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"x-twilio-signature", twilio_signature(token, request.url, fields)}};
    return request;
}

Incoming from_vonage(const std::string& path, const std::string& query, const std::string& body, Time at) {
    auto request = incoming(path, query, "vonage", body, at);
    const json claims{
        {"iat", unix_seconds(at)}, {"iss", "Vonage"}, {"jti", "j"}, {"payload_hash", sha256_hex(body)}};
    const std::string bytes = base64url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64url(claims.dump());
    request.headers = {{"Authorization",
                        "Bearer " + bytes + "." + base64url(hmac_sha256("canary-signature-secret", bytes))}};
    return request;
}

Incoming from_webhook(const std::string& body, Time at) {
    auto request = incoming("page", "", "webhook", body, at);
    request.headers = scheme().headers("msg_1", at, body);
    return request;
}

}  // namespace tocsin::channels::adapters
