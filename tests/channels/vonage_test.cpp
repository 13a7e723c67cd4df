#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "bot/base/encoding.h"
#include "bot/base/form.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/vonage_sms.h"
#include "bot/channels/vonage_voice.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;
using nlohmann::json;

namespace {

const std::string uuid = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab";
const VonageVoice voice(vonage_account(true));
const VonageVoice deaf_voice(vonage_account(false));
const VonageSms sms(vonage_account(true));
const Speech menu{{"Severity one <incident>.", "Press 1."}, true, "menu", 3};

HttpRequest http(const auto& request) {
    REQUIRE(request.has_value());
    return std::get<HttpRequest>(*request);
}

std::vector<Report> reported(const Channel& channel, const Incoming& request) {
    const auto reports = channel.callback(request);
    REQUIRE(reports.has_value());
    return *reports;
}

Outcome refused(int status, const json& problem) {
    return sms.outcome(HttpAnswer{status, {}, problem.dump()});
}

}  // namespace

TEST_CASE("a call takes its words along, hears keys while it speaks and never hangs up on a person") {
    const auto request = http(voice.request(dispatch(Call{number, menu, {}}), attempt()));
    CHECK(request.url == "https://api.nexmo.com/v1/calls");
    const json body = json::parse(request.body);
    CHECK(body.at("to") == json::parse(R"([{"type":"phone","number":"12025550101"}])"));
    CHECK(body.at("from").at("number") == "15005550006");
    CHECK(body.at("machine_detection") == "continue");
    CHECK(body.at("event_url") ==
          json::parse(R"(["https://oncall.example.com/webhooks/vonage/event?k=TOKEN"])"));
    REQUIRE(body.at("ncco").size() == 2);
    CHECK(body.at("ncco")[0].at("bargeIn") == true);
    CHECK(body.at("ncco")[0].at("text") ==
          "<speak><break time=\"700ms\"/>Severity one &lt;incident&gt;.<break time=\"700ms\"/>Press "
          "1.</speak>");
    CHECK(
        body.at("ncco")[1] ==
        json::parse(
            R"({"action":"input","type":["dtmf"],"dtmf":{"maxDigits":1,"timeOut":8,"submitOnHash":false},)"
            R"("eventUrl":["https://oncall.example.com/webhooks/vonage/input?k=TOKEN&step=menu&silence=0"],)"
            R"("eventMethod":"POST"})"));
}

TEST_CASE("without an inbound endpoint the call only speaks, several times") {
    CHECK_FALSE(deaf_voice.hears_keys());
    const json body = json::parse(http(deaf_voice.request(dispatch(Call{number, menu, {}}), attempt())).body);
    CHECK_FALSE(body.contains("event_url"));
    REQUIRE(body.at("ncco").size() == 1);
    CHECK(body.at("ncco")[0].at("loop") == 4);
}

TEST_CASE("a call that waits for no key says at once what may be repeated") {
    const Speech code{{"Your code is 1, 2, 3."}, false, "", 2};
    const json body = json::parse(http(voice.request(dispatch(Call{number, code, {}}), attempt())).body);
    REQUIRE(body.at("ncco").size() == 1);
    CHECK(body.at("ncco")[0].at("loop") == 3);
}

TEST_CASE("the token names application, time and attempt, and lives five minutes") {
    const auto request = http(sms.request(dispatch(Text{number, "x"}), attempt()));
    const std::string token(header(request.headers, "Authorization"));
    const auto claims = split(token, '.');
    REQUIRE(claims.size() == 3);
    CHECK(json::parse(*from_base64url(claims[1])) ==
          json{{"application_id", "11111111-2222-4333-8444-555555555555"},
               {"iat", 1735689600},
               {"exp", 1735689900},
               {"jti", "0123456789abcdef"}});
}

TEST_CASE("keys and silence come back, and the answer is the next thing said") {
    const auto input = [](const json& dtmf) {
        return std::get<KeyPressed>(
            reported(voice, from_vonage("input", "k=TOKEN&step=menu&silence=2",
                                        json{{"uuid", uuid}, {"dtmf", dtmf}}.dump()))[0]);
    };
    CHECK(input({{"digits", "1"}, {"timed_out", false}}) == KeyPressed{uuid, "TOKEN", "menu", "1", 2, false});
    const auto silence = input({{"digits", ""}, {"timed_out", true}});
    CHECK(silence.silence == 3);
    const json said = json::parse(voice.say(menu, silence).body);
    REQUIRE(said.size() == 2);
    CHECK(said[1].at("eventUrl")[0].get<std::string>().ends_with("silence=3"));
    CHECK(json::parse(voice.say({{"Goodbye."}, false, "", 0}, silence).body).size() == 1);
    auto too_often = silence;
    too_often.silence = 4;
    CHECK(voice.say(menu, too_often).body == "[]");
}

TEST_CASE("the state of a call is the same told by callback and when asked") {
    const std::pair<const char*, Progress> states[] = {
        {"ringing", Progress::ringing},   {"answered", Progress::answered},
        {"human", Progress::answered},    {"machine", Progress::voicemail},
        {"busy", Progress::busy},         {"unanswered", Progress::no_answer},
        {"timeout", Progress::no_answer}, {"completed", Progress::ended},
        {"cancelled", Progress::ended},   {"rejected", Progress::failed},
        {"failed", Progress::failed}};
    for (const auto& [status, progress] : states) {
        CAPTURE(status);
        const json body{{"uuid", uuid}, {"status", status}};
        const auto told = reported(voice, from_vonage("event", "k=T", body.dump()));
        const auto asked = voice.reports(HttpAnswer{200, {}, body.dump()}, uuid);
        REQUIRE(told.size() == 1);
        CHECK(std::get<Moved>(told[0]).to == progress);
        CHECK(std::get<Moved>(told[0]).token == "T");
        CHECK(std::get<Moved>(asked.at(0)).to == progress);
    }
    CHECK(reported(voice, from_vonage("event", "k=T", json{{"uuid", uuid}, {"status", "started"}}.dump()))
              .empty());
}

TEST_CASE("a call is hung up with PUT, and 204 is done") {
    const auto request = http(voice.stop(uuid, attempt()));
    CHECK(request.method == "PUT");
    CHECK(request.url == "https://api.nexmo.com/v1/calls/" + uuid);
    CHECK(request.body == R"({"action":"hangup"})");
    CHECK(std::holds_alternative<Accepted>(voice.outcome(HttpAnswer{204, {}, ""})));
}

TEST_CASE("problems are known by the number at the end of their type") {
    const auto problem = [](int code) {
        return json{{"type", "https://developer.vonage.com/api-errors/messages#" + std::to_string(code)},
                    {"title", "canary"}};
    };
    const auto why = [&](int code) { return std::get<Rejected>(refused(422, problem(code))).why; };
    for (const int code : {1040, 1050, 1170, 1250}) CHECK(why(code) == Rejected::Why::address);
    for (const int code : {1060, 1070, 1120, 1160}) CHECK(why(code) == Rejected::Why::configuration);
    CHECK(why(1240) == Rejected::Why::opted_out);
    CHECK(std::holds_alternative<Retry>(refused(422, problem(1000))));
    CHECK(why(77) == Rejected::Why::configuration);
    CHECK(
        std::get<Rejected>(refused(422, {{"invalid_parameters", json::array({json{{"name", "to"}}})}})).why ==
        Rejected::Why::address);
    CHECK(std::get<Rejected>(refused(422, {{"invalid_parameters", json::array({json{{"name", "from"}}})}}))
              .why == Rejected::Why::configuration);
}

TEST_CASE("a text reports its state and replies come from a number") {
    const auto told = [](json body) {
        body["message_uuid"] = uuid;
        return reported(sms, from_vonage("sms-status", "k=T", body.dump()));
    };
    CHECK(told({{"status", "submitted"}}) == std::vector<Report>{Moved{uuid, "T", Progress::sent, "", {}}});
    CHECK(told({{"status", "delivered"}}) ==
          std::vector<Report>{Moved{uuid, "T", Progress::delivered, "", {}}});
    const auto failed = told(
        {{"status", "undeliverable"},
         {"error", {{"type", "https://developer.vonage.com/api-errors/messages#1250"}, {"title", 1250}}}});
    CHECK(std::get<Moved>(failed.at(0)).dead == Rejected::Why::address);
    CHECK(told({{"status", "pending"}}).empty());
    const json reply{{"message_uuid", uuid}, {"from", "12025550101"}, {"text", "ack"}};
    CHECK(reported(sms, from_vonage("sms", "", reply.dump())) ==
          std::vector<Report>{Replied{number, "ack", uuid, now, false}});
    const json body = json::parse(http(sms.request(dispatch(Text{number, "ü — x"}), attempt())).body);
    CHECK(body.at("text") == "ü - x");
    CHECK(body.at("ttl") == 600);
    CHECK(body.at("webhook_url") == "https://oncall.example.com/webhooks/vonage/sms-status?k=TOKEN");
}

TEST_CASE("a callback of another application is refused") {
    auto other = vonage_account(true);
    auto request =
        from_vonage("sms", "", json{{"message_uuid", uuid}, {"from", "12025550101"}, {"text", "1"}}.dump());
    const std::string original(header(request.headers, "Authorization"));
    const auto parts = split(original, '.');
    json claims = json::parse(*from_base64url(parts[1]));
    for (const char* application :
         {"11111111-2222-4333-8444-555555555555", "99999999-2222-4333-8444-555555555555"}) {
        claims["application_id"] = application;
        const std::string bytes = std::string(parts[0].substr(7)) + "." + base64url(claims.dump());
        request.headers[0].value =
            "Bearer " + bytes + "." + base64url(hmac_sha256("canary-signature-secret", bytes));
        CHECK(VonageSms(other).callback(request).has_value() == (application == other.application_id));
    }
}
