#include "bot/app/webhook_reach.h"

#include <doctest/doctest.h>

#include <array>

#include "tests/app/running.h"
#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app;
using namespace tocsin::app::testing;

namespace {

enum class Webhook { of_pages, of_post_mortems };

config::Configuration with(Webhook which, const std::string& url) {
    config::Configuration configuration;
    if (which == Webhook::of_pages)
        configuration.paging.providers["webhook"].base_url = url;
    else
        configuration.post_mortems.to.webhook = url;
    return configuration;
}

std::string key_of(Webhook which) {
    return which == Webhook::of_pages ? "paging.providers.webhook.url" : "post_mortems.export.webhook.url";
}

constexpr std::array both{Webhook::of_pages, Webhook::of_post_mortems};

}  // namespace

TEST_CASE("a webhook at a number that no request reaches is an error with the way out") {
    for (const auto which : both) {
        for (const char* lost :
             {"https://10.0.0.5/in", "https://192.168.1.20:8443/in", "https://[fd00::5]/in",
              "https://0xa000005/in", "https://167772165/in", "https://[::ffff:127.0.0.1]/"}) {
            const auto findings = check_webhooks(with(which, lost));
            REQUIRE_MESSAGE(findings.size() == 1, lost);
            CHECK(findings[0].weight == config::Weight::error);
            const auto said = config::to_line(findings[0]);
            CHECK_MESSAGE(said.contains(key_of(which) + " leads to "), said);
            CHECK(said.contains("http://127.0.0.1:8090/hook"));
        }
        for (const char* fine : {"http://127.0.0.1:8090/in", "http://localhost/in", "https://[::1]/in",
                                 "https://8.8.8.8/in", "https://gateway.internal/in", ""})
            CHECK_MESSAGE(check_webhooks(with(which, fine)).empty(), fine);
    }
}

TEST_CASE("a webhook's name is looked up, and said to lead inside") {
    using net::Resolver;
    const auto seen = [](Webhook which, const std::string& url, Resolver::Lookup lookup) {
        const auto all = look_up_webhooks(with(which, url), [&](const std::string&) { return lookup; });
        REQUIRE(all.size() == 1);
        CHECK(all[0].key == key_of(which));
        return all[0];
    };
    const auto address = [](const char* text) { return boost::asio::ip::make_address(text); };
    for (const auto which : both) {
        const auto inside =
            seen(which, "https://gateway.internal/in", {{address("8.8.8.8"), address("10.0.0.5")}, ""});
        CHECK_FALSE(inside.reached);
        CHECK(inside.detail.starts_with("gateway.internal is at 10.0.0.5, which is no public address"));
        CHECK(inside.detail.contains("http://127.0.0.1:8090/hook"));
        const auto nowhere = seen(which, "https://gateway.internal/in", {{}, "Name or service not known"});
        CHECK_FALSE(nowhere.reached);
        CHECK(nowhere.detail == "gateway.internal has no address: Name or service not known");
        CHECK(seen(which, "https://gateway.example.com/in", {{address("8.8.8.8")}, ""}).reached);
        CHECK(seen(which, "http://127.0.0.1:8090/in", {{}, "not asked"}).reached);
    }
    CHECK(look_up_webhooks({}).empty());
}

TEST_CASE("check and doctor tell of a webhook that pages would be lost at") {
    Desktop desk;
    StandIn slack;
    const auto writes = [&](const std::string& url) {
        desk.writes("tocsin.yaml", "slack: {api_url: '" + slack.api_url() +
                                       "'}\npaging: {providers: {webhook: {url: '" + url +
                                       "', secret: whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk=}}}\n");
    };
    const std::vector<std::string> tokens{"SLACK_APP_TOKEN=xapp-sandbox", "SLACK_BOT_TOKEN=xoxb-sandbox"};
    writes("https://10.0.0.5/in");
    const auto refused = desk.runs({"check", desk.file("tocsin.yaml")});
    CHECK(refused.code != 0);
    CHECK_MESSAGE(refused.says("paging.providers.webhook.url leads to 10.0.0.5"), refused.out, refused.err);
    writes("http://127.0.0.1:8090/in");
    CHECK(desk.runs({"check", desk.file("tocsin.yaml")}).code == 0);
    const auto looked = desk.runs({"doctor"}, tokens);
    CHECK_MESSAGE(looked.says("ok   paging.providers.webhook.url: leads to this machine"), looked.out);
}
