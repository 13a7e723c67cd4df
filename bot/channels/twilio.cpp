#include "bot/channels/twilio.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/base/foreign_json.h"
#include "bot/base/signature.h"
#include "bot/channels/answers.h"
#include "bot/channels/codes.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {
namespace {

// integrations.md 1.10; of accounts that are not active: twilio.com/docs/api/errors.
constexpr std::array<Code, 34> codes{{
    {10001, Meaning::configuration, "the account has no money left or is suspended"},
    {20003, Meaning::configuration, "the credentials are refused or the account is suspended"},
    {20005, Meaning::configuration, "the account has no money left or is suspended"},
    {20404, Meaning::configuration, "there is no such account or resource"},
    {20429, Meaning::retry, "too many requests at once"},
    {21210, Meaning::configuration, "the sending number is not verified"},
    {21211, Meaning::address, "the number is not valid"},
    {21212, Meaning::configuration, "the sending number is not valid"},
    {21214, Meaning::address, "the number cannot be reached"},
    {21215, Meaning::configuration, "calls to that country are not enabled"},
    {21216, Meaning::address, "calls to the number are blocked"},
    {21217, Meaning::address, "the number is not valid"},
    {21219, Meaning::configuration, "a trial account calls verified numbers only"},
    {21220, Meaning::nothing, "the call is over already"},
    {21408, Meaning::configuration, "texts to that country are not enabled"},
    {21606, Meaning::configuration, "the sending number cannot send texts"},
    {21608, Meaning::configuration, "a trial account texts verified numbers only"},
    {21610, Meaning::opted_out, "the person has opted out of texts"},
    {21611, Meaning::retry, "the sending number's queue is full"},
    {21612, Meaning::address, "the number cannot be reached from the sending number"},
    {21614, Meaning::address, "the number is no mobile one"},
    {21617, Meaning::configuration, "the text is too long"},
    {21703, Meaning::configuration, "the messaging service has no sender"},
    {30001, Meaning::retry, "the queue is full"},
    {30002, Meaning::configuration, "the account is suspended"},
    {30003, Meaning::elsewhere, "the phone is off or has no network"},
    {30004, Meaning::opted_out, "the person or the carrier blocks texts"},
    {30005, Meaning::address, "nobody has the number"},
    {30006, Meaning::address, "the number is a landline or of an unreachable carrier"},
    {30007, Meaning::configuration, "the carrier filters the text"},
    {30008, Meaning::elsewhere, "the carrier does not say why"},
    {30034, Meaning::configuration, "the sending number is not registered for texts in the US"},
    {30036, Meaning::elsewhere, "it was too old before it could be delivered"},
    {90010, Meaning::configuration, "the account has no money left or is suspended"},
}};

constexpr Codes table{"Twilio", codes};

std::string authorization(const TwilioAccount& account) {
    const bool key = !account.api_key.empty();
    const std::string& user = key ? account.api_key : account.account_sid;
    const std::string& password = key ? account.api_secret.reveal() : account.auth_token.reveal();
    return "Basic " + base64(user + ":" + password);
}

// "-0.35"; nothing where it is no plain number, or more than any account has.
std::optional<double> read_amount(std::string_view text) {
    constexpr double most = 1e12;
    double amount = 0;
    const auto* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, amount, std::chars_format::fixed);
    const bool is_number = error == std::errc() && rest == end && std::isfinite(amount);
    return is_number && std::abs(amount) < most ? std::optional{amount} : std::nullopt;
}

bool is_currency(std::string_view text) {
    return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// The signed URL may name the port or not, whatever the one configured does.
std::vector<std::string> spellings(const std::string& url) {
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) return {url};
    const auto host = scheme + 3;
    const auto end = std::min(url.find_first_of("/?#", host), url.size());
    const auto colon = url.substr(host, end - host).rfind(':');
    const bool has_port = colon != std::string::npos && url[end - 1] != ']';
    if (has_port) return {url, url.substr(0, host + colon) + url.substr(end)};
    return {url, url.substr(0, end) + (url.starts_with("https") ? ":443" : ":80") + url.substr(end)};
}

}  // namespace

HttpRequest twilio_get(const TwilioAccount& account, std::string url) {
    return {"GET", std::move(url), {{"Authorization", authorization(account)}}, ""};
}

HttpRequest twilio_post(const TwilioAccount& account, std::string url, const FormFields& fields) {
    return {
        "POST",
        std::move(url),
        {{"Authorization", authorization(account)}, {"Content-Type", "application/x-www-form-urlencoded"}},
        write_form(fields)};
}

std::string twilio_url(const TwilioAccount& account, std::string_view resource) {
    return fmt::format("{}/2010-04-01/Accounts/{}/{}", account.base_url, account.account_sid, resource);
}

std::string twilio_callback_url(const TwilioAccount& account, std::string_view path,
                                const FormFields& query) {
    return fmt::format("{}/{}?{}", account.callback_url, path, write_form(query));
}

Outcome twilio_outcome(const HttpAnswer& answer) {
    const auto body = body_of(answer);
    if (!succeeded(answer)) return refusal(table, int_of(body, "code"), answer);
    if (std::string sid = text_of(body, "sid"); is_plain_id(sid)) return Accepted{std::move(sid)};
    return unreadable(table.provider);
}

Moved twilio_failure(std::string id, int code) {
    return failure(table, code, std::move(id));
}

std::optional<Balance> twilio_balance(const TwilioAccount& account, const HttpAnswer& answer) {
    const auto body = body_of(answer);
    if (!succeeded(answer) || text_of(body, "account_sid") != account.account_sid) return std::nullopt;
    const auto amount = read_amount(text_of(body, "balance"));
    std::string currency = text_of(body, "currency");
    if (!amount || !is_currency(currency)) return std::nullopt;
    return Balance{*amount, std::move(currency)};
}

std::string twilio_signature(const Secret& token, std::string_view url, FormFields fields) {
    std::ranges::sort(fields);
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    std::string bytes(url.substr(0, url.find('#')));
    for (const auto& [field, value] : fields) bytes += field + value;
    return base64(hmac_sha1(token.reveal(), bytes));
}

Expected<FormFields> twilio_callback(const TwilioAccount& account, const Incoming& incoming) {
    if (incoming.method != "POST")
        return fail(ErrorKind::invalid, "Twilio calls back with POST. Nothing was done.");
    auto fields = read_form(incoming.body);
    const auto signature = header(incoming.headers, "X-Twilio-Signature");
    bool good = false;
    for (const Secret& token : {account.auth_token, account.second_auth_token}) {
        if (token.empty()) continue;
        for (const std::string& url : spellings(incoming.url))
            good = equal_in_constant_time(signature, twilio_signature(token, url, fields)) || good;
    }
    if (!good || field_of(fields, "AccountSid") != account.account_sid) {
        return fail(ErrorKind::forbidden,
                    "The callback is not signed by this Twilio account for this address. Nothing was done. "
                    "Check http.public_url and the account's token.");
    }
    return fields;
}

}  // namespace tocsin::channels
