#include <algorithm>

#include "tests/engine/pager.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

// A bot that really runs, with a replica beside it that lives on another machine; Lee is its admin.
struct Housemates : Pager {
    Housemates() { configured("one"); }

    void configured(const std::string& fingerprint) {
        auto now = settings();
        now.rules.admins = {{Target::Kind::person, "lee"}};
        now.watchdog = Watchdog{"", 5min};
        now.instance = "web-1/4711";
        now.version = "1.0";
        now.fingerprint = fingerprint;
        change(std::move(now));
    }
    // It is heard of for an hour.
    void beside(const std::string& fingerprint, const std::string& version = "1.0") {
        within([&](storage::Tx& tx) {
            tx.save(storage::Replica{"far", tx.now() + 1h, "web-2/815", version, fingerprint, 0, tx.now()});
        });
    }
    std::ptrdiff_t told() {
        const auto texts = this->texts(lees_number);
        const auto by_text = std::ranges::count_if(
            texts, [](const auto& text) { return has(text.field("Body"), "different configurations"); });
        const auto posts = messages();
        CHECK(std::ranges::count_if(posts, [](const auto& post) {
                  return has(post.text, "different configurations");
              }) == by_text);
        return by_text;
    }
};

bool is_shared() {
    return storage::testing::replicas_are_chosen();
}

}  // namespace

TEST_CASE("the admins are told once, by text and in the channel, of replicas configured differently") {
    if (!is_shared()) return;
    Housemates house;
    house.beside("two");
    house.pass(110s);
    CHECK(house.told() == 0);
    house.pass(30s);
    CHECK(house.told() == 1);
    const auto text = house.last_text(lees_number);
    CHECK(has(text, "web-1/4711 and web-2/815"));
    CHECK(text.size() <= 160);
    CHECK(house.calls_to(lees_number).empty());
    house.pass(10min);
    CHECK(house.told() == 1);

    SUBCASE("a restart is no news") {
        house.restart();
        house.pass(5min);
        CHECK(house.told() == 1);
    }
    SUBCASE("another difference is") {
        house.beside("three");
        house.pass(100s);
        CHECK(house.told() == 1);
        house.pass(40s);
        CHECK(house.told() == 2);
    }
    SUBCASE("and so is the same one after they were alike") {
        house.configured("two");
        house.pass(1min);
        house.configured("one");
        house.pass(3min);
        CHECK(house.told() == 2);
    }
}

TEST_CASE("nobody is told of a rolling reload, of an upgrade, or where all are configured alike") {
    if (!is_shared()) return;
    Housemates house;
    SUBCASE("a reload that takes less than two minutes") {
        house.beside("two");
        house.pass(100s);
        house.configured("two");
    }
    SUBCASE("another version") {
        house.beside("two", "1.1");
    }
    SUBCASE("one configuration") {
        house.beside("one");
    }
    house.pass(10min);
    CHECK(house.told() == 0);
}
