#include "bot/sandbox/phones.h"

#include <doctest/doctest.h>

#include "bot/base/encoding.h"

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

constexpr const char* dana = "U000DANA";
constexpr const char* lee = "U000LEE";
constexpr const char* bot = "http://127.0.0.1:1/webhooks/twilio/";

// The company, and a test that is the bot on the other side of it.
struct Company {
    ManualClock clock{time_from_unix(1'737'469'920)};
    Transcript transcript;
    Phones phones{clock, transcript};

    Company() {
        phones.owners = {{dana, "+12025550101", "dana@example.com"}, {lee, "+12025550102", ""}};
        phones.incoming_url = bot + std::string("sms");
    }

    net::HttpResponse ask(const std::string& method, const std::string& resource,
                          const FormFields& fields = {}, const std::string& token = "sandbox") {
        return phones.answer({.method = method,
                              .target = "/twilio/2010-04-01/Accounts/ACsandbox/" + resource,
                              .headers = {{"Authorization", "Basic " + base64("ACsandbox:" + token)}},
                              .body = write_form(fields)});
    }
    std::string call(const std::string& number = "+12025550101") {
        const auto answer = ask("POST", "Calls.json",
                                {{"To", number},
                                 {"Url", bot + std::string("voice")},
                                 {"StatusCallback", bot + std::string("call-status")},
                                 {"Timeout", "28"},
                                 {"TimeLimit", "300"}});
        REQUIRE(answer.status == 201);
        return json::parse(answer.body)["sid"].get<std::string>();
    }
    std::string text(const std::string& words) {
        const auto answer = ask(
            "POST", "Messages.json",
            {{"To", "+12025550101"}, {"Body", words}, {"StatusCallback", bot + std::string("sms-status")}});
        return std::to_string(answer.status) + " " + json::parse(answer.body).value("code", json()).dump();
    }
    // The next request to the bot, which answers `body`.
    Callback takes(const std::string& body = "", int status = 200) {
        auto callback = phones.next_callback();
        REQUIRE(callback.has_value());
        phones.answered(*callback, status, body);
        return *callback;
    }
    std::string hears(const std::string& field) { return std::string(field_of(takes().fields, field)); }
    void passes(Duration by) {
        clock.advance(by);
        phones.tick();
    }
    json newest_call(const char* person = dana) const { return phones.state(person)["calls"].back(); }
};

const std::string menu =
    R"(<?xml version="1.0"?><Response><Gather numDigits="1" timeout="8" action=")" +
    std::string("http://127.0.0.1:1/webhooks/twilio/gather?k=t&amp;step=menu") +
    R"("><Pause length="1"/><Say>API &amp; web down.</Say><Say>Press 1 to acknowledge.</Say></Gather><Hangup/></Response>)";
const std::string goodbye = "<Response><Say>Acknowledged. Goodbye.</Say><Hangup/></Response>";

}  // namespace

TEST_CASE_FIXTURE(Company, "a call rings, is answered, hears a key and ends when all is said") {
    const auto sid = call();
    CHECK(hears("CallStatus") == "ringing");
    CHECK(newest_call()["state"] == "ringing");
    CHECK_FALSE(phones.act(dana, "answer_call", {}));
    CHECK(hears("CallStatus") == "in-progress");
    const auto asks = takes(menu);
    CHECK(asks.url == std::string(bot) + "voice");
    CHECK(field_of(asks.fields, "CallSid") == sid);
    CHECK(field_of(asks.fields, "AnsweredBy") == "human");
    CHECK(newest_call()["lines"][0]["text"] == "API & web down.");
    CHECK(newest_call()["listening"] == true);

    CHECK_FALSE(phones.act(dana, "key", {{"key", "1"}}));
    CHECK(phones.act(dana, "key", {{"key", "1"}}) == "call_is_not_listening");
    const auto key = takes(goodbye);
    CHECK(key.url == std::string(bot) + "gather?k=t&step=menu");
    CHECK(field_of(key.fields, "Digits") == "1");
    CHECK(newest_call()["lines"].size() == 4);
    passes(3s);
    CHECK(newest_call()["state"] == "ended");
    CHECK(hears("CallStatus") == "completed");
    CHECK(phones.idle());
    CHECK(json::parse(ask("GET", "Calls/" + sid + ".json").body)["status"] == "completed");
}

TEST_CASE_FIXTURE(Company, "silence is told as no key at all, after the words and the wait") {
    call();
    takes();
    phones.act(dana, "answer_call", {});
    takes();
    takes(menu);
    passes(9s);
    CHECK(phones.idle());  // the words alone take more than a second
    passes(2s);
    const auto silence = takes(menu);
    CHECK(silence.url.ends_with("step=menu"));
    CHECK(field_of(silence.fields, "Digits").empty());
    CHECK(newest_call()["listening"] == true);
    passes(300s);
    CHECK(newest_call()["outcome"] == "completed");
}

TEST_CASE_FIXTURE(Company, "a call that nobody takes ends by its own time, and one that is refused at once") {
    call();
    takes();
    CHECK(phones.next_due() == clock.now() + 28s);
    passes(28s);
    CHECK(hears("CallStatus") == "no-answer");
    CHECK_FALSE(phones.next_due().has_value());

    call();
    takes();
    CHECK_FALSE(phones.act(dana, "hang_up", {}));
    CHECK(hears("CallStatus") == "busy");
    CHECK(phones.act(dana, "answer_call", {}) == "no_ringing_call");
    CHECK(phones.act("U000GUEST", "answer_call", {}) == "no_phone");
}

TEST_CASE_FIXTURE(Company, "the voicemail hears the words and presses no key") {
    call();
    takes();
    phones.act(dana, "voicemail", {});
    CHECK(hears("AnsweredBy") == "machine_end_beep");
    CHECK(field_of(takes(menu).fields, "AnsweredBy") == "machine_end_beep");
    CHECK(newest_call()["state"] == "voicemail");
    CHECK(newest_call()["listening"] == false);
    passes(10s);
    CHECK(hears("AnsweredBy") == "machine_end_beep");
}

TEST_CASE_FIXTURE(Company, "the bot ends a call, and a second one finds the line busy") {
    const auto first = call();
    takes();
    call();
    CHECK(hears("CallStatus") == "busy");
    call("+12025550102");
    takes();
    CHECK(newest_call(lee)["state"] == "ringing");

    CHECK(ask("POST", "Calls/" + first + ".json", {{"Status", "completed"}}).status == 200);
    CHECK(hears("CallStatus") == "canceled");
    const auto again = ask("POST", "Calls/" + first + ".json", {{"Status", "completed"}});
    CHECK(json::parse(again.body)["code"] == 21220);
}

TEST_CASE_FIXTURE(Company, "an answer that is no TwiML ends the call with the company's own words") {
    call();
    takes();
    phones.act(dana, "answer_call", {});
    takes();
    takes("<html>", 502);
    CHECK(newest_call()["state"] == "ended");
    CHECK(newest_call()["lines"][0]["text"].get<std::string>().contains("application error"));
    CHECK_FALSE(read_call_script("<Response><Dial>1</Dial></Response>"));
    CHECK_FALSE(read_call_script("<Say>x</Say>"));
    CHECK_FALSE(read_call_script("<Response"));
}

TEST_CASE_FIXTURE(Company, "a text is delivered and told so, and a reply goes to the bot") {
    CHECK(text("SEV 1 INCIDENT: API Down") == "201 null");
    CHECK(hears("MessageStatus") == "sent");
    CHECK(hears("MessageStatus") == "delivered");
    CHECK_FALSE(phones.act(dana, "text", {{"text", "1"}}));
    const auto reply = takes();
    CHECK(reply.url == std::string(bot) + "sms");
    CHECK(field_of(reply.fields, "From") == "+12025550101");
    CHECK(field_of(reply.fields, "Body") == "1");
    const auto texts = phones.state(dana)["texts"];
    CHECK(texts[0]["mine"] == false);
    CHECK(texts[1]["mine"] == true);
    CHECK(phones.act(dana, "text", {{"text", " "}}) == "no_text");
}

TEST_CASE_FIXTURE(Company, "after STOP no text gets through until START") {
    phones.act(dana, "text", {{"text", "Stop"}});
    CHECK(hears("OptOutType") == "STOP");
    CHECK(text("x") == "400 21610");
    phones.act(dana, "text", {{"text", "START"}});
    CHECK(hears("OptOutType") == "START");
    CHECK(text("x") == "201 null");
}

TEST_CASE_FIXTURE(Company, "what is wrong with a phone is told as Twilio tells it") {
    const auto turn = [&](const char* name, bool on) {
        return phones.act(dana, "phone_switch", {{"name", name}, {"on", on}});
    };
    SUBCASE("a text takes a minute") {
        CHECK_FALSE(turn("slow_texts", true));
        text("x");
        CHECK(hears("MessageStatus") == "sent");
        CHECK(phones.state(dana)["texts"].empty());
        CHECK(phones.next_due() == clock.now() + 60s);
        passes(60s);
        CHECK(hears("MessageStatus") == "delivered");
        CHECK(phones.state(dana)["texts"].size() == 1);
    }
    SUBCASE("a landline takes none") {
        turn("landline", true);
        text("x");
        takes();
        CHECK(hears("ErrorCode") == "30006");
        CHECK(phones.state(dana)["texts"].empty());
        CHECK(phones.act(dana, "text", {{"text", "1"}}) == "no_texts_from_here");
    }
    SUBCASE("without a network nothing arrives, and a call under way ends") {
        call();
        takes();
        turn("no_network", true);
        CHECK(hears("CallStatus") == "no-answer");
        call();
        CHECK(hears("CallStatus") == "no-answer");
        text("x");
        takes();
        CHECK(hears("ErrorCode") == "30003");
        turn("no_network", false);
        call();
        CHECK(hears("CallStatus") == "ringing");
    }
    CHECK(turn("lost", true) == "invalid_switch");
}

TEST_CASE_FIXTURE(Company, "the company refuses as often as it was asked to") {
    phones.refuse_next(1, 429, 20429);
    CHECK(text("x") == "429 20429");
    CHECK(text("x") == "201 null");
}

TEST_CASE_FIXTURE(Company,
                  "only the account is served, only known numbers are reached, and a reset clears all") {
    CHECK(ask("POST", "Messages.json", {}, "real").status == 401);
    CHECK(ask("GET", "Recordings.json").status == 404);
    CHECK(json::parse(ask("POST", "Calls.json", {{"To", "+12025559999"}}).body)["code"] == 21211);
    call();
    text("x");
    phones.clear();
    CHECK(phones.state(dana)["calls"].empty());
    CHECK(phones.state(dana)["number_ending"] == "0101");
    CHECK(phones.state("U000KIM").is_null());
    CHECK(phones.idle());
}

TEST_CASE_FIXTURE(Company,
                  "callbacks carry Twilio's signature over address and sorted fields, one at a time") {
    // The example of Twilio's documentation, "Validating requests".
    phones.account.token = "12345";
    CHECK(phones.signature({"https://example.com/myapp.php?foo=1&bar=2",
                            {{"To", "+18005551212"},
                             {"Digits", "1234"},
                             {"CallSid", "CA1234567890ABCDE"},
                             {"Caller", "+14158675310"},
                             {"From", "+14158675310"}},
                            ""}) == "L/OH5YylLD5NRKLltdqwSvS0BnU=");
    phones.act(dana, "text", {{"text", "1"}});
    phones.act(dana, "text", {{"text", "2"}});
    const auto first = phones.next_callback();
    REQUIRE(first.has_value());
    CHECK_FALSE(phones.next_callback().has_value());
    phones.answered(*first, 200, "");
    CHECK(hears("Body") == "2");
}

TEST_CASE_FIXTURE(Company, "mails are read for their owner, and others' are refused") {
    const std::string mail =
        "From: \"Tocsin\" <tocsin@example.com>\r\nTo: dana@example.com\r\n"
        "Subject: =?UTF-8?B?W1NFViAxXSBBUEkg?=\r\n =?UTF-8?B?4oCTIERvd24=?=\r\n"
        "Content-Type: multipart/alternative; boundary=\"=_b_=\"\r\n\r\n"
        "--=_b_=\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        "Who=E2=80=99s there? 1 =3D=\r\n 1\r\nEnd\r\n"
        "--=_b_=\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>no</p>\r\n--=_b_=--\r\n";
    CHECK(phones.catch_mail("dana@example.com", mail));
    CHECK_FALSE(phones.catch_mail("eve@example.com", mail));
    CHECK_FALSE(phones.catch_mail("", mail));
    const auto mails = phones.state(dana)["mails"];
    REQUIRE(mails.size() == 1);
    CHECK(mails[0]["subject"] == "[SEV 1] API \u2013 Down");
    CHECK(mails[0]["text"] == "Who\u2019s there? 1 = 1\nEnd");
    CHECK(read_mail("Subject: plain\r\n\r\nHello\r\nthere").text == "Hello\nthere");
}
