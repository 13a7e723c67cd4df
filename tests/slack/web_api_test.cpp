#include "bot/slack/web_api.h"

#include <doctest/doctest.h>

using namespace tocsin;
using namespace tocsin::slack;
using nlohmann::json;

namespace {

template <class T>
T outcome_of(int status, std::string_view retry_after, std::string_view body) {
    const Outcome outcome = read_answer(status, retry_after, body);
    REQUIRE(std::holds_alternative<T>(outcome));
    return std::get<T>(outcome);
}

}  // namespace

TEST_CASE("an answer with ok is answered, the bare ok of a response URL too") {
    CHECK(outcome_of<Answered>(200, "", R"({"ok":true,"ts":"1.2"})").body["ts"] == "1.2");
    const json bare = outcome_of<Answered>(200, "", "ok").body;
    REQUIRE(bare.is_object());
    CHECK(bare["ok"] == true);
}

TEST_CASE("a limit is waited for as long as Slack says, within reason") {
    CHECK(outcome_of<Limited>(429, "7", "").after == 7s);
    CHECK(outcome_of<Limited>(429, "", "").after == 30s);
    CHECK(outcome_of<Limited>(429, "soon", "").after == 30s);
    CHECK(outcome_of<Limited>(429, "-5", "").after == 30s);
    CHECK(outcome_of<Limited>(429, "0", "").after == 1s);
    CHECK(outcome_of<Limited>(429, "99999999999999999999999", "").after == 1h);
    CHECK(outcome_of<Limited>(200, "3", R"({"ok":false,"error":"rate_limited"})").after == 3s);
    CHECK(outcome_of<Limited>(200, "", R"({"ok":false,"error":"ratelimited"})").after == 30s);
}

TEST_CASE("what may have been done is uncertain") {
    CHECK(outcome_of<Uncertain>(500, "", "").reason == "HTTP 500");
    CHECK(outcome_of<Uncertain>(503, "", R"({"ok":true})").reason == "HTTP 503");
    CHECK(outcome_of<Uncertain>(200, "", R"({"ok":true)").reason != "");
    CHECK(outcome_of<Uncertain>(200, "", "<html>").reason != "");
    CHECK(outcome_of<Uncertain>(200, "", "").reason != "");
    CHECK(outcome_of<Uncertain>(200, "", R"({"ok":"yes"})").reason != "");
    CHECK(outcome_of<Uncertain>(200, "", std::string(100'000, '[')).reason != "");
    CHECK(outcome_of<Uncertain>(200, "", R"({"ok":false,"error":"fatal_error"})").reason != "");
    CHECK(outcome_of<Uncertain>(200, "", R"({"ok":false})").reason != "");
}

TEST_CASE("what Slack says it has not done may be sent again") {
    CHECK(outcome_of<Unreachable>(200, "", R"({"ok":false,"error":"service_unavailable"})").reason != "");
    CHECK(outcome_of<Unreachable>(302, "", "").reason != "");
}

TEST_CASE("a final error keeps Slack's name and the whole answer") {
    const auto refused =
        outcome_of<Refused>(200, "", R"({"ok":false,"error":"missing_scope","needed":"pins:write"})");
    CHECK(refused.error == "missing_scope");
    CHECK(refused.body["needed"] == "pins:write");
    CHECK(outcome_of<Refused>(404, "", R"({"ok":false,"error":"used_url"})").error == "used_url");
    CHECK(outcome_of<Refused>(404, "", "expired_url").error == "expired_url");
    CHECK(outcome_of<Refused>(403, "", "<html>no</html>").error == "http_403");
}

TEST_CASE("errors that only the operator can end are told from the others") {
    for (const char* error : {"invalid_auth", "token_revoked", "account_inactive", "not_authed"})
        CHECK(is_auth_error(error));
    for (const char* error : {"channel_not_found", "missing_scope", ""}) CHECK_FALSE(is_auth_error(error));
}

TEST_CASE("a refused block is recognised in messages and in forms") {
    CHECK(is_block_error({"invalid_blocks", {}}));
    const json form = json::parse(
        R"({"response_metadata":{"messages":["[ERROR] unsupported type: alert [json-pointer:/view/blocks/0/type]"]}})");
    CHECK(is_block_error({"invalid_arguments", form}));
    CHECK_FALSE(is_block_error({"invalid_arguments", json::object()}));
    CHECK_FALSE(is_block_error({"channel_not_found", {}}));
}
