#include "bot/sandbox/phone_line.h"

#include <doctest/doctest.h>

#include "bot/net/http_server.h"

using namespace tocsin;
using namespace tocsin::sandbox;

TEST_CASE("what the phone company asks goes out signed, in order, and the answer is heard") {
    boost::asio::io_context io{1};
    SystemClock clock;
    Transcript transcript;
    Phones phones(clock, transcript);
    std::vector<net::HttpRequest> came;
    auto bot = net::HttpServer::listen(
        io, {}, {.on_request = [&](net::HttpRequest request, net::Responder responder) {
            came.push_back(std::move(request));
            responder.respond({.status = 200, .body = "<Response><Say>Goodbye.</Say></Response>"});
        }});
    REQUIRE(bot.has_value());
    const std::string url = "http://127.0.0.1:" + std::to_string((*bot)->port());
    phones.owners = {{"U000DANA", "+12025550101", ""}};
    phones.incoming_url = url + "/sms";

    std::shared_ptr<PhoneLine> line;
    line = std::make_shared<PhoneLine>(io, clock, phones, [&] {
        line->look();
        if (!phones.idle()) return;
        line->stop();
        (*bot)->stop();
    });
    phones.act("U000DANA", "text", {{"text", "first"}});
    phones.act("U000DANA", "text", {{"text", "second"}});
    line->look();
    io.run();

    REQUIRE(came.size() == 2);
    CHECK(came[0].target == "/sms");
    const auto fields = read_form(came[0].body);
    CHECK(field_of(fields, "Body") == "first");
    CHECK(field_of(read_form(came[1].body), "Body") == "second");
    CHECK(net::header(came[0].headers, "X-Twilio-Signature") == phones.signature({url + "/sms", fields, ""}));
}
