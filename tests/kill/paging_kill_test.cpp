#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "tests/app/fake_twilio.h"
#include "tests/app/running.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::TemporaryFolder;

namespace {

constexpr int killed = 137;
constexpr int stride_by_day = 3;  // every third point; by night all of them
constexpr auto by_day = std::chrono::seconds{40};

int number_in_environment(const char* name, int otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::atoi(text) : otherwise;
}

// One incident of SEV 1, from its declaration to the provider's word that it took the call and the text.
class Night {
  public:
    // The process dies at that write after it is ready (0: never) and is started again.
    explicit Night(int point) {
        std::ofstream(folder_.file("tocsin.yaml")) << configuration(
            slack_.api_url(), folder_.file("tocsin.db"),
            "http: {listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0', public_url: "
            "'https://t.example.com'}\n"
            "severities: {sev1: {page: {to: ['person:dana'], via: [phone, sms]}}}\npaging:\n" +
                twilio_.keys("webhook"));
        start(point);
        REQUIRE_MESSAGE(wait_until([&] { return bot_->ended() || slack_.connections() > 0; }), bot_->log());
        revive();
        slack_.slash(lee, "declare sev1 API Down");
        const bool in_time = wait_until([&] {
            revive();
            return slack_.all_answered() && taken();
        });
        REQUIRE_MESSAGE(in_time, bot_->log());
        stop();
        const SystemClock clock;
        const auto store = storage::Store::open("sqlite:" + folder_.file("tocsin.db"), clock);
        REQUIRE(store);
        CHECK((*store)->verify().intact);
        (*store)->transact([&](storage::Tx& tx) { check(tx.incidents(storage::ListFilter::all, 10)); });
    }

    bool died() const { return died_; }
    // Of the call and of the text, how often each was sent once more.
    std::size_t more_calls() { return twilio_.orders(calls).size() - 1; }
    std::size_t more_texts() { return twilio_.orders(texts).size() - 1; }

  private:
    static constexpr std::string_view calls = "/Calls.json";
    static constexpr std::string_view texts = "/Messages.json";

    void start(int point) {
        std::vector<std::string> environment;
        if (point > 0) environment.push_back("FAULT_POINT=" + std::to_string(point));
        bot_.emplace(folder_.file("tocsin.yaml"), folder_.file("log"), environment);
    }
    void revive() {
        if (!bot_->ended()) return;
        REQUIRE_MESSAGE(bot_->wait_for_end() == killed, bot_->log());
        REQUIRE_FALSE(died_);
        died_ = true;
        REQUIRE(wait_until([&] { return slack_.connections() == 0; }));
        start(0);
        REQUIRE(wait_until([&] { return slack_.connections() > 0; }));
    }
    bool taken() { return twilio_.order(calls) && twilio_.order(texts); }
    void stop() {
        bot_->signal(SIGTERM);
        if (bot_->wait_for_end() == killed && !died_) {
            revive();
            bot_->signal(SIGTERM);
        }
        CHECK_MESSAGE(bot_->wait_for_end() == 0, bot_->log());
    }
    void check(const std::vector<Incident>& incidents) {
        REQUIRE(incidents.size() == 1);
        const auto& pages = incidents.front().paging.pages;
        CHECK(std::ranges::count(pages, Means::phone, &Page::means) == 1);
        CHECK(std::ranges::count(pages, Means::sms, &Page::means) == 1);
    }

    TemporaryFolder folder_;
    StandIn slack_{{}, 60s};
    FakeTwilio twilio_;
    std::optional<Program> bot_;
    bool died_ = false;
};

}  // namespace

// TOCSIN_KILLS: how often at each write; TOCSIN_POINT: at this one alone.
TEST_CASE(
    "a page outlives a kill at any write before the provider has taken it, and is doubled at most once") {
    const int kills_at_each = number_in_environment("TOCSIN_KILLS", 1);
    const int chosen = number_in_environment("TOCSIN_POINT", 0);
    const bool by_night = kills_at_each > 1 || std::getenv("TOCSIN_NIGHTLY") != nullptr;
    int kills = 0;
    std::size_t doubled = 0;
    bool died = true;
    const auto deadline = std::chrono::steady_clock::now() + by_day;
    for (int point = std::max(chosen, 1); died; point += by_night ? 1 : stride_by_day) {
        for (int time = 0; time < kills_at_each; ++time) {
            INFO("run it alone with TOCSIN_POINT=", point);
            Night night(point);
            died = night.died();
            if (!died) break;
            ++kills;
            CHECK(night.more_calls() <= 1);
            CHECK(night.more_texts() <= 1);
            doubled += night.more_calls() + night.more_texts();
        }
        if (chosen != 0 || (!by_night && std::chrono::steady_clock::now() > deadline)) break;
    }
    CHECK(kills >= kills_at_each * (chosen != 0 ? 1 : 10));
    MESSAGE("killed " << kills << " times, " << doubled << " pages sent twice");
}
