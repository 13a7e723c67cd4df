#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <regex>
#include <thread>

#include "bot/channels/twilio.h"
#include "tests/app/fake_twilio.h"
#include "tests/app/running.h"
#include "tests/net/network.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::TemporaryFolder;

namespace {

const std::string public_url = "https://t.example.com";

// A bot, its Slack and its Twilio; an incident of SEV 1 has just paged somebody.
struct House {
    TemporaryFolder folder;
    StandIn slack;
    FakeTwilio twilio;
    std::optional<Program> bot;
    std::uint16_t port = 0, admin = 0;
    boost::asio::io_context io;
    net::HttpClient browser{io};

    explicit House(const std::string& inbound) {
        start("phone, sms", twilio.keys(inbound));
        declare_and_wait(twilio, "API Down");
    }
    House(const std::string& via, const std::string& paging) { start(via, paging); }

    void start(const std::string& via, const std::string& paging) {
        configure(via, paging);
        bot.emplace(folder.file("tocsin.yaml"), folder.file("log"));
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
        port = bot->port_of("http");
        admin = bot->port_of("admin");
    }

    void configure(const std::string& via, const std::string& paging) {
        std::ofstream(folder.file("tocsin.yaml"))
            << configuration(slack.api_url(), folder.file("tocsin.db"),
                             "http: {listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0', public_url: '" +
                                 public_url + "'}\nseverities: {sev1: {page: {to: ['person:dana'], via: [" +
                                 via + "]}}}\npaging:\n" + paging);
    }
    void declare_and_wait(FakeTwilio& at, const std::string& title) {
        slack.slash(lee, "declare sev1 " + title);
        REQUIRE_MESSAGE(wait_until([&] { return at.order("/Calls.json").has_value(); }), bot->log());
        REQUIRE_MESSAGE(wait_until([&] { return at.order("/Messages.json").has_value(); }), bot->log());
    }

    net::HttpResponse asks(const std::string& method, std::uint16_t at, const std::string& target,
                           std::vector<net::Header> headers = {}, const std::string& body = "") {
        const auto answer = test::fetch(
            io, browser,
            {method, "http://127.0.0.1:" + std::to_string(at) + target, std::move(headers), body});
        REQUIRE(answer);
        return *answer;
    }

    // As Twilio does, at the address that the order named.
    net::HttpResponse calls_back(const std::string& url, FormFields fields, bool is_signed = true) {
        fields.emplace_back("AccountSid", "ACtest");
        std::vector<net::Header> headers{{"Content-Type", "application/x-www-form-urlencoded"}};
        if (is_signed)
            headers.push_back(
                {"X-Twilio-Signature", channels::twilio_signature(FakeTwilio::auth_token, url, fields)});
        REQUIRE(url.starts_with(public_url));
        return asks("POST", port, url.substr(public_url.size()), headers, write_form(fields));
    }

    bool leads(const std::string& words) {
        return wait_until(
            [&] {
                return std::ranges::any_of(slack.posts(), [&](const auto& post) {
                    return post.text.find(words) != std::string::npos ||
                           post.blocks.dump().find(words) != std::string::npos;
                });
            },
            std::chrono::seconds(5));
    }
};

std::string action_of(const std::string& twiml) {
    const std::regex action("action=\"([^\"]*)\"");
    std::smatch found;
    REQUIRE_MESSAGE(std::regex_search(twiml, found, action), twiml);
    return std::regex_replace(found[1].str(), std::regex("&amp;"), "&");
}

}  // namespace

TEST_CASE("a call that is called back acknowledges by its key, and Slack shows it") {
    House house("webhook");
    const auto call = *house.twilio.order("/Calls.json");
    CHECK(call.field("To") == "+12025550101");

    CHECK(house.calls_back(call.field("Url"), {{"CallSid", "CA1"}}, false).status == 403);
    const auto spoken = house.calls_back(call.field("Url"), {{"CallSid", "CA1"}});
    CHECK(spoken.status == 200);
    CHECK(spoken.body.contains("Press 1 to acknowledge."));
    const auto answered = house.calls_back(action_of(spoken.body), {{"CallSid", "CA1"}, {"Digits", "1"}});
    CHECK(answered.body.contains("You lead incident one."));
    CHECK(house.leads("Triage checklist"));
    CHECK(house.asks("GET", house.admin, "/metrics").body.contains("tocsin_callbacks_total"));
    CHECK(house.asks("GET", house.admin, "/readyz").status == 200);
    CHECK(house.asks("GET", house.port, "/readyz").status == 404);

    house.bot->signal(SIGTERM);
    CHECK(house.bot->wait_for_end() == 0);
    CHECK_FALSE(house.bot->log().contains(FakeTwilio::auth_token.reveal()));
    CHECK_FALSE(house.bot->log().contains("12025550101"));
}

TEST_CASE("a reply by text acknowledges, called back or asked for") {
    SUBCASE("called back") {
        House house("webhook");
        house.calls_back(public_url + "/webhooks/twilio/sms",
                         {{"MessageSid", "SM7"}, {"From", "+12025550101"}, {"Body", "1"}});
        CHECK(house.leads("Triage checklist"));
    }
    SUBCASE("asked for") {
        House house("poll");
        house.twilio.is_texted("+12025550101", "1");
        CHECK(wait_until([&] { return house.leads("Triage checklist"); }));
    }
}

TEST_CASE("the link of a page shows it, and only a press acknowledges") {
    House house("webhook");
    const auto text = house.twilio.order("/Messages.json")->field("Body");
    const auto at = text.find("/a/");
    REQUIRE(at != std::string::npos);
    const auto target = text.substr(at, 3 + 12);
    const auto page = house.asks("GET", house.port, target);
    CHECK(page.status == 200);
    CHECK(net::header(page.headers, "Referrer-Policy") == "no-referrer");
    const std::regex hidden("name=\"view\" value=\"([^\"]*)\"");
    std::smatch view;
    REQUIRE(std::regex_search(page.body, view, hidden));
    const std::string form = "press=ack&view=" + view[1].str();
    // The first second is for scanners that press everything.
    CHECK(house.asks("POST", house.port, target, {}, form).status == 200);
    const auto looked = std::chrono::steady_clock::now();
    wait_until([&] { return std::chrono::steady_clock::now() > looked + std::chrono::seconds(1); });
    CHECK(house.asks("POST", house.port, target, {}, form).status == 303);
    CHECK(house.asks("GET", house.port, target).body.contains("You acknowledged at"));
    CHECK(house.leads("Triage checklist"));
}

TEST_CASE("a page that is under way at the stop comes to its end, and leaves once") {
    House house("poll");
    const auto calls_about = [&](const std::string& title) {
        return std::ranges::count_if(house.twilio.orders("/Calls.json"),
                                     [&](const auto& call) { return call.field("Twiml").contains(title); });
    };
    const auto declare = [&](const std::string& title) {
        house.slack.slash(lee, "declare sev1 " + title);
        REQUIRE_MESSAGE(wait_until([&] { return calls_about(title) == 1; }), house.bot->log());
    };
    house.twilio.hold();
    declare("Search Down");
    house.bot->signal(SIGTERM);
    REQUIRE(wait_until([&] { return house.bot->log().contains("stopping"); }));
    SUBCASE("it is waited for") {
        CHECK_FALSE(wait_until([&] { return house.bot->ended(); }, 1s));
        house.twilio.let_go();
        CHECK(house.bot->wait_for_end() == 0);
        house.start("phone", house.twilio.keys("poll"));
        declare("Mail Down");
        CHECK(calls_about("Search Down") == 1);
    }
    SUBCASE("a second signal waits for nothing") {
        const auto began = std::chrono::steady_clock::now();
        house.bot->signal(SIGTERM);
        CHECK(house.bot->wait_for_end() == 0);
        CHECK(std::chrono::steady_clock::now() - began < 4s);  // the first one alone waits for 5 s
    }
}

TEST_CASE("a reload pages through the new provider, and calls of the old one are still heard") {
    House house("webhook");
    const auto call = *house.twilio.order("/Calls.json");
    FakeTwilio another;
    house.configure("phone, sms", another.keys("webhook"));
    house.bot->signal(SIGHUP);
    REQUIRE(wait_until([&] { return house.bot->log().contains("configuration reloaded"); }));
    house.declare_and_wait(another, "Checkout fails");
    CHECK(house.calls_back(call.field("Url"), {{"CallSid", "CA1"}})
              .body.contains("Press 1 to acknowledge this one."));
}

TEST_CASE("a page by mail is handed to the mail server, whole and to the right person") {
    std::mutex mutex;
    std::string received;
    const test::ScriptedPeer server([&](boost::asio::ip::tcp::socket& socket) {
        test::write(socket, "220 mail ESMTP\r\n");
        for (const auto* reply : {"250 mail\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n"}) {
            const auto line = test::read_until(socket, "\r\n");
            const std::lock_guard lock(mutex);
            received += line;
            test::write(socket, reply);
        }
        const auto mail = test::read_until(socket, "\r\n.\r\n");
        {
            const std::lock_guard lock(mutex);
            received += mail;
        }
        test::write(socket, "250 queued\r\n");
        test::wait_for_end(socket);
    });
    House house("email", "  email: [smtp]\n  providers:\n    smtp: {url: 'smtp://127.0.0.1:" +
                             std::to_string(server.port()) + "', from: 'tocsin@example.com'}\n");
    house.slack.slash(lee, "declare sev1 API Down");
    const auto seen = [&](std::string_view words) {
        const std::lock_guard lock(mutex);
        return received.contains(words);
    };
    REQUIRE_MESSAGE(wait_until([&] { return seen("\r\n.\r\n"); }), house.bot->log());
    CHECK(seen("RCPT TO:<dana@example.com>"));
    CHECK(seen("[SEV 1] INC-1 API Down: acknowledgement needed"));
    CHECK(seen(public_url + "/a/"));
}

TEST_CASE("somebody outside hears that the bot lives, and the log does not say where") {
    TemporaryFolder folder;
    StandIn slack;
    FakeTwilio outside;
    std::ofstream(folder.file("tocsin.yaml"))
        << configuration(slack.api_url(), folder.file("tocsin.db"),
                         "watchdog: {heartbeat_url: '" + outside.url() + "/beat/secret-name'}\n");
    const Program bot(folder.file("tocsin.yaml"), folder.file("log"));
    CHECK_MESSAGE(wait_until([&] { return outside.was_asked("/beat/secret-name"); }), bot.log());
    CHECK(wait_until([&] { return bot.log().contains("the heartbeat did not arrive"); }));  // 404
    CHECK_FALSE(bot.log().contains("secret-name"));
}
