#include "bot/channels/registry.h"

#include <doctest/doctest.h>

#include "bot/channels/twilio_sms.h"
#include "bot/channels/twilio_voice.h"
#include "bot/channels/vonage_sms.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;

namespace {

Registry registry() {
    const auto voice = std::make_shared<TwilioVoice>(twilio_account(true));
    const auto texts = std::make_shared<TwilioSms>(twilio_account(true));
    const auto others = std::make_shared<VonageSms>(vonage_account(true));
    Registry all;
    all.add(Means::sms, others);
    all.add(Means::sms, texts);
    all.keep(voice);
    return all;
}

std::vector<std::string> names(const std::vector<std::shared_ptr<const Channel>>& channels) {
    std::vector<std::string> out;
    for (const auto& each : channels) out.emplace_back(each->provider());
    return out;
}

}  // namespace

TEST_CASE("providers come in the order in which they were added, for the means they were added for") {
    const auto all = registry();
    CHECK(names(all.providers_for(Means::sms)) == std::vector<std::string>{"vonage", "twilio"});
    CHECK(all.providers_for(Means::phone).empty());
    CHECK(all.carried() == std::set{Means::sms});
    CHECK(all.providers() == std::set<std::string>{"twilio", "vonage"});
    CHECK(all.of("twilio").size() == 2);
    CHECK(all.of("nobody").empty());
    CHECK(Registry().providers_for(Means::phone).empty());
}

TEST_CASE("a channel is found by provider and means, and by the path that calls it back, tried or not") {
    const auto all = registry();
    CHECK(all.find(Means::sms, "twilio")->carries(Means::sms));
    CHECK(all.find(Means::phone, "twilio")->carries(Means::phone));
    CHECK(all.find(Means::phone, "vonage") == nullptr);
    CHECK(all.for_callback("twilio", "gather") == all.find(Means::phone, "twilio"));
    CHECK(all.for_callback("twilio", "sms") == all.find(Means::sms, "twilio"));
    CHECK(all.for_callback("vonage", "sms") == all.find(Means::sms, "vonage"));
    CHECK(all.for_callback("vonage", "gather") == nullptr);
    CHECK(all.for_callback("nobody", "sms") == nullptr);
}
