#include "bot/app/channels.h"

#include <doctest/doctest.h>

#include "bot/base/encoding.h"

using namespace tocsin;
using namespace tocsin::app;
using config::Configuration;
using config::Provider;

namespace {

Configuration with(const std::string& name, Provider provider) {
    Configuration configuration;
    configuration.http.public_url = "https://oncall.example.com";
    configuration.paging.providers.emplace(name, std::move(provider));
    for (const Means means : {Means::phone, Means::sms, Means::email, Means::ntfy, Means::pushover,
                              Means::pagerduty, Means::betterstack, Means::webhook})
        configuration.paging.order[means] = {name};
    return configuration;
}

Provider twilio() {
    Provider provider;
    provider.account = "AC1";
    provider.secret = Secret("t");
    provider.from = "+12025550199";
    return provider;
}

const channels::Channel* only(const Channels& made, Means means) {
    const auto& found = made.registry.providers_for(means);
    return found.size() == 1 ? found.front().get() : nullptr;
}

std::string url_of(const channels::Channel& channel, channels::Content content) {
    const auto request =
        channel.request({"key", "TOKEN", "INC-42", "", std::move(content)}, {Time{}, "nonce"});
    REQUIRE(request.has_value());
    return std::get<channels::HttpRequest>(*request).url;
}

}  // namespace

TEST_CASE("one Twilio account calls and texts, and hears keys by webhook or by flow") {
    auto provider = twilio();
    const auto polled = make_channels(with("twilio", provider));
    REQUIRE(only(polled, Means::phone) != nullptr);
    CHECK_FALSE(only(polled, Means::phone)->hears_keys());
    CHECK(only(polled, Means::sms)->ask_replies(Time{1h}).has_value());
    CHECK(only(polled, Means::email) == nullptr);
    provider.studio_flow = "FW1";
    provider.studio_url = "http://127.0.0.1:9/";
    const auto by_flow = make_channels(with("twilio", provider));
    CHECK(only(by_flow, Means::phone)->hears_keys());
    CHECK(url_of(*only(by_flow, Means::phone), channels::Call{"+12025550101", {}, {}}) ==
          "http://127.0.0.1:9/v2/Flows/FW1/Executions");
    provider.inbound_webhook = true;
    provider.base_url = "http://127.0.0.1:8/";
    const auto called = make_channels(with("twilio", provider));
    CHECK(called.registry.for_callback("twilio", "gather") == only(called, Means::phone));
    CHECK(url_of(*only(called, Means::phone), channels::Call{"+12025550101", {}, {}}) ==
          "http://127.0.0.1:8/2010-04-01/Accounts/AC1/Calls.json");
    CHECK(called.problems.empty());
}

TEST_CASE("a provider without its secret is left out with a sentence that names it") {
    for (const char* name : {"twilio", "vonage", "pushover", "pagerduty", "betterstack", "webhook"}) {
        CAPTURE(name);
        auto provider = twilio();
        provider.secret = Secret();
        const auto made = make_channels(with(name, provider));
        REQUIRE(made.problems.size() == 1);
        CHECK(made.problems[0] ==
              "Nobody is paged through " + std::string(name) + ": its secret is missing.");
        CHECK(made.registry.providers_for(Means::sms).empty());
    }
}

TEST_CASE("secrets that are none are told, never shown") {
    for (const char* name : {"vonage", "webhook"}) {
        auto provider = twilio();
        provider.secret = Secret("canary");
        const auto made = make_channels(with(name, provider));
        REQUIRE(made.problems.size() == 1);
        CHECK(made.problems[0].find("canary") == std::string::npos);
    }
}

TEST_CASE("products that take pages over need their secret alone") {
    for (const auto& [name, means] :
         {std::pair("pushover", Means::pushover), std::pair("pagerduty", Means::pagerduty),
          std::pair("betterstack", Means::betterstack)}) {
        CAPTURE(name);
        CHECK(only(make_channels(with(name, twilio())), means) != nullptr);
    }
    CHECK(only(make_channels(with("ntfy", Provider{})), Means::ntfy) != nullptr);
    auto gateway = twilio();
    gateway.base_url = "https://gateway.example.com/in";
    gateway.secret = Secret("whsec_" + base64(std::string(24, 'x')));
    const auto made = make_channels(with("webhook", gateway));
    for (const Means means : {Means::phone, Means::sms, Means::email, Means::webhook})
        CHECK(only(made, means) != nullptr);
    CHECK(made.registry.for_callback("webhook", "page") != nullptr);
}

TEST_CASE("the mail server's address says how it is encrypted") {
    const auto server = [](std::string url) {
        Provider provider;
        provider.base_url = std::move(url);
        provider.from = "Tocsin <tocsin@example.com>";
        return make_channels(with("smtp", provider)).mail_server;
    };
    const auto submission = server("smtp://mail.example.com");
    REQUIRE(submission.has_value());
    CHECK(submission->host == "mail.example.com");
    CHECK(submission->port == 587);
    CHECK_FALSE(submission->tls_first);
    CHECK_FALSE(submission->plain_allowed);
    CHECK(submission->ehlo == "example.com");
    const auto implicit = server("smtps://mail.example.com:4650/");
    CHECK(implicit->port == 4650);
    CHECK(implicit->tls_first);
    CHECK(server("smtps://mail.example.com")->port == 465);
    CHECK(server("smtp://127.0.0.1:2525")->plain_allowed);
    CHECK(server("smtp://[::1]:2525")->host == "::1");
    CHECK_FALSE(server("smtp://mail.example.com:x").has_value());
    CHECK_FALSE(server("").has_value());
}

TEST_CASE("a user name without a password signs nobody in") {
    Provider provider;
    provider.base_url = "smtp://mail.example.com";
    provider.from = "tocsin@example.com";
    provider.account = "tocsin";
    const auto made = make_channels(with("smtp", provider));
    CHECK(made.problems ==
          std::vector<std::string>{"Nobody is paged through smtp: its password is missing."});
    CHECK(made.registry.providers_for(Means::email).empty());
}
