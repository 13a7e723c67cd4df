#include "bot/channels/answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/foreign_json.h"
#include "bot/base/mail_date.h"
#include "bot/base/text.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

constexpr std::size_t longest_body = 1 << 20;
constexpr int deepest_body = 40;
constexpr Duration longest_wait = 1h;

}  // namespace

std::string_view header(const std::vector<Header>& headers, std::string_view name) {
    for (const Header& each : headers)
        if (iequals(each.name, name)) return each.value;
    return {};
}

bool succeeded(const HttpAnswer& answer) {
    return answer.status >= 200 && answer.status <= 299;
}

json parse_body(std::string_view body) {
    if (body.size() > longest_body) return json(json::value_t::discarded);
    return parse_foreign(body, deepest_body);
}

json body_of(const HttpAnswer& answer) {
    return parse_body(answer.body);
}

Duration retry_after(const HttpAnswer& answer) {
    const auto text = trim(header(answer.headers, "Retry-After"));
    long long seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc::result_out_of_range) return longest_wait;
    if (error == std::errc() && end == text.data() + text.size())
        return std::clamp<Duration>(std::chrono::seconds(std::min<long long>(seconds, 86'400)), 0s,
                                    longest_wait);
    // A date counts from the date of the answer: whose clock is right does not matter then.
    const auto until = parse_mail_date(text);
    const auto from = parse_mail_date(header(answer.headers, "Date"));
    return until && from ? std::clamp<Duration>(*until - *from, 0s, longest_wait) : Duration{};
}

Outcome refusal(const HttpAnswer& answer, std::string_view provider) {
    const int status = answer.status;
    const auto say = [&](std::string_view what) {
        return fmt::format("{} {} (HTTP {}).", provider, what, status);
    };
    if (status == 0) return Retry{{}, fmt::format("{} gave no answer.", provider)};
    if (status == 408 || status == 425 || status == 429)
        return Retry{retry_after(answer), say("asks to wait")};
    if (status >= 500) return Retry{retry_after(answer), say("is in trouble")};
    using enum Rejected::Why;
    if (status == 401 || status == 403) return Rejected{configuration, say("refuses the credentials")};
    if (status == 404) return Rejected{configuration, say("does not know the account or address")};
    if (status >= 300 && status < 400) return Rejected{configuration, say("is somewhere else")};
    return Rejected{configuration, say("refuses the request")};
}

std::vector<Report> with_token(std::vector<Report> reports, std::string_view token) {
    for (Report& report : reports)
        if (auto* moved = std::get_if<Moved>(&report)) moved->token = token;
    return reports;
}

Retry unreadable(std::string_view provider) {
    return {{}, fmt::format("{} answered something that is not its own.", provider)};
}

std::unexpected<Error> no_phone() {
    return fail(ErrorKind::invalid,
                "The phone number is not + and the digits of country and number. Nothing was sent.");
}

HttpRequest json_post(std::string url, const json& body, std::vector<Header> headers) {
    headers.push_back({"Content-Type", "application/json"});
    return {"POST", std::move(url), std::move(headers),
            body.dump(-1, ' ', false, json::error_handler_t::replace)};
}

}  // namespace tocsin::channels
