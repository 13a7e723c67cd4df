#include <doctest/doctest.h>

#include <signal.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "storage/move_store.h"
#include "tests/app/fake_twilio.h"
#include "tests/kill/mortal.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::TemporaryFolder;

namespace {

constexpr std::string_view calls = "/Calls.json";
constexpr std::string_view texts = "/Messages.json";
const std::string danas_number = "+12025550101";
const std::string lees_number = "+12025550102";
const std::string an_alert = R"({"title":"API Down","severity":"sev1"})";

// SEV 1 pages dana and, after `timeout`, lee.
void configure(const TemporaryFolder& folder, const StandIn& slack, const FakeTwilio& twilio,
               const std::string& timeout) {
    std::ofstream(folder.file("tocsin.yaml")) << configuration(
        slack.api_url(), storage::testing::chosen_store(folder),
        "http: {listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0', public_url: "
        "'https://t.example.com'}\n"
        "escalation_policies:\n  all:\n    levels:\n"
        "      - {to: ['person:dana'], via: [phone, sms], timeout: " +
            timeout +
            "}\n"
            "      - {to: ['person:lee'], via: [phone, sms], timeout: 24h}\n"
            "severities: {sev1: {page: {to: ['person:dana'], via: [phone, sms], policy: all}}}\n"
            "alerts: {sources: {am: {kind: json, token: the-token}}}\npaging:\n" +
            twilio.keys("webhook"));
}

std::size_t orders_to(FakeTwilio& twilio, std::string_view kind, const std::string& number) {
    const auto orders = twilio.orders(kind);
    return static_cast<std::size_t>(
        std::ranges::count(orders, number, [](const auto& order) { return order.field("To"); }));
}

// An alert of SEV 1, told until the bot says 202, and its way to the provider's word that it took call and
// text.
class Night {
  public:
    enum class Kill { none, once_accepted };

    // The process dies at that write, counted from its start (0: never), is started again, dies at the
    // next...
    explicit Night(std::vector<int> points, Kill kill = Kill::none) {
        configure(folder_, slack_, twilio_, "10m");
        bot_.start(std::move(points));
        bool accepted = false;
        const bool in_time = wait_until([&] {
            bot_.revive();
            accepted = accepted || bot_.takes_alert(an_alert);
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
    bool taken() { return twilio_.order(calls) && twilio_.order(texts); }
    void check(const std::vector<Incident>& incidents) {
        REQUIRE(incidents.size() == 1);
        const auto& pages = incidents.front().paging.pages;
        CHECK(std::ranges::count(pages, Means::phone, &Page::means) == 1);
        CHECK(std::ranges::count(pages, Means::sms, &Page::means) == 1);
    }

    Scratch folder_;
    StandIn slack_{{}, 60s};
    FakeTwilio twilio_;
    Mortal bot_{folder_, slack_};
    bool died_ = false;
};

// A bot that ends in peace while dana does not answer, and whose store is copied once lee is due: whoever
// starts on a copy fires the second level at once.
class Overdue {
  public:
    Overdue() {
        FakeTwilio twilio;
        configure(folder_, slack_, twilio, "10s");  // the least that a policy may say
        Mortal bot(folder_, slack_);
        bot.start({0});
        const bool in_time = bot.takes_alert(an_alert) && wait_until([&] {
                                 return orders_to(twilio, calls, danas_number) == 1 &&
                                        orders_to(twilio, texts, danas_number) == 1;
                             });
        REQUIRE_MESSAGE(in_time, bot.bot().log());
        bot.stop();
        REQUIRE(orders_to(twilio, calls, lees_number) == 0);
        std::optional<Time> due;
        look_into_store(folder_, [&](storage::Tx& tx) { due = only_one(tx).paging.next_due; });
        REQUIRE(due);
        REQUIRE(wait_until([&] { return SystemClock().now() > *due; }));
    }

    struct Fired {
        bool died = false;
        std::size_t calls = 0, texts = 0;  // to lee
        int level = 0;
    };
    // On a copy, by a bot that dies at that write.
    Fired fire(int point) {
        const Scratch folder;
        FakeTwilio twilio;
        configure(folder, slack_, twilio, "10s");
        const auto moved = storage::move_store(storage::testing::chosen_store(folder_),
                                               storage::testing::chosen_store(folder), SystemClock());
        REQUIRE_MESSAGE(moved, (moved ? "" : moved.error().message));
        Mortal bot(folder, slack_);
        bot.start({point});
        Fired fired;
        const auto count = [&] {
            fired.calls = orders_to(twilio, calls, lees_number);
            fired.texts = orders_to(twilio, texts, lees_number);
            return fired.calls > 0 && fired.texts > 0;
        };
        const bool in_time = wait_until([&] {
            bot.revive();
            return count();
        });
        REQUIRE_MESSAGE(in_time, bot.bot().log());
        fired.died = bot.stop();
        count();
        look_into_store(folder, [&](storage::Tx& tx) { fired.level = only_one(tx).paging.level; });
        return fired;
    }

  private:
    static Incident only_one(storage::Tx& tx) {
        const auto incidents = tx.incidents(storage::ListFilter::all, 10);
        REQUIRE(incidents.size() == 1);
        return incidents.front();
    }

    Scratch folder_;
    StandIn slack_{{}, 60s};
};

}  // namespace

TEST_CASE(
    "a page outlives a kill at any write before the provider has taken it, and is doubled at most once") {
    std::size_t doubled = 0;
    die_at_every_write(20s, every_seventh, [&](int point) {
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

TEST_CASE("a level that is due fires after a kill at any write, once, and is doubled at most once") {
    Overdue overdue;
    die_at_every_write(10s, every_seventh, [&](int point) {
        const auto fired = overdue.fire(point);
        CHECK(fired.level == 2);
        CHECK(fired.calls <= (fired.died ? 2 : 1));
        CHECK(fired.texts <= (fired.died ? 2 : 1));
        return fired.died;
    });
}
