#include "bot/app/own_addresses.h"

#include <doctest/doctest.h>

using namespace tocsin;
using namespace tocsin::app;

namespace {

config::Provider at(const std::string& url) {
    config::Provider provider;
    provider.base_url = url;
    return provider;
}

}  // namespace

TEST_CASE("what the configuration names may lie anywhere, everything else outside") {
    config::Configuration configuration;
    configuration.paging.providers["ntfy"] = at("https://ntfy.internal:8443/base");
    configuration.paging.providers["twilio"] = at("");
    configuration.paging.providers["twilio"].studio_url = "https://studio.internal";
    configuration.paging.providers["smtp"] = at("smtp://mail.internal");
    configuration.trackers["jira"].base_url = "https://jira.internal";
    configuration.status_page.emplace();
    configuration.status_page->push.emplace_back();
    configuration.status_page->push.back().base_url = "https://page.internal";
    configuration.watchdog.heartbeat_url = "https://dead.internal/beat/secret";
    OwnAddresses own;
    CHECK(own.reach_of("https://ntfy.internal:8443/x") == Reach::outside);
    own.learn(configuration);
    for (const char* ours :
         {"https://ntfy.internal:8443/x", "https://NTFY.internal:8443/", "https://studio.internal/v2",
          "https://jira.internal/rest", "https://page.internal", "https://dead.internal/beat/secret",
          "https://api.twilio.com/2010-04-01"})
        CHECK_MESSAGE(own.reach_of(ours) == Reach::anywhere, ours);
    for (const char* theirs :
         {"https://ntfy.internal/x", "http://ntfy.internal:8443/x", "https://ntfy.internal.example.com:8443/",
          "https://mail.internal/", "https://10.0.0.1/", "http://127.0.0.1/", "nonsense", ""})
        CHECK_MESSAGE(own.reach_of(theirs) == Reach::outside, theirs);

    // Inside of a VPC its name leads to a private address.
    CHECK(own.reach_of("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription") == Reach::anywhere);
    CHECK(own.reach_of("https://sns.eu-west-1.amazonaws.com.example.com/") == Reach::outside);

    SUBCASE("and what a configuration before named is remembered") {
        own.learn({});
        CHECK(own.reach_of("https://jira.internal/rest") == Reach::anywhere);
    }
}

TEST_CASE("a webhook reaches out, and to this machine only where its address says so") {
    for (const bool exported : {false, true}) {
        const auto reach_of = [&](const std::string& url) {
            config::Configuration configuration;
            if (exported)
                configuration.post_mortems.to.webhook = url;
            else
                configuration.paging.providers["webhook"] = at(url);
            OwnAddresses own;
            own.learn(configuration);
            return own.reach_of(url);
        };
        for (const char* here : {"http://localhost:8090/in", "http://127.0.0.1/in", "https://[::1]/in"})
            CHECK_MESSAGE(reach_of(here) == Reach::anywhere, here);
        for (const char* there :
             {"https://gateway.example.com/in", "https://10.0.0.1/in", "https://[::ffff:127.0.0.1]/in",
              "https://localhost.example.com/in", "https://2130706433/in", "https://169.254.169.254/in"})
            CHECK_MESSAGE(reach_of(there) == Reach::outside, there);
    }
}
