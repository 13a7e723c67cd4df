#include "bot/channels/vonage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/digest.h"
#include "bot/base/foreign_json.h"
#include "bot/base/jwt.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/codes.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

constexpr Duration token_life = 5min;

// Of the Messages API.
constexpr std::array<Code, 19> codes{{
    {1000, Meaning::retry, "too many texts at once"},
    {1030, Meaning::retry, "it has trouble of its own"},
    {1040, Meaning::address, "the number's prefix is unknown"},
    {1050, Meaning::address, "the number is barred"},
    {1060, Meaning::configuration, "the account is barred"},
    {1070, Meaning::configuration, "the account has no credit"},
    {1080, Meaning::configuration, "the account may not send texts"},
    {1100, Meaning::retry, "the carrier could not be reached"},
    {1120, Meaning::configuration, "the sender is not allowed there"},
    {1140, Meaning::configuration, "the account may not do that"},
    {1160, Meaning::configuration, "a trial account texts approved numbers only"},
    {1170, Meaning::address, "the number is not valid"},
    {1180, Meaning::retry, "the phone is off or has no network"},
    {1190, Meaning::address, "the phone is not reachable any more"},
    {1210, Meaning::configuration, "the carrier filters the text"},
    {1240, Meaning::opted_out, "the person has opted out of texts"},
    {1250, Meaning::address, "the number cannot be routed to"},
    {1260, Meaning::address, "the number cannot be reached"},
    {1280, Meaning::opted_out, "the carrier blocks texts to the number"},
}};

constexpr Codes table{"Vonage", codes};

// The number that ends a problem's type: https://…/api-errors/messages#1120; 0: none.
int code_of(const json& problem) {
    const std::string type = text_of(problem, "type");
    const auto digits = std::string_view(type).substr(std::min(type.find('#'), type.size() - 1) + 1);
    int code = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), code);
    return code > 0 ? code : int_of(problem, "title");
}

bool only_the_number_is_wrong(const json& problem) {
    const json& wrong = member(problem, "invalid_parameters");
    return wrong.is_array() && wrong.size() == 1 && text_of(wrong[0], "name") == "to";
}

}  // namespace

std::string vonage_number(std::string_view number) {
    return std::string(number.starts_with('+') ? number.substr(1) : number);
}

std::vector<Header> vonage_headers(const VonageAccount& account, const Attempt& attempt) {
    const auto now = unix_seconds(attempt.now);
    const json claims{{"application_id", account.application_id},
                      {"iat", now},
                      {"exp", now + std::chrono::floor<std::chrono::seconds>(token_life).count()},
                      {"jti", attempt.nonce}};
    return {{"Authorization", "Bearer " + rs256_jwt(account.key, claims.dump())}};
}

std::string vonage_callback_url(const VonageAccount& account, std::string_view path, std::string_view query) {
    return fmt::format("{}/{}?{}", account.callback_url, path, query);
}

Outcome vonage_outcome(const HttpAnswer& answer, std::string_view id_name) {
    const auto body = body_of(answer);
    if (answer.status == 204) return Accepted{};
    if (answer.status == 422 && only_the_number_is_wrong(body))
        return Rejected{Rejected::Why::address, "Vonage: the number is not valid."};
    if (!succeeded(answer)) return refusal(table, code_of(body), answer);
    if (std::string id = text_of(body, id_name); is_plain_id(id)) return Accepted{std::move(id)};
    return unreadable(table.provider);
}

Moved vonage_failure(std::string id, const json& problem) {
    return failure(table, code_of(problem), std::move(id));
}

Expected<json> vonage_callback(const VonageAccount& account, const Incoming& incoming) {
    constexpr std::string_view scheme = "Bearer ";
    const auto refuse = [](std::string_view what) {
        return fail(
            ErrorKind::forbidden,
            fmt::format("The callback {}. Nothing was done. Check signature_secret of Vonage.", what));
    };
    const auto authorization = header(incoming.headers, "Authorization");
    if (!authorization.starts_with(scheme)) return refuse("carries no token of Vonage");
    const auto text = hs256_claims(trim(authorization.substr(scheme.size())), account.signature_secret);
    if (!text) return refuse("is not signed with Vonage's signature secret");
    const json claims = parse_body(*text);
    const json& issued = member(claims, "iat");
    const auto at = issued.is_number_integer() ? issued.get<std::int64_t>() : 0;
    if (at < unix_seconds(incoming.now - token_life) || at > unix_seconds(incoming.now + token_life))
        return refuse("is not of the last five minutes");
    if (!equal_in_constant_time(text_of(claims, "payload_hash"), sha256_hex(incoming.body)))
        return refuse("has another body than the one that was signed");
    const std::string application = text_of(claims, "application_id");
    if (!application.empty() && application != account.application_id)
        return refuse("is of another application");
    json body = parse_body(incoming.body);
    if (!body.is_object())
        return fail(ErrorKind::invalid, "The callback is no JSON object. Nothing was done.");
    return body;
}

}  // namespace tocsin::channels
