// Secrets that can be recognised, in every place where one may stand, through a day's work with providers
// that refuse everything and repeat what they were sent: none of them comes out anywhere.

#include <doctest/doctest.h>
#include <fmt/args.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "bot/base/encoding.h"
#include "bot/base/text.h"
#include "tests/app/parrot.h"
#include "tests/app/running.h"
#include "tests/app/verb.h"
#include "tests/net/network.h"

using namespace tocsin;
using namespace tocsin::app::testing;
namespace fs = std::filesystem;

namespace {

// Speaks SMTP without TLS, and says back what it refuses.
void refuse_password(boost::asio::ip::tcp::socket& socket, Parrot& parrot) {
    test::write(socket, "220 mail ESMTP\r\n");
    for (std::string line = test::read_until(socket, "\r\n"); !line.empty();
         line = test::read_until(socket, "\r\n")) {
        parrot.hears("smtp", line);
        test::write(socket, line.starts_with("EHLO") ? "250-mail\r\n250 AUTH PLAIN LOGIN\r\n"
                                                     : "535 5.7.8 refused: " + line);
    }
}

std::string secret(const std::string& of) {
    return "CANARY-" + of + "-0123456789abcdef";
}
const std::string webhook_secret = "whsec_" + base64("CANARY-webhook-0123456789abcdef");
const std::string post_mortem_secret = "whsec_" + base64("CANARY-export-0123456789abcdef");

// Whom the bot asks, and which secrets are theirs to hear. What only signs is nobody's. The mail server is
// spoken to in plain here, and gets no password so.
const std::map<std::string, std::set<std::string>> may_hear{{"twilio", {"twilio3"}},
                                                            {"vonage", {}},
                                                            {"smtp", {}},
                                                            {"ntfy", {"ntfy", "ntfy2", "topic"}},
                                                            {"pushover", {"pushover"}},
                                                            {"pagerduty", {"pagerduty"}},
                                                            {"betterstack", {"betterstack"}},
                                                            {"webhook", {}},
                                                            {"github", {"github"}},
                                                            {"beat", {"beat"}},
                                                            {"prometheus", {}},
                                                            {"export", {}},
                                                            {"page", {"page"}}};
const std::vector<std::string> all_secrets{
    "api",  "beat", "source", "github", "page",     "twilio",    "twilio2",     "twilio3", "vonage",
    "smtp", "ntfy", "ntfy2",  "topic",  "pushover", "pagerduty", "betterstack", "webhook", "export"};
// Nothing of this day is published on a page or exported.
const std::set<std::string> not_asked{"export", "page"};

std::vector<std::string> parties() {
    std::vector<std::string> all;
    for (const auto& [party, theirs] : may_hear) all.push_back(party);
    return all;
}

struct Day {
    Desktop desk;
    StandIn slack;
    Parrot parrot{parties()};
    test::ScriptedPeer mail{[this](auto& socket) { refuse_password(socket, parrot); }};
    test::TestAuthority authority;
    boost::asio::io_context io;
    net::HttpClient browser{io};
    std::optional<Program> bot;
    std::string heard_at_the_doors;  // every answer of the listeners

    std::string yaml() {
        const auto key = authority.issue("vonage", false, test::TestAuthority::Key::rsa).key;
        fmt::dynamic_format_arg_store<fmt::format_context> words;
        for (const auto& name : all_secrets)
            if (name != "webhook") words.push_back(fmt::arg(name.c_str(), secret(name)));
        for (const auto& party : parties())
            words.push_back(fmt::arg((party + "_url").c_str(), parrot.url(party)));
        words.push_back(fmt::arg("webhook", webhook_secret));
        words.push_back(fmt::arg("export_secret", post_mortem_secret));
        words.push_back(fmt::arg("key", key));
        words.push_back(fmt::arg("mail", mail.port()));
        words.push_back(fmt::arg("via", std::string("slack, phone, sms, email, ntfy, pushover, pagerduty, "
                                                    "betterstack, webhook")));
        auto text = configuration(slack.api_url(), desk.file("tocsin.db"),
                                  fmt::vformat(
                                      R"(log: {{level: debug}}
http:
  listen: '127.0.0.1:0'
  admin_listen: '127.0.0.1:0'
  public_url: https://t.example.com
  internal_hosts: [t.example.com]
  tokens:
    - {{name: all, token: {api}, scopes: [admin, read, declare, act], person: dana}}
severities: {{sev1: {{page: {{to: ['person:dana'], via: [{via}]}}}}}}
watchdog: {{heartbeat_url: '{beat_url}/beat/{beat}'}}
alerts:
  sources:
    am: {{kind: alertmanager, token: {source}}}
  prometheus: {{url: '{prometheus_url}', every: 15s}}
  values: {{errors: up}}
  rules: [{{name: Errors, when: errors > 5, severity: sev1}}, {{name: All, when: 'alert.title != ""', severity: sev4}}]
trackers: {{github: {{kind: github, repository: example/api, token: {github}, base_url: '{github_url}'}}}}
post_mortems:
  tickets: github
  export: {{webhook: {{url: '{export_url}/hook', secret: {export_secret}}}}}
status_page:
  name: App
  components: [API]
  push: [{{kind: statuspage, page: p1, token: {page}, base_url: '{page_url}'}}]
paging:
  phone: [twilio, vonage]
  sms: [twilio, vonage]
  email: [smtp]
  providers:
    twilio: {{account_sid: ACcanary, auth_token: {twilio}, second_auth_token: {twilio2}, api_key: SKcanary, api_secret: {twilio3}, from: '+12025550199', inbound: webhook, base_url: '{twilio_url}'}}
    vonage: {{application_id: app, private_key_file: '{key}', from: Tocsin, number: '+12025550198', inbound: webhook, signature_secret: {vonage}, base_url: '{vonage_url}'}}
    smtp: {{url: 'smtp://127.0.0.1:{mail}', username: tocsin, password: {smtp}, from: 'tocsin@example.com'}}
    ntfy: {{url: '{ntfy_url}', token: {ntfy}, reply_topic: {topic}, reply_token: {ntfy2}}}
    pushover: {{token: {pushover}, base_url: '{pushover_url}'}}
    pagerduty: {{routing_key: {pagerduty}, base_url: '{pagerduty_url}'}}
    betterstack: {{token: {betterstack}, requester: dana@example.com, base_url: '{betterstack_url}'}}
    webhook: {{url: '{webhook_url}/webhook', secret: {webhook}}}
)",
                                      words));
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
        for (const char* party :
             {"twilio", "vonage", "smtp", "ntfy", "pushover", "pagerduty", "betterstack", "webhook", "beat"})
            REQUIRE_MESSAGE(wait_until([&] { return !parrot.heard_by(party).empty(); }), party, bot->log());
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

// What of a text stands in base64 whatever stands around it: one form for each place in a group of three.
std::vector<std::string> in_base64(const std::string& text) {
    std::vector<std::string> forms;
    for (std::size_t before = 0; before < 3; ++before) {
        const auto whole_form = base64(std::string(before, '\0') + text);
        const auto from = (before * 8 + 5) / 6, to = (before + text.size()) * 8 / 6;
        forms.push_back(whole_form.substr(from, to - from));
    }
    return forms;
}

std::vector<std::string> however_written(const std::string& text) {
    auto forms = in_base64(text);
    forms.push_back(text);
    return forms;
}

// The secrets themselves, a token that one of them signed, what a key begins with.
std::vector<std::string> traces() {
    std::vector<std::string> all{webhook_secret.substr(6, 20), "whsec_", "eyJhbGciOi", "PRIVATE KEY"};
    for (const char* text : {"CANARY-", "xapp-sandbox", "xoxb-sandbox"})
        for (auto& form : however_written(text)) all.push_back(std::move(form));
    return all;
}

// What a party may not hear: the secrets of all others, and those that only sign.
std::vector<std::string> not_for(const std::string& party) {
    std::vector<std::string> all{"PRIVATE KEY", "whsec_"};
    for (const char* text : {"xapp-sandbox", "xoxb-sandbox"})
        for (auto& form : however_written(text)) all.push_back(std::move(form));
    for (const auto& name : all_secrets) {
        if (may_hear.at(party).contains(name)) continue;
        for (auto& form : however_written("CANARY-" + name + "-")) all.push_back(std::move(form));
    }
    return all;
}

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
    for (const auto& each : found_in(all, traces())) FAIL_CHECK(each);

    // Numbers and addresses of people stay out of what operators read and pass on.
    const auto passed_on = [](const auto& one) {
        return one.first == "log" || one.first == "what the doors answered" || one.first.starts_with("check");
    };
    std::erase_if(all, [&](const auto& one) { return !passed_on(one); });
    REQUIRE(all.size() == 4);
    for (const auto& each : found_in(all, {"2025550101", "2025550102", "dana@example.com"})) FAIL_CHECK(each);

    for (const auto& party : parties()) {
        const auto heard = day.parrot.heard_by(party);
        CHECK_MESSAGE(heard.empty() == not_asked.contains(party), party);
        for (const auto& each : found_in({{"what " + party + " heard", heard}}, not_for(party)))
            FAIL_CHECK(each);
        for (const auto& theirs : may_hear.at(party))
            if (!heard.empty())
                CHECK_MESSAGE(!found_in({{party, heard}}, however_written(secret(theirs))).empty(), party,
                              ": ", theirs);
    }

    day.bot->signal(SIGTERM);
    CHECK(day.bot->wait_for_end() == 0);
}

TEST_CASE("a secret that is planted is found, however it is written") {
    using namespace std::string_literals;
    const auto finds = [](const std::string& text, const std::vector<std::string>& words) {
        return !found_in({{"planted", text}}, words).empty();
    };
    CHECK_FALSE(finds("Authorization: Basic " + base64("ACcanary:public"), traces()));
    for (std::size_t before = 0; before < 6; ++before) {
        for (std::size_t after = 0; after < 3; ++after) {
            for (const std::string& word : {secret("twilio"), "xoxb-sandbox"s, "xapp-sandbox"s}) {
                const auto text = std::string(before, '.') + word + std::string(after, '.');
                CHECK_MESSAGE(finds("Basic " + base64(text), traces()), text);
                CHECK_MESSAGE(finds(text, traces()), text);
            }
        }
    }
    CHECK(finds("AUTH PLAIN " + base64("\0tocsin\0"s + secret("smtp")), traces()));
    CHECK(finds("token=" + webhook_secret, traces()));

    for (const auto& party : parties()) {
        for (const auto& name : all_secrets) {
            const auto said = "Basic " + base64("AC:" + secret(name));
            CHECK_MESSAGE(finds(said, not_for(party)) != may_hear.at(party).contains(name), party, ": ",
                          name);
        }
    }
}
