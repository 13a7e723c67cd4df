// The whole program's numbers: from an alert to a page and its answer, and a configuration that is refused.

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <fstream>
#include <sstream>

#include "bot/channels/twilio.h"
#include "bot/web/attempts.h"
#include "tests/app/fake_twilio.h"
#include "tests/app/running.h"
#include "tests/net/network.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::TemporaryFolder;

namespace {

const std::string public_url = "https://t.example.com";

struct Scraped {
    TemporaryFolder folder;
    StandIn slack;
    FakeTwilio twilio;
    std::optional<Program> bot;
    boost::asio::io_context io;
    net::HttpClient browser{io};

    Scraped() {
        configure("sev1");
        bot.emplace(folder.file("tocsin.yaml"), folder.file("log"));
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
    }
    void configure(const std::string& severity) {
        std::ofstream(folder.file("tocsin.yaml")) << configuration(
            slack.api_url(), folder.file("tocsin.db"),
            fmt::format(R"(http: {{listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0', public_url: '{}'}}
severities: {{sev1: {{page: {{to: ['person:dana'], via: [sms]}}}}}}
alerts:
  sources: {{am: {{kind: json, token: the-token}}}}
  rules: [{{name: All, when: 'alert.title != ""', severity: {}}}]
paging:
{})",
                        public_url, severity, twilio.keys("webhook")));
    }
    net::HttpResponse asks(const std::string& listener, const std::string& method, const std::string& target,
                           std::vector<net::Header> headers = {}, const std::string& body = "") {
        const auto url = fmt::format("http://127.0.0.1:{}{}", bot->port_of(listener), target);
        const auto answer = test::fetch(io, browser, {method, url, std::move(headers), body});
        REQUIRE(answer);
        return *answer;
    }
    // Of a series as it stands on the page; nothing when it does not.
    std::optional<double> number(const std::string& series) {
        std::istringstream page(asks("admin", "GET", "/metrics").body);
        for (std::string line; std::getline(page, line);) {
            if (line.starts_with(series + " ")) return std::stod(line.substr(series.size() + 1));
        }
        return std::nullopt;
    }
    bool comes_to(const std::string& series, double value) {
        return wait_until([&] { return number(series) == value; });
    }
    void texts_back(const std::string& text) {
        const auto url = public_url + "/webhooks/twilio/sms";
        const FormFields fields{
            {"AccountSid", "ACtest"}, {"MessageSid", "SM7"}, {"From", "+12025550101"}, {"Body", text}};
        asks("http", "POST", "/webhooks/twilio/sms",
             {{"Content-Type", "application/x-www-form-urlencoded"},
              {"X-Twilio-Signature", channels::twilio_signature(FakeTwilio::auth_token, url, fields)}},
             write_form(fields));
    }
};

constexpr const char* down = R"({"title":"api is down","key":"api","status":"firing"})";

}  // namespace

TEST_CASE_FIXTURE(Scraped,
                  "an alert's way to a page and its answer stands on the page that Prometheus reads") {
    CHECK(number("tocsin_pages_sent_total{means=\"sms\",provider=\"twilio\"}") == 0.0);
    CHECK(comes_to("tocsin_slack_sockets", 2));
    CHECK(number("tocsin_config_last_reload_successful") == 1.0);
    CHECK(number("process_resident_memory_bytes").value_or(0) > 1e6);
    CHECK(number("process_start_time_seconds").value_or(0) > 1.7e9);
    CHECK(number("process_open_fds").value_or(0) > 3);

    const net::Header json_body{"Content-Type", "application/json"};
    CHECK(asks("http", "POST", "/api/v1/alerts/am", {json_body}, down).status == 401);
    CHECK(asks("http", "POST", "/api/v1/alerts/am", {json_body, {"Authorization", "Bearer the-token"}}, down)
              .status == 202);
    CHECK(comes_to("tocsin_pages_sent_total{means=\"sms\",provider=\"twilio\"}", 1));
    CHECK(number("tocsin_alerts_refused_total{reason=\"token\"}") == 1.0);
    CHECK(number("tocsin_alerts_total{source=\"am\",status=\"firing\"}") == 1.0);
    CHECK(number("tocsin_http_requests_total{code=\"202\",door=\"alerts\"}") == 1.0);
    CHECK(number("tocsin_http_request_seconds_count{door=\"alerts\"}") == 1.0);
    CHECK(number("tocsin_incidents_total{severity=\"sev1\"}") == 1.0);
    CHECK(comes_to("tocsin_incidents_open{severity=\"sev1\",state=\"paging\"}", 1));

    texts_back("1");
    CHECK(comes_to("tocsin_page_acknowledge_seconds_count{means=\"sms\"}", 1));
    CHECK(number("tocsin_callbacks_total{provider=\"twilio\"}") == 1.0);
    CHECK(comes_to("tocsin_incidents_open{severity=\"sev1\",state=\"investigating\"}", 1));
    CHECK(number("tocsin_engine_step_seconds_count").value_or(0) > 2);
    CHECK(number("tocsin_engine_failures_total{what=\"input\"}") == 0.0);
    CHECK(number("tocsin_provider_up{means=\"sms\",provider=\"twilio\"}") == 1.0);

    slack.slash(lee, "list");
    CHECK(comes_to("tocsin_slack_envelopes_total{kind=\"slash_command\"}", 1));
    CHECK(wait_until([&] { return number("tocsin_slack_acknowledge_seconds_count").value_or(0) >= 1; }));
    slack.act({{"do", "trouble"}, {"kind", "send_raw"}, {"text", "no envelope"}});
    CHECK(comes_to("tocsin_slack_envelopes_total{kind=\"malformed\"}", 1));
}

TEST_CASE_FIXTURE(Scraped, "a configuration that is refused is seen until one is taken") {
    configure("sev9");
    bot->signal(SIGHUP);
    CHECK(comes_to("tocsin_config_last_reload_successful", 0));
    const auto ready = asks("admin", "GET", "/readyz");
    CHECK(ready.status == 200);
    CHECK(ready.body.contains("the one before is in force"));
    configure("sev2");
    bot->signal(SIGHUP);
    CHECK(comes_to("tocsin_config_last_reload_successful", 1));
    CHECK(asks("admin", "GET", "/readyz").body.contains("\"configuration\":\"ok\""));
}

TEST_CASE_FIXTURE(Scraped, "somebody who tries links is kept out, named in the log, and counted from 0 on") {
    const auto kept_out = [](std::string_view door) {
        return fmt::format("tocsin_http_requests_total{{code=\"429\",door=\"{}\"}}", door);
    };
    for (const auto* door : {"api", "calendar", "heartbeats", "links", "pages"})
        CHECK_MESSAGE(number(kept_out(door)) == 0.0, door);
    for (int i = 0; i < web::Guesses::most; ++i)
        CHECK(asks("http", "GET", fmt::format("/a/WrongLink{:03}", i)).status == 404);
    CHECK(asks("http", "GET", "/a/WrongLink999").status == 429);
    CHECK(number(kept_out("links")) == 1.0);
    CHECK(number(kept_out("api")) == 0.0);
    CHECK(bot->log().contains("it is kept out for a minute"));
}
