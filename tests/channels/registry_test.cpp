#include "bot/channels/registry.h"

#include <doctest/doctest.h>

#include "bot/channels/pagerduty.h"
#include "bot/channels/twilio_sms.h"
#include "bot/channels/twilio_voice.h"
#include "bot/channels/vonage_sms.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;

namespace {

Registry registry() {
    std::vector<std::unique_ptr<Channel>> all;
    all.push_back(std::make_unique<TwilioVoice>(twilio_account(true)));
    all.push_back(std::make_unique<TwilioSms>(twilio_account(true)));
    all.push_back(std::make_unique<VonageSms>(vonage_account(true)));
    return {std::move(all),
            {{Means::sms, {"vonage", "smtp", "twilio"}},
             {Means::phone, {"twilio", "vonage"}},
             {Means::email, {"smtp"}}}};
}

std::vector<std::string> names(const std::vector<const Channel*>& channels) {
    std::vector<std::string> out;
    for (const Channel* each : channels) out.emplace_back(each->provider());
    return out;
}

}  // namespace

TEST_CASE("providers come in their order, without those that have no channel for the means") {
    const auto all = registry();
    CHECK(names(all.providers_for(Means::sms)) == std::vector<std::string>{"vonage", "twilio"});
    CHECK(names(all.providers_for(Means::phone)) == std::vector<std::string>{"twilio"});
    CHECK(all.providers_for(Means::email).empty());
    CHECK(all.providers_for(Means::pushover).empty());
    CHECK(Registry().providers_for(Means::phone).empty());
}

TEST_CASE("a channel is found by provider and means, and by the path that calls it back") {
    const auto all = registry();
    CHECK(all.find("twilio", Means::sms)->carries(Means::sms));
    CHECK(all.find("vonage", Means::phone) == nullptr);
    CHECK(all.for_callback("twilio", "gather") == all.find("twilio", Means::phone));
    CHECK(all.for_callback("twilio", "sms") == all.find("twilio", Means::sms));
    CHECK(all.for_callback("vonage", "sms") == all.find("vonage", Means::sms));
    CHECK(all.for_callback("vonage", "gather") == nullptr);
    CHECK(all.for_callback("nobody", "sms") == nullptr);
}
