#include <doctest/doctest.h>

#include <array>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

Timer timer(const std::string& key, Duration after) {
    return {.key = key, .due = start + after, .kind = "incident", .payload = "{}", .failures = 0};
}

}  // namespace

TEST_CASE_TEMPLATE("the earliest timer is next, due or not; setting it again replaces it", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        CHECK(tx.next_timer() == std::nullopt);
        tx.set_timer(timer("remind/1", 10min));
        tx.set_timer(timer("remind/2", 5min));
        CHECK(tx.next_timer() == timer("remind/2", 5min));
        tx.set_timer(timer("remind/2", 20min));
        CHECK(tx.next_timer() == timer("remind/1", 10min));
        tx.cancel_timer("remind/1");
        tx.cancel_timer("never set");
        CHECK(tx.next_timer() == timer("remind/2", 20min));
    });
}

TEST_CASE_TEMPLATE("the next from an instant on; a step of the clock moves what is due within a span", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        for (const auto& each : {timer("a", 1min), timer("b", 2min), timer("c", 3min)}) tx.set_timer(each);
        CHECK(tx.next_timer({}, start + 2min) == timer("b", 2min));
        CHECK(tx.next_timer({"incident"}, start + 2min) == std::nullopt);
        CHECK(tx.next_timer({}, start + 4min) == std::nullopt);
        constexpr std::array<std::string_view, 1> kinds{"incident"};
        tx.clock_stepped(1h, kinds, start + 2min, start + 3min);
        CHECK(tx.timers_with_prefix("") ==
              std::vector{timer("a", 1min), timer("b", 62min), timer("c", 3min)});
    });
}

TEST_CASE_TEMPLATE("timers are found by the beginning of their key", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        for (const char* key : {"a/1", "a/10", "a/2", "a", "b/1", "a0"}) tx.set_timer(timer(key, 1min));
        std::vector<std::string> keys;
        for (const Timer& found : tx.timers_with_prefix("a/")) keys.push_back(found.key);
        CHECK(keys == std::vector<std::string>{"a/1", "a/10", "a/2"});
        CHECK(tx.timers_with_prefix("").size() == 6);
        CHECK(tx.timers_with_prefix("c").empty());
    });
}

TEST_CASE_TEMPLATE("a timer whose handler keeps failing is put off, then set aside", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.set_timer(timer("bad", 0s));
        for (int failures = 1; failures < 5; ++failures) {
            CHECK(!tx.timer_failed("bad", 10s));
            const auto next = tx.next_timer();
            REQUIRE(next);
            CHECK(next->failures == failures);
            CHECK(next->due == tx.now() + 10s);
        }
        CHECK(tx.timer_failed("bad", 10s));
        CHECK(tx.next_timer() == std::nullopt);
        tx.set_timer(timer("good", 1h));
        CHECK(tx.next_timer() == timer("good", 1h));
        CHECK(tx.timers_with_prefix("bad").at(0).failures == 5);
        tx.set_timer(timer("bad", 1min));
        CHECK(tx.next_timer() == timer("bad", 1min));
        CHECK(!tx.timer_failed("not there", 10s));
    });
}
