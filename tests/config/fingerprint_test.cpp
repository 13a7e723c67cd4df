#include <doctest/doctest.h>

#include "tests/config/loading.h"

using namespace tocsin;
using namespace tocsin::config;

namespace {

std::string fingerprint(std::string_view text, Variables variables = {}) {
    return load(text, std::move(variables)).configuration.fingerprint;
}

}  // namespace

TEST_CASE("configurations that page alike have one fingerprint, wherever their replica runs") {
    const auto plain = fingerprint("organization: Acme\n");
    CHECK(plain.size() == 12);
    CHECK(fingerprint("# Ours.\norganization: 'Acme'\n") == plain);
    CHECK(fingerprint("organization: ${WHO}\n", {{"WHO", "Acme"}}) == plain);
    CHECK(
        fingerprint("organization: Acme\nstorage: {url: 'postgresql://db2/tocsin'}\nlog: {level: debug}\n") ==
        plain);
    CHECK(fingerprint("organization: Acme\nhttp: {listen: '10.0.0.11:8080', admin_listen: '',"
                      " tls: {certificate_file: a.pem, key_file: b.pem}}\n") == plain);
    CHECK(fingerprint("organization: Acme\nrunbooks: /srv/runbooks\nslack: {connections: 3}\n") == plain);
    CHECK(fingerprint("organization: Acme\nwatchdog: {heartbeat_url: 'https://watch.example/one'}\n") ==
          plain);
    CHECK(fingerprint("organization: Acme\nslack: {app_token_file: /run/one}\n") == plain);
    CHECK(fingerprint("organization: Acme\n", {{"SLACK_BOT_TOKEN", "xoxb-1"}}) == plain);
}

TEST_CASE(
    "the secrets and files of providers, trackers and tokens do not count, what stands beside them does") {
    const auto twilio = [](std::string_view rest) {
        return fingerprint("paging: {providers: {twilio: {account_sid: AC1, " + std::string(rest) + "}}}\n");
    };
    const auto one = twilio("auth_token: one, from: '+12025550100'");
    CHECK(twilio("auth_token_file: /run/two, from: '+12025550100'") == one);
    CHECK(twilio("auth_token: one, from: '+12025550199'") != one);
    const auto token = [](std::string_view name, std::string_view secret) {
        return fingerprint("http: {tokens: [{name: " + std::string(name) + ", token: " + std::string(secret) +
                           ", scopes: [read]}]}\n");
    };
    CHECK(token("ci", "one") == token("ci", "two"));
    CHECK(token("ci", "one") != token("cd", "one"));
}

TEST_CASE("whatever decides who is paged and what is posted counts") {
    const std::vector<std::string> texts{"organization: Acme\n",
                                         "organization: Umbra\n",
                                         "people: {dana: {slack: U000DANA}}\n",
                                         "people: {dana: {slack: U000DANA}, lee: {slack: U000LEE}}\n",
                                         "people: {lee: {slack: U000LEE}, dana: {slack: U000DANA}}\n",
                                         "slack: {channel: alarms}\n",
                                         "http: {public_url: 'https://tocsin.example'}\n",
                                         "severities: {sev1: {ticket: ''}}\n",
                                         ""};
    std::map<std::string, std::string> seen;
    for (const auto& text : texts) {
        const auto [other, is_new] = seen.emplace(fingerprint(text), text);
        CHECK_MESSAGE(is_new, text << " is taken for " << other->second);
    }
}
