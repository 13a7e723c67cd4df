// Secrets that can be recognised, in every place where one may stand, through a day's work with providers
// that refuse everything and repeat what they were sent: none of them comes out anywhere.

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <thread>

#include "bot/base/encoding.h"
#include "bot/base/text.h"
#include "bot/net/http_server.h"
#include "tests/app/running.h"
#include "tests/app/verb.h"
#include "tests/net/network.h"

using namespace tocsin;
using namespace tocsin::app::testing;
namespace fs = std::filesystem;

namespace {

// Refuses every request and says everything back that came, as some servers do with what they do not
// understand.
class Parrot {
  public:
    Parrot() {
        auto opened = net::HttpServer::listen(
            io_, {}, {.on_request = [this](const net::HttpRequest& request, net::Responder responder) {
                ++heard_;
                std::string said = request.target + " " + request.body;
                for (const auto& [name, value] : request.headers) said += " " + name + ": " + value;
                const auto body = json{
                    {"error", said}, {"message", said}, {"errors", json::array({said})}, {"code", 20003}};
                responder.respond({.status = 401, .headers = {{"X-Error", "refused"}}, .body = body.dump()});
            }});
        REQUIRE(opened);
        server_ = std::move(*opened);
        thread_ = std::thread([this] { io_.run(); });
    }
    ~Parrot() {
        boost::asio::post(io_, [this] { server_->stop(); });
        thread_.join();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    int heard() const { return heard_; }

  private:
    boost::asio::io_context io_{1};
    std::atomic<int> heard_ = 0;
    std::unique_ptr<net::HttpServer> server_;
    std::thread thread_;
};

// Speaks SMTP up to the password, which it says back.
void refuse_password(boost::asio::ip::tcp::socket& socket) {
    test::write(socket, "220 mail ESMTP\r\n");
    for (std::string line = test::read_until(socket, "\r\n"); !line.empty();
         line = test::read_until(socket, "\r\n"))
        test::write(socket, line.starts_with("EHLO") ? "250-mail\r\n250 AUTH PLAIN LOGIN\r\n"
                                                     : "535 5.7.8 refused: " + line);
}

std::string secret(const std::string& of) {
    return "CANARY-" + of + "-0123456789abcdef";
}
const std::string webhook_secret = "whsec_" + base64("CANARY-webhook-0123456789abcdef");
const std::string post_mortem_secret = "whsec_" + base64("CANARY-export-0123456789abcdef");

struct Day {
    Desktop desk;
    StandIn slack;
    Parrot parrot;
    test::ScriptedPeer mail{refuse_password};
    test::TestAuthority authority;
    boost::asio::io_context io;
    net::HttpClient browser{io};
    std::optional<Program> bot;
    std::string heard_at_the_doors;  // every answer of the listeners

    std::string yaml() {
        const auto key = authority.issue("vonage", false, test::TestAuthority::Key::rsa).key;
        auto text = configuration(
            slack.api_url(), desk.file("tocsin.db"),
            fmt::format(
                R"(log: {{level: debug}}
http:
  listen: '127.0.0.1:0'
  admin_listen: '127.0.0.1:0'
  public_url: https://t.example.com
  internal_hosts: [t.example.com]
  tokens:
    - {{name: all, token: {api}, scopes: [admin, read, declare, act], person: dana}}
severities: {{sev1: {{page: {{to: ['person:dana'], via: [{via}]}}}}}}
watchdog: {{heartbeat_url: '{url}/beat/{beat}'}}
alerts:
  sources:
    am: {{kind: alertmanager, token: {source}}}
  prometheus: {{url: '{url}', every: 15s}}
  values: {{errors: up}}
  rules: [{{name: Errors, when: errors > 5, severity: sev1}}, {{name: All, when: 'alert.title != ""', severity: sev4}}]
trackers: {{github: {{kind: github, repository: example/api, token: {github}, base_url: '{url}'}}}}
post_mortems:
  tickets: github
  export: {{webhook: {{url: '{url}/hook', secret: {export_secret}}}}}
status_page:
  name: App
  components: [API]
  push: [{{kind: statuspage, page: p1, token: {page}, base_url: '{url}'}}]
paging:
  phone: [twilio, vonage]
  sms: [twilio, vonage]
  email: [smtp]
  providers:
    twilio: {{account_sid: ACcanary, auth_token: {twilio}, second_auth_token: {twilio2}, api_key: SKcanary, api_secret: {twilio3}, from: '+12025550199', inbound: webhook, base_url: '{url}'}}
    vonage: {{application_id: app, private_key_file: '{key}', from: Tocsin, number: '+12025550198', inbound: webhook, signature_secret: {vonage}, base_url: '{url}'}}
    smtp: {{url: 'smtp://127.0.0.1:{mail}', username: tocsin, password: {smtp}, from: 'tocsin@example.com'}}
    ntfy: {{url: '{url}', token: {ntfy}, reply_topic: {topic}, reply_token: {ntfy2}}}
    pushover: {{token: {pushover}, base_url: '{url}'}}
    pagerduty: {{routing_key: {pagerduty}, base_url: '{url}'}}
    betterstack: {{token: {betterstack}, requester: dana@example.com, base_url: '{url}'}}
    webhook: {{url: '{url}/webhook', secret: {webhook}}}
)",
                fmt::arg("api", secret("api")), fmt::arg("url", parrot.url()),
                fmt::arg("beat", secret("beat")), fmt::arg("source", secret("source")),
                fmt::arg("github", secret("github")), fmt::arg("export_secret", post_mortem_secret),
                fmt::arg("page", secret("page")), fmt::arg("twilio", secret("twilio")),
                fmt::arg("twilio2", secret("twilio2")), fmt::arg("twilio3", secret("twilio3")),
                fmt::arg("key", key), fmt::arg("vonage", secret("vonage")), fmt::arg("mail", mail.port()),
                fmt::arg("smtp", secret("smtp")), fmt::arg("ntfy", secret("ntfy")),
                fmt::arg("topic", secret("topic")), fmt::arg("ntfy2", secret("ntfy2")),
                fmt::arg("pushover", secret("pushover")), fmt::arg("pagerduty", secret("pagerduty")),
                fmt::arg("betterstack", secret("betterstack")), fmt::arg("webhook", webhook_secret),
                fmt::arg("via",
                         "slack, phone, sms, email, ntfy, pushover, pagerduty, betterstack, webhook")));
        return replace_all(text, "email: dana@example.com}",
                           "email: dana@example.com, ntfy: danas, pushover: uQiRzpo4DXghDmr9QzzfQu27cmVRsG}");
    }

    void asks(const std::string& method, const std::string& listener, const std::string& target,
              std::vector<net::Header> headers = {}, const std::string& body = "") {
        const auto url = fmt::format("http://127.0.0.1:{}{}", bot->port_of(listener), target);
        const auto answer = test::fetch(io, browser, {method, url, std::move(headers), body});
        REQUIRE(answer);
        heard_at_the_doors += target.substr(0, target.find('?')) + " " + std::to_string(answer->status) +
                              "\n" + answer->body + "\n";
        for (const auto& [name, value] : answer->headers) heard_at_the_doors += name + ": " + value + "\n";
    }

    void keeps(const std::string& name, const Ended& ended) const {
        desk.writes(name, std::to_string(ended.code) + "\n" + ended.out + ended.err);
    }

    void live() {
        fs::create_directory(desk.file("config"));
        desk.writes("config/tocsin.yaml", yaml());
        const auto file = desk.file("config/tocsin.yaml");
        keeps("check.txt", desk.runs({"check", file}));
        bot.emplace(file, desk.file("log"));
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
        slack.slash(lee, "declare sev1 API Down");
        // Each provider refuses, the heartbeat, the tracker and the page as well.
        REQUIRE_MESSAGE(wait_until([&] { return parrot.heard() >= 8; }), bot->log());
        slack.slash(lee, "ack INC-1");
        slack.slash(lee, "action INC-1 Mend it");
        slack.slash(lee, "resolve INC-1 It works again.");
        slack.slash(lee, "pages INC-1");
        slack.slash(dana, "test");
        ask_at_every_door();
        run_every_verb(file);
        const auto good = desk.reads("config/tocsin.yaml");
        desk.writes("config/tocsin.yaml",
                    replace_all(good, "organization: Example", "organisation: Example"));
        bot->signal(SIGHUP);
        REQUIRE(wait_until([&] { return bot->log().contains("the new configuration is invalid"); }));
        keeps("check-bad.txt", desk.runs({"check", file}));
        asks("GET", "admin", "/readyz");
        asks("GET", "admin", "/metrics");
    }

    void ask_at_every_door() {
        const net::Header right{"Authorization", "Bearer " + secret("api")};
        for (const auto& [name, value] :
             {right, net::Header{"Authorization", "Bearer wrong"}, net::Header{"X", "y"}}) {
            asks("GET", "http", "/api/v1/incidents", {{name, value}});
            asks("GET", "http", "/api/v1/incidents/1/timeline", {{name, value}});
            asks("POST", "http", "/api/v1/incidents", {{name, value}}, "{broken");
            asks("GET", "http", "/oncall.ics", {{name, value}});
        }
        for (const auto& token : {secret("source"), std::string("wrong")}) {
            asks("POST", "http", "/api/v1/alerts/am?token=" + token, {}, "{broken");
            asks("POST", "http", "/api/v1/alerts/am", {{"Authorization", "Bearer " + token}},
                 R"({"alerts":[{"status":"firing","labels":{"alertname":"Disk"}}]})");
        }
        for (const char* path : {"/webhooks/twilio/sms", "/webhooks/vonage/sms", "/webhooks/webhook/page",
                                 "/nothing", "/", "/status"})
            asks("POST", "http", path, {}, "a=b");
        for (const char* path : {"/metrics", "/readyz", "/healthz", "/nothing"}) asks("GET", "admin", path);
    }

    void run_every_verb(const std::string& file) {
        const auto url = fmt::format("http://127.0.0.1:{}", bot->port_of("http"));
        const std::vector<std::vector<std::string>> all{{"export"},
                                                        {"verify"},
                                                        {"backup", desk.file("copy.db")},
                                                        {"report", "--month", "2026-01"},
                                                        {"post-mortem", "1"}};
        for (auto words : all) {
            const auto name = words.front() + ".txt";
            for (const auto& each : {std::string("--config"), file, std::string("--url"), url})
                words.push_back(each);
            keeps(name, desk.runs(words));
        }
        for (const std::vector<std::string>& words :
             {std::vector<std::string>{"doctor", "--config", file},
              {"oncall", "--config", file},
              {"simulate", "--severity", "sev1", "--config", file},
              {"export", "--config", file, "--url", "http://127.0.0.1:1"},
              {"rules", "test", "--config", file},
              {"incident", "list", "--config", file, "--url", url}})
            keeps(words.front() + "-2.txt", desk.runs(words));
    }
};

std::string whole(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

// Everything that came out, by name. The configuration itself is what went in.
std::vector<std::pair<std::string, std::string>> artefacts(Day& day) {
    std::vector<std::pair<std::string, std::string>> all;
    const fs::path folder = fs::path(day.desk.file("log")).parent_path();
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().parent_path().filename() != "config")
            all.emplace_back(entry.path().filename(), whole(entry.path()));
    }
    json transcript;
    day.slack.within([&](sandbox::SlackService& service) { transcript = service.transcript().entries(); });
    all.emplace_back("what Slack heard", transcript.dump());
    all.emplace_back("what the doors answered", day.heard_at_the_doors);
    return all;
}

std::vector<std::string> found_in(const std::vector<std::pair<std::string, std::string>>& all,
                                  const std::vector<std::string>& words) {
    std::vector<std::string> found;
    for (const auto& [name, text] : all) {
        for (const auto& word : words) {
            if (const auto at = text.find(word); at != std::string::npos)
                found.push_back(name + ": " + text.substr(at < 60 ? 0 : at - 60, 160));
        }
    }
    return found;
}

// However it is written: as it is, in base64 at each offset, behind the account of Basic, as a token that it
// signed.
const std::vector<std::string> traces{
    "CANARY", "Q0FOQVJZ",   "NBTkFSWS",    "DQU5BUll",     webhook_secret.substr(6, 20),
    "whsec_", "eyJhbGciOi", "PRIVATE KEY", "xapp-sandbox", "Bearer xoxb"};

}  // namespace

TEST_CASE(
    "no secret of the configuration comes out anywhere in a day with providers that say everything back") {
    Day day;
    day.live();
    const auto root = "/proc/" + std::to_string(day.bot->pid());
    CHECK_FALSE(whole(root + "/cmdline").contains("CANARY"));
    CHECK_FALSE(whole(root + "/environ").contains("CANARY"));
    CHECK(std::regex_search(whole(root + "/limits"), std::regex("Max core file size +0 +0 ")));

    auto all = artefacts(day);
    REQUIRE(all.size() >= 18);
    REQUIRE(day.bot->log().contains("twilio"));
    for (const auto& each : found_in(all, traces)) FAIL_CHECK(each);

    // Numbers and addresses of people stay out of what operators read and pass on.
    const auto passed_on = [](const auto& one) {
        return one.first == "log" || one.first == "what the doors answered" || one.first.starts_with("check");
    };
    std::erase_if(all, [&](const auto& one) { return !passed_on(one); });
    REQUIRE(all.size() == 4);
    for (const auto& each : found_in(all, {"2025550101", "2025550102", "dana@example.com"})) FAIL_CHECK(each);

    SUBCASE("and one that is planted is found") {
        day.desk.writes("planted.txt", "Authorization: Basic " + base64("ACcanary:" + secret("twilio")));
        CHECK(found_in(artefacts(day), traces).size() == 1);
    }
    day.bot->signal(SIGTERM);
    CHECK(day.bot->wait_for_end() == 0);
}
