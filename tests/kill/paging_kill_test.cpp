#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "tests/app/fake_twilio.h"
#include "tests/kill/mortal.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::TemporaryFolder;

namespace {

// An alert of SEV 1, told until the bot says 202, and its way to the provider's word that it took call and
// text.
class Night {
  public:
    // The process dies at that write, counted from its start (0: never), and is started again.
    explicit Night(int point) {
        std::ofstream(folder_.file("tocsin.yaml"))
            << configuration(slack_.api_url(), storage::testing::chosen_store(folder_),
                             "http: {listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0', public_url: "
                             "'https://t.example.com'}\n"
                             "severities: {sev1: {page: {to: ['person:dana'], via: [phone, sms]}}}\n"
                             "alerts: {sources: {am: {kind: json, token: the-token}}}\npaging:\n" +
                                 twilio_.keys("webhook"));
        bot_.start(point);
        bool accepted = false;
        const bool in_time = wait_until([&] {
            bot_.revive();
            accepted = accepted || bot_.takes_alert(R"({"title":"API Down","severity":"sev1"})");
            return accepted && taken();
        });
        REQUIRE_MESSAGE(in_time, bot_.bot().log());
        died_ = bot_.stop();
        look_into_store(folder_, [&](storage::Tx& tx) { check(tx.incidents(storage::ListFilter::all, 10)); });
    }

    bool died() const { return died_; }
    // Of the call and of the text, how often each was sent once more.
    std::size_t more_calls() { return twilio_.orders(calls).size() - 1; }
    std::size_t more_texts() { return twilio_.orders(texts).size() - 1; }

  private:
    static constexpr std::string_view calls = "/Calls.json";
    static constexpr std::string_view texts = "/Messages.json";

    bool taken() { return twilio_.order(calls) && twilio_.order(texts); }
    void check(const std::vector<Incident>& incidents) {
        REQUIRE(incidents.size() == 1);
        const auto& pages = incidents.front().paging.pages;
        CHECK(std::ranges::count(pages, Means::phone, &Page::means) == 1);
        CHECK(std::ranges::count(pages, Means::sms, &Page::means) == 1);
    }

    TemporaryFolder folder_;
    StandIn slack_{{}, 60s};
    FakeTwilio twilio_;
    Mortal bot_{folder_, slack_};
    bool died_ = false;
};

}  // namespace

TEST_CASE(
    "a page outlives a kill at any write before the provider has taken it, and is doubled at most once") {
    std::size_t doubled = 0;
    die_at_every_write(40s, [&](int point) {
        Night night(point);
        if (!night.died()) return false;
        CHECK(night.more_calls() <= 1);
        CHECK(night.more_texts() <= 1);
        doubled += night.more_calls() + night.more_texts();
        return true;
    });
    MESSAGE(doubled << " pages were sent twice");
}
