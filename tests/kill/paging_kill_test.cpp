#include <doctest/doctest.h>

#include <signal.h>

#include <algorithm>
#include <fstream>
#include <utility>

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
    enum class Kill { none, once_accepted };

    // The process dies at that write, counted from its start (0: never), is started again, dies at the
    // next...
    explicit Night(std::vector<int> points, Kill kill = Kill::none) {
        std::ofstream(folder_.file("tocsin.yaml"))
            << configuration(slack_.api_url(), storage::testing::chosen_store(folder_),
                             "http: {listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0', public_url: "
                             "'https://t.example.com'}\n"
                             "severities: {sev1: {page: {to: ['person:dana'], via: [phone, sms]}}}\n"
                             "alerts: {sources: {am: {kind: json, token: the-token}}}\npaging:\n" +
                                 twilio_.keys("webhook"));
        bot_.start(std::move(points));
        bool accepted = false;
        const bool in_time = wait_until([&] {
            bot_.revive();
            accepted = accepted || bot_.takes_alert(R"({"title":"API Down","severity":"sev1"})");
            if (accepted && std::exchange(kill, Kill::none) != Kill::none) {
                bot_.bot().signal(SIGKILL);
                bot_.bot().wait_for_end();
                return false;
            }
            return accepted && taken();
        });
        REQUIRE_MESSAGE(in_time, bot_.bot().log());
        died_ = bot_.stop();
        look_into_store(folder_, [&](storage::Tx& tx) { check(tx.incidents(storage::ListFilter::all, 10)); });
    }

    bool died() const { return died_; }
    std::size_t deaths() const { return bot_.deaths(); }
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
        Night night({point});
        if (!night.died()) return false;
        CHECK(night.more_calls() <= 1);
        CHECK(night.more_texts() <= 1);
        doubled += night.more_calls() + night.more_texts();
        return true;
    });
    MESSAGE(doubled << " pages were sent twice");
}

TEST_CASE("an alert that was accepted is paged for by a bot that dies in each of its next starts, too") {
    constexpr int starts = 50;  // a start has some twenty writes: the later ones die at work
    std::vector<int> points{0};
    for (int start = 1; start <= starts; ++start) points.push_back(start);
    Night night(points, Night::Kill::once_accepted);
    CHECK(night.deaths() > 15);
    MESSAGE("died " << night.deaths() << " times, and sent " << night.more_calls() + night.more_texts()
                    << " pages twice");
}
