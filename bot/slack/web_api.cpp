#include "bot/slack/web_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/foreign_json.h"
#include "bot/base/text.h"

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr Duration assumed_wait = 30s;
constexpr Duration shortest_wait = 1s;
constexpr Duration longest_wait = 1h;
constexpr int max_answer_depth = 200;

Duration wait_for(std::string_view retry_after) {
    const std::string_view digits = trim(retry_after);
    long long seconds = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (error == std::errc::result_out_of_range) return longest_wait;
    if (error != std::errc() || seconds < 0) return assumed_wait;
    return std::clamp<Duration>(std::chrono::seconds(std::min<long long>(seconds, 86'400)), shortest_wait,
                                longest_wait);
}

// Response URLs refuse with a bare word: used_url, expired_url.
bool is_error_name(std::string_view text) {
    return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

Outcome read_refusal(std::string error, json body, std::string_view retry_after) {
    if (error == "ratelimited" || error == "rate_limited") return Limited{wait_for(retry_after)};
    if (error == "internal_error" || error == "fatal_error") return Uncertain{"Slack says " + error};
    if (error == "service_unavailable" || error == "request_timeout")
        return Unreachable{"Slack says " + error};
    if (error.empty()) return Uncertain{"an answer without an error name"};
    return Refused{std::move(error), std::move(body)};
}

}  // namespace

Outcome read_answer(int status, std::string_view retry_after, std::string_view body) {
    if (status == 429) return Limited{wait_for(retry_after)};
    if (status >= 500) return Uncertain{fmt::format("HTTP {}", status)};
    if (status >= 300 && status < 400)
        return Unreachable{fmt::format("HTTP {}: something redirects", status)};

    json answer = parse_foreign(body, max_answer_depth);
    const json& ok = member(answer, "ok");
    const std::string_view word = trim(body);
    if (status >= 400) {
        if (ok.is_boolean()) return read_refusal(text_of(answer, "error"), std::move(answer), retry_after);
        if (is_error_name(word)) return Refused{std::string(word), {}};
        return Refused{fmt::format("http_{}", status), {}};
    }
    if (word == "ok") return Answered{{{"ok", true}}};
    if (!ok.is_boolean()) return Uncertain{"an answer that is not Slack's"};
    if (ok.get<bool>()) return Answered{std::move(answer)};
    return read_refusal(text_of(answer, "error"), std::move(answer), retry_after);
}

bool is_auth_error(std::string_view error) {
    constexpr std::array names{"invalid_auth",
                               "not_authed",
                               "account_inactive",
                               "token_revoked",
                               "token_expired",
                               "not_allowed_token_type",
                               "user_removed_from_team",
                               "team_disabled",
                               "team_access_not_granted",
                               "forbidden_team",
                               "org_login_required",
                               "ekm_access_denied",
                               "access_denied",
                               "accesslimited",
                               "two_factor_setup_required",
                               "enterprise_is_restricted"};
    return std::find(names.begin(), names.end(), error) != names.end();
}

bool is_block_error(const Refused& refused) {
    if (refused.error == "invalid_blocks" || refused.error == "invalid_blocks_format") return true;
    if (refused.error != "invalid_arguments") return false;
    for (const json& message : member(member(refused.body, "response_metadata"), "messages"))
        if (message.is_string() && message.get_ref<const std::string&>().find("/blocks") != std::string::npos)
            return true;
    return false;
}

}  // namespace tocsin::slack
