#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "bot/base/form.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/twilio_sms.h"
#include "bot/channels/twilio_studio.h"
#include "bot/channels/twilio_voice.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;
using nlohmann::json;

namespace {

const std::string account = "AC00000000000000000000000000000001";
const std::string call = "CA00000000000000000000000000000001";
const std::string text = "SM00000000000000000000000000000001";

const TwilioVoice voice(twilio_account(true));
const TwilioVoice polled_voice(twilio_account(false));
const TwilioSms sms(twilio_account(true));
const TwilioSms polled_sms(twilio_account(false));
const TwilioStudio studio(twilio_account(false));

const Speech menu{{"Severity one incident.", "Press 1 to acknowledge."}, true, "menu", 3};

HttpRequest http(const Expected<Request>& request) {
    REQUIRE(request.has_value());
    return std::get<HttpRequest>(*request);
}
HttpRequest http(const std::optional<Request>& request) {
    REQUIRE(request.has_value());
    return std::get<HttpRequest>(*request);
}

FormFields fields(const HttpRequest& request) {
    return read_form(request.body);
}

FormFields about_call(FormFields more) {
    FormFields all{{"AccountSid", account}, {"CallSid", call}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}
FormFields about_text(FormFields more) {
    FormFields all{{"AccountSid", account}, {"MessageSid", text}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

std::vector<Report> reported(const Channel& channel, const Incoming& request) {
    const auto reports = channel.callback(request);
    REQUIRE(reports.has_value());
    return *reports;
}

HttpAnswer ok(const json& body) {
    return {200, {}, body.dump()};
}

Outcome refused(int code, int status = 400) {
    return voice.outcome(
        HttpAnswer{status, {}, json{{"code", code}, {"message", "canary"}, {"status", status}}.dump()});
}

}  // namespace

TEST_CASE("a call with an inbound endpoint asks the bot what to say and tells voicemail from people") {
    const auto request = http(voice.request(dispatch(Call{number, menu, {}}), attempt()));
    CHECK(request.url == "https://api.twilio.com/2010-04-01/Accounts/" + account + "/Calls.json");
    const auto sent = fields(request);
    CHECK(field_of(sent, "To") == number);
    CHECK(field_of(sent, "From") == "+15005550006");
    CHECK(field_of(sent, "Url") == "https://oncall.example.com/webhooks/twilio/voice?k=TOKEN");
    CHECK(field_of(sent, "StatusCallback") ==
          "https://oncall.example.com/webhooks/twilio/call-status?k=TOKEN");
    CHECK(field_of(sent, "MachineDetection") == "DetectMessageEnd");
    CHECK(field_of(sent, "Timeout") == "28");
    CHECK(field_of(sent, "Twiml").empty());
    CHECK(std::ranges::count(sent, std::string("StatusCallbackEvent"),
                             &std::pair<std::string, std::string>::first) == 3);
}

TEST_CASE("a call without one says its sentences, several times, and waits for no key") {
    CHECK_FALSE(polled_voice.hears_keys());
    const Speech speech{{"Tocsin.", "Answer the text message."}, false, "", 2};
    const auto sent = fields(http(polled_voice.request(dispatch(Call{number, speech, {}}), attempt())));
    CHECK(field_of(sent, "Url").empty());
    CHECK(field_of(sent, "StatusCallback").empty());
    const std::string twiml(field_of(sent, "Twiml"));
    CHECK(
        twiml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Pause length=\"1\"/><Say "));
    CHECK(twiml.ends_with("<Hangup/></Response>"));
    CHECK(twiml.find("Gather") == std::string::npos);
    std::size_t times = 0;
    for (auto at = twiml.find("Answer the"); at != std::string::npos; at = twiml.find("Answer the", at + 1))
        ++times;
    CHECK(times == 3);
}

TEST_CASE("a call that is of no page takes its words along: nothing could be asked for it") {
    auto alarm = dispatch(Call{number, {{"Tocsin.", "Phone someone."}, false, "", 0}, {}});
    alarm.token.clear();
    const auto sent = fields(http(voice.request(alarm, attempt())));
    CHECK(field_of(sent, "Url").empty());
    CHECK(field_of(sent, "StatusCallback").empty());
    CHECK(field_of(sent, "Twiml").find("Phone someone.") != std::string_view::npos);
}

TEST_CASE("inline documents keep Twilio's limit, whatever they are to say") {
    for (const std::string& words :
         {std::string(5000, 'x'), std::string(5000, '&'), std::string(5000, '"')}) {
        for (const std::size_t count : {1U, 3U, 12U, 100U}) {
            const Speech speech{std::vector<std::string>(count, words), false, "", 9};
            const auto sent =
                fields(http(polled_voice.request(dispatch(Call{number, speech, {}}), attempt())));
            CAPTURE(count);
            CHECK(field_of(sent, "Twiml").size() <= 4000);
            CHECK(field_of(sent, "Twiml").find("<Say") != std::string_view::npos);
        }
    }
}

TEST_CASE("the answered call asks what to say, and hears the menu after a second of silence") {
    const auto heard =
        reported(voice, from_twilio("voice", "k=TOKEN", about_call({{"AnsweredBy", "human"}})));
    CHECK(heard == std::vector<Report>{KeyPressed{call, "TOKEN", "", "", 0, false}});
    const auto said = voice.say(menu, std::get<KeyPressed>(heard[0]));
    CHECK(said.status == 200);
    CHECK(header(said.headers, "Content-Type") == "text/xml; charset=utf-8");
    CHECK(said.body ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Gather input=\"dtmf\" numDigits=\"1\" "
          "timeout=\"8\" "
          "finishOnKey=\"\" actionOnEmptyResult=\"true\" method=\"POST\" "
          "action=\"https://oncall.example.com/webhooks/twilio/gather?k=TOKEN&amp;step=menu&amp;silence=0\">"
          "<Pause length=\"1\"/><Say voice=\"Polly.Joanna\" language=\"en-US\">Severity one incident.</Say>"
          "<Pause length=\"1\"/><Say voice=\"Polly.Joanna\" language=\"en-US\">Press 1 to acknowledge.</Say>"
          "</Gather><Hangup/></Response>");
}

TEST_CASE("a key comes back with its step; silence is counted, and the call ends after so many") {
    const auto key = [](std::string digits, const std::string& silence) {
        return std::get<KeyPressed>(
            reported(voice, from_twilio("gather", "k=TOKEN&step=menu&silence=" + silence,
                                        about_call({{"Digits", std::move(digits)}})))[0]);
    };
    CHECK(key("1", "2") == KeyPressed{call, "TOKEN", "menu", "1", 2, false});
    CHECK(key("#", "0").key == "#");
    CHECK(key("", "0") == KeyPressed{call, "TOKEN", "menu", "", 1, false});
    CHECK(key("", "x").silence == 1);
    CHECK(voice.say(menu, key("", "1")).body.find("silence=2") != std::string::npos);
    CHECK(voice.say(menu, key("9", "1")).body.find("silence=0") != std::string::npos);
    CHECK(voice.say(menu, key("", "2")).body.find("<Gather") != std::string::npos);
    CHECK(voice.say(menu, key("", "3")).body ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Hangup/></Response>");
    CHECK_FALSE(voice.callback(from_twilio("gather", "k=T", about_call({{"Digits", "12"}}))).has_value());
}

TEST_CASE("an answering machine is told from a person") {
    for (const char* machine :
         {"machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax"}) {
        CAPTURE(machine);
        const auto asked =
            reported(voice, from_twilio("voice", "k=T", about_call({{"AnsweredBy", machine}})));
        CHECK(std::get<KeyPressed>(asked[0]).by_machine);
        const auto state =
            reported(voice, from_twilio("call-status", "k=T",
                                        about_call({{"CallStatus", "completed"}, {"AnsweredBy", machine}})));
        CHECK(state == std::vector<Report>{Moved{call, "T", Progress::voicemail, "", {}},
                                           Moved{call, "T", Progress::ended, "", {}}});
    }
    const auto person = reported(voice, from_twilio("voice", "k=T", about_call({{"AnsweredBy", "unknown"}})));
    CHECK_FALSE(std::get<KeyPressed>(person[0]).by_machine);
}

TEST_CASE("the state of a call is the same told by callback and when asked") {
    const std::pair<const char*, Progress> states[] = {
        {"ringing", Progress::ringing}, {"in-progress", Progress::answered}, {"completed", Progress::ended},
        {"busy", Progress::busy},       {"no-answer", Progress::no_answer},  {"canceled", Progress::ended},
        {"failed", Progress::failed}};
    for (const auto& [status, progress] : states) {
        CAPTURE(status);
        const auto told =
            reported(voice, from_twilio("call-status", "k=T", about_call({{"CallStatus", status}})));
        const auto asked =
            voice.reports(ok({{"sid", call}, {"status", status}, {"answered_by", nullptr}}), call);
        REQUIRE(told.size() == 1);
        REQUIRE(asked.size() == 1);
        CHECK(std::get<Moved>(told[0]).to == progress);
        CHECK(std::get<Moved>(told[0]).token == "T");
        CHECK(std::get<Moved>(asked[0]).to == progress);
        CHECK(voice.reports(ok({{"sid", "CA2"}, {"status", status}}), call).empty());
    }
    CHECK(reported(voice, from_twilio("call-status", "k=T", about_call({{"CallStatus", "initiated"}})))
              .empty());
    const auto nobody =
        reported(voice, from_twilio("call-status", "k=T",
                                    about_call({{"CallStatus", "failed"}, {"SipResponseCode", "404"}})));
    CHECK(std::get<Moved>(nobody[0]).dead == Rejected::Why::address);
}

TEST_CASE("a ringing or talking call is hung up, and one that is over is no error") {
    const auto request = http(voice.stop(call, attempt()));
    CHECK(request.url.ends_with("/Calls/" + call + ".json"));
    CHECK(request.body == "Status=completed");
    CHECK(std::holds_alternative<Accepted>(refused(21220)));
}

TEST_CASE("Twilio's error codes decide, not its status") {
    const auto rejected = [](int code, Rejected::Why why) {
        CAPTURE(code);
        const auto outcome = refused(code);
        REQUIRE(std::holds_alternative<Rejected>(outcome));
        CHECK(std::get<Rejected>(outcome).why == why);
    };
    for (const int code : {21211, 21217, 21214, 21612, 21216, 21614, 30005, 30006})
        rejected(code, Rejected::Why::address);
    for (const int code : {21610, 30004}) rejected(code, Rejected::Why::opted_out);
    for (const int code : {10001, 20003, 20005, 20404, 21212, 21210, 21215, 21408, 21219, 21608, 21606, 21703,
                           21617, 30002, 30007, 30034, 90010, 99999})
        rejected(code, Rejected::Why::configuration);
    for (const int code : {20429, 21611, 30001, 30003, 30008}) {
        CAPTURE(code);
        CHECK(std::holds_alternative<Retry>(refused(code)));
    }
    CHECK(std::get<Rejected>(refused(21211)).reason == "Twilio: the number is not valid (error 21211).");
    CHECK(std::get<Rejected>(refused(99999)).reason == "Twilio refuses the request (error 99999, HTTP 400).");
    CHECK(std::holds_alternative<Retry>(refused(99999, 503)));
}

TEST_CASE("either token of a rotation signs callbacks, with the port in the address or without") {
    const auto account_of = twilio_account(true);
    const Secret third("third");
    for (const auto& [token, good] : {std::pair(account_of.auth_token, true),
                                      std::pair(account_of.second_auth_token, true), std::pair(third, false)})
        CHECK(voice.callback(from_twilio("voice", "k=T", about_call({}), token)).has_value() == good);
    auto with_port = from_twilio("voice", "k=T", about_call({}));
    with_port.url = "https://oncall.example.com:443/webhooks/twilio/voice?k=T";
    CHECK(voice.callback(with_port).has_value());
    auto signed_with_port = with_port;
    signed_with_port.headers[1].value =
        twilio_signature(account_of.auth_token, with_port.url, about_call({}));
    signed_with_port.url = "https://oncall.example.com/webhooks/twilio/voice?k=T";
    CHECK(voice.callback(signed_with_port).has_value());
    auto elsewhere = from_twilio("voice", "k=T", about_call({}));
    elsewhere.url = "https://oncall.example.com/webhooks/twilio/voice?k=U";
    CHECK_FALSE(voice.callback(elsewhere).has_value());
}

TEST_CASE("callbacks of another account, or by GET, are refused") {
    const FormFields other{{"AccountSid", "AC00000000000000000000000000000002"}, {"CallSid", call}};
    CHECK(voice.callback(from_twilio("voice", "", other)).error().kind == ErrorKind::forbidden);
    auto get = from_twilio("voice", "", about_call({}));
    get.method = "GET";
    CHECK(voice.callback(get).error().kind == ErrorKind::invalid);
}

TEST_CASE("an API key signs in instead of the account's token") {
    auto with_key = twilio_account(true);
    with_key.api_key = "SK1";
    with_key.api_secret = Secret("s");
    const auto request = http(TwilioSms(with_key).request(dispatch(Text{number, "x"}), attempt()));
    CHECK(header(request.headers, "Authorization") == "Basic U0sxOnM=");
    CHECK(request.url.find(account) != std::string::npos);
    CHECK(TwilioSms(with_key)
              .callback(from_twilio("sms", "", about_text({{"From", number}, {"Body", "1"}})))
              .has_value());
}

TEST_CASE("a text is one segment, lives ten minutes and reports where it can") {
    const auto sent = fields(
        http(sms.request(dispatch(Text{number, "SEV 1 — API “Down”" + std::string(300, '!')}), attempt())));
    CHECK(field_of(sent, "Body").starts_with("SEV 1 - API \"Down\"!"));
    CHECK(field_of(sent, "Body").size() == 160);
    CHECK(field_of(sent, "ValidityPeriod") == "600");
    CHECK(field_of(sent, "From") == "+15005550006");
    CHECK(field_of(sent, "StatusCallback") ==
          "https://oncall.example.com/webhooks/twilio/sms-status?k=TOKEN");
    CHECK(field_of(fields(http(polled_sms.request(dispatch(Text{number, "x"}), attempt()))), "StatusCallback")
              .empty());
    auto pooled = twilio_account(true);
    pooled.messaging_service = "MG1";
    const auto from_pool = fields(http(TwilioSms(pooled).request(dispatch(Text{number, "x"}), attempt())));
    CHECK(field_of(from_pool, "MessagingServiceSid") == "MG1");
    CHECK(field_of(from_pool, "From").empty());
}

TEST_CASE("a text that was not delivered says why, and whether the number is dead") {
    const auto told = [](FormFields more) {
        return std::get<Moved>(
            reported(sms, from_twilio("sms-status", "k=T", about_text(std::move(more))))[0]);
    };
    CHECK(told({{"MessageStatus", "sent"}}) == Moved{text, "T", Progress::sent, "", {}});
    CHECK(told({{"MessageStatus", "delivered"}}).to == Progress::delivered);
    CHECK(
        told({{"MessageStatus", "undelivered"}, {"ErrorCode", "30003"}}) ==
        Moved{text, "T", Progress::failed, "Twilio: the phone is off or has no network (error 30003).", {}});
    CHECK(told({{"MessageStatus", "undelivered"}, {"ErrorCode", "30006"}}).dead == Rejected::Why::address);
    CHECK(told({{"MessageStatus", "failed"}, {"ErrorCode", "21610"}}).dead == Rejected::Why::opted_out);
    CHECK(told({{"MessageStatus", "failed"}, {"ErrorCode", "30007"}}).dead == Rejected::Why::configuration);
    CHECK(told({{"MessageStatus", "failed"}}).reason == "Twilio does not say why it failed.");
    CHECK(reported(sms, from_twilio("sms-status", "k=T", about_text({{"MessageStatus", "queued"}}))).empty());
    const auto asked =
        sms.reports(ok({{"sid", text}, {"status", "undelivered"}, {"error_code", 30005}}), text);
    CHECK(std::get<Moved>(asked.at(0)).dead == Rejected::Why::address);
}

TEST_CASE("a reply comes as it was written; the carrier's words opt out; names and short codes are nobody") {
    const auto reply = [](FormFields more) {
        return reported(sms, from_twilio("sms", "", about_text(std::move(more))));
    };
    CHECK(reply({{"From", number}, {"Body", " Ack 42 ✅\n"}}) ==
          std::vector<Report>{Replied{number, "Ack 42 ✅", text, now, false}});
    CHECK(std::get<Replied>(reply({{"From", number}, {"Body", "Stop "}})[0]).opted_out);
    CHECK(std::get<Replied>(reply({{"From", number}, {"Body", "no more"}, {"OptOutType", "STOP"}})[0])
              .opted_out);
    CHECK_FALSE(std::get<Replied>(reply({{"From", number}, {"Body", "stop the deploy"}})[0]).opted_out);
    CHECK(reply({{"From", "12345"}, {"Body", "1"}}).empty());
    CHECK(reply({{"From", "Bank"}, {"Body", "1"}}).empty());
    CHECK(sms.taken().body == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");
}

TEST_CASE("replies are fetched with an overlap, page by page, oldest first, and only what came in") {
    CHECK_FALSE(sms.ask_replies(now).has_value());
    const auto request = http(polled_sms.ask_replies(now));
    CHECK(request.method == "GET");
    CHECK(request.url ==
          "https://api.twilio.com/2010-04-01/Accounts/" + account +
              "/Messages.json?To=%2B15005550006&DateSent%3E=2024-12-31T23%3A58%3A00Z&PageSize=100");
    const auto message = [](const char* sid, const char* direction, const char* body, const char* date) {
        return json{
            {"sid", sid}, {"direction", direction}, {"from", number}, {"body", body}, {"date_sent", date}};
    };
    const auto page = ok(
        {{"messages", json::array({message("SM3", "inbound", "2", "Wed, 01 Jan 2025 00:00:30 +0000"),
                                   message("SM2", "outbound-api", "SEV 1", "Wed, 01 Jan 2025 00:00:20 +0000"),
                                   message("SM1", "inbound", "1", "Tue, 31 Dec 2024 23:59:59 +0000")})},
         {"next_page_uri", "/2010-04-01/Accounts/" + account + "/Messages.json?Page=1&PageToken=x"}});
    CHECK(polled_sms.reports(page, "") == std::vector<Report>{Replied{number, "1", "SM1", now - 1s, false},
                                                              Replied{number, "2", "SM3", now + 30s, false}});
    CHECK(http(polled_sms.next_page(page)).url ==
          "https://api.twilio.com/2010-04-01/Accounts/" + account + "/Messages.json?Page=1&PageToken=x");
    for (const std::string& next :
         {"https://evil.example.com/Accounts/" + account + "/", "@evil.example.com/Accounts/" + account + "/",
          std::string("/2010-04-01/Accounts/AC2/Messages.json")})
        CHECK_FALSE(polled_sms.next_page(ok({{"next_page_uri", next}})).has_value());
    CHECK_FALSE(polled_sms.next_page(ok({{"next_page_uri", nullptr}})).has_value());
}

TEST_CASE("a flow is started with the words of the call") {
    const auto request = http(studio.request(dispatch(Call{number, menu, {}}), attempt()));
    CHECK(request.url == "https://studio.twilio.com/v2/Flows/FW00000000000000000000000000000001/Executions");
    const auto sent = fields(request);
    CHECK(field_of(sent, "To") == number);
    CHECK(json::parse(field_of(sent, "Parameters")) ==
          json{{"incident", "INC-42"}, {"text", "Severity one incident. Press 1 to acknowledge."}});
}

TEST_CASE("keys of a flow are found in its context and in its steps, until it has ended") {
    const std::string flow = "FN1";
    CHECK(studio.ask(flow, attempt()).size() == 3);
    const auto in_context = [&](const char* widget, const char* digits) {
        return studio.reports(
            ok({{"execution_sid", flow}, {"context", {{"widgets", {{widget, {{"Digits", digits}}}}}}}}),
            flow);
    };
    CHECK(in_context("gather_1", "1") == std::vector<Report>{KeyPressed{flow, "", "menu", "1", 0, false}});
    CHECK(in_context("confirm-2", "2") ==
          std::vector<Report>{KeyPressed{flow, "", "confirm-2", "2", 0, false}});
    CHECK(in_context("gather_1", "").empty());
    const auto call_widget = ok({{"context", {{"widgets", {{"call_1", {{"CallStatus", "busy"}}}}}}}});
    CHECK(studio.reports(call_widget, flow) == std::vector<Report>{Moved{flow, "", Progress::busy, "", {}}});
    const auto steps = ok({{"steps", json::array({json{{"name", "x"}, {"transitioned_to", "key_2"}},
                                                  json{{"name", "y"}, {"transitioned_to", "gather_1"}}})}});
    CHECK(studio.reports(steps, flow) == std::vector<Report>{KeyPressed{flow, "", "menu", "2", 0, false}});
    CHECK(studio.reports(ok({{"sid", flow}, {"status", "ended"}}), flow) ==
          std::vector<Report>{Moved{flow, "", Progress::ended, "", {}}});
    CHECK(studio.reports(ok({{"sid", flow}, {"status", "active"}}), flow).empty());
    CHECK(http(studio.stop(flow, attempt())).body == "Status=ended");
}
