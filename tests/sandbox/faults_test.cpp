#include "tests/sandbox/service_fixture.h"

using namespace tocsin;
using namespace tocsin::sandbox;

TEST_CASE_FIXTURE(ServiceFixture, "a scripted failure hits the next calls of its method and no other") {
    act({{"do", "trouble"}, {"kind", "fail"}, {"method", "chat.postMessage"}, {"times", 2}, {"status", 500}});
    CHECK(call("auth.test", json::object())["ok"] == true);
    const json message = {{"channel", incidents}, {"text", "x"}};
    CHECK(answer("chat.postMessage", message).response.status == 500);
    CHECK(answer("chat.postMessage", message).response.status == 500);
    CHECK(channel()["messages"].empty());
    CHECK(answer("chat.postMessage", message).response.status == 200);
}

TEST_CASE_FIXTURE(ServiceFixture,
                  "a failure after the work leaves the message behind: the answer is lost, not the post") {
    act({{"do", "trouble"},
         {"kind", "fail"},
         {"method", "chat.postMessage"},
         {"cut", true},
         {"after_doing", true}});
    const auto cut = answer("chat.postMessage", {{"channel", incidents}, {"text", "x"}});
    CHECK(cut.cut);
    CHECK(channel()["messages"].size() == 1);
}

TEST_CASE_FIXTURE(ServiceFixture, "a scripted limit has Slack's status and header") {
    act({{"do", "trouble"}, {"kind", "fail"}, {"method", "*"}, {"retry_after", 7}});
    const auto limited = answer("users.list", json::object());
    CHECK(limited.response.status == 429);
    CHECK(net::header(limited.response.headers, "Retry-After") == "7");
    CHECK(json::parse(limited.response.body)["error"] == "ratelimited");
}

TEST_CASE_FIXTURE(ServiceFixture, "a hanging call answers as usual, later") {
    act({{"do", "trouble"}, {"kind", "fail"}, {"method", "auth.test"}, {"hang_s", 1.5}});
    const auto late = answer("auth.test", json::object());
    CHECK(late.delay == std::chrono::milliseconds(1500));
    CHECK(json::parse(late.response.body)["ok"] == true);
}

TEST_CASE_FIXTURE(ServiceFixture,
                  "limits count for each method, posts for each channel, and refill with time") {
    act({{"do", "trouble"}, {"kind", "limits"}, {"mode", "strict"}});
    const auto status = [&](const char* channel_id) {
        return answer("chat.postMessage", {{"channel", channel_id}, {"text", "x"}}).response.status;
    };
    CHECK(status(incidents) == 200);
    const auto refused = answer("chat.postMessage", {{"channel", incidents}, {"text", "x"}});
    CHECK(refused.response.status == 429);
    CHECK(net::header(refused.response.headers, "Retry-After") == "1");
    CHECK(status("U000LEE") == 200);
    clock.advance(1s);
    CHECK(status(incidents) == 200);
    act({{"do", "trouble"}, {"kind", "limits"}, {"mode", "normal"}});
    for (int i = 0; i < 20; ++i) CHECK(answer("users.list", json::object()).response.status == 200);
    CHECK(answer("users.list", json::object()).response.status == 429);
    act({{"do", "trouble"}, {"kind", "limits"}, {"mode", "off"}});
    CHECK(answer("users.list", json::object()).response.status == 200);
}

TEST_CASE_FIXTURE(ServiceFixture, "a block type can become unknown, as on an older workspace") {
    act({{"do", "trouble"}, {"kind", "unknown_block"}, {"type", "divider"}});
    const json refused =
        call("chat.postMessage",
             {{"channel", incidents}, {"text", "x"}, {"blocks", json::array({json{{"type", "divider"}}})}});
    CHECK(refused["error"] == "invalid_blocks");
    CHECK(refused["errors"][0] == "unsupported type: divider [json-pointer:/blocks/0/type]");
    act({{"do", "trouble"}, {"kind", "none"}});
    post("x", {{"blocks", json::array({json{{"type", "divider"}}})}});
}
