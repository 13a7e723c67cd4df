#include <fstream>
#include <iterator>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE_TEMPLATE(
    "a subscriber is found by address and by the hash of any mail's token, and leaves for good", Kind,
    every_store) {
    Opened<Kind> opened;
    opened.transact([&](Tx& tx) {
        Subscriber lee{{}, "lee@example.com", tx.now(), 1, std::nullopt};
        tx.save(lee);
        CHECK(lee.id != SubscriberId{});
        CHECK(tx.subscriber_at("lee@example.com") == lee);
        CHECK(tx.subscriber(lee.id) == lee);
        CHECK(tx.unconfirmed_subscribers() == 1);
        CHECK(tx.confirmed_subscribers({}, 10).empty());
        tx.keep_subscriber_token("aa", lee.id);
        tx.keep_subscriber_token("bb", lee.id);
        lee.confirmed = tx.now();
        lee.asks = 2;
        tx.save(lee);
        CHECK(tx.subscriber_with("aa") == lee);
        CHECK(tx.subscriber_with("bb") == lee);
        CHECK_FALSE(tx.subscriber_with("cc"));
        Subscriber dana{{}, "dana@example.com", tx.now(), 1, tx.now()};
        tx.save(dana);
        CHECK(tx.confirmed_subscribers({}, 10) == std::vector{lee.id, dana.id});
        CHECK(tx.confirmed_subscribers(lee.id, 10) == std::vector{dana.id});
        CHECK(tx.confirmed_subscribers({}, 1) == std::vector{lee.id});
        tx.remove(lee.id);
        CHECK_FALSE(tx.subscriber_at("lee@example.com"));
        CHECK_FALSE(tx.subscriber_with("aa"));
    });
}

TEST_CASE_TEMPLATE(
    "who does not confirm is forgotten a day after the newest link, old links go, the confirmed stay", Kind,
    every_store) {
    Opened<Kind> opened;
    opened.transact([&](Tx& tx) {
        Subscriber lee{{}, "lee@example.com", tx.now(), 1, std::nullopt};
        tx.save(lee);
        tx.keep_subscriber_token("aa", lee.id);
        Subscriber dana{{}, "dana@example.com", tx.now(), 1, tx.now()};
        tx.save(dana);
        tx.keep_subscriber_token("bb", dana.id);
    });
    opened.clock.advance(20h);
    opened.transact([&](Tx& tx) { tx.keep_subscriber_token("cc", tx.subscriber_at("lee@example.com")->id); });
    opened.clock.advance(5h);
    opened.transact([&](Tx& tx) {
        tx.forget_unconfirmed_before(tx.now() - 24h);
        CHECK(tx.subscriber_at("lee@example.com").has_value());
    });
    opened.clock.advance(20h);
    opened.transact([&](Tx& tx) {
        tx.forget_unconfirmed_before(tx.now() - 24h);
        CHECK_FALSE(tx.subscriber_at("lee@example.com"));
        CHECK(tx.subscriber_with("bb").has_value());
        tx.forget_subscriber_tokens_before(tx.now() - 24h);
        CHECK_FALSE(tx.subscriber_with("bb"));
        CHECK(tx.subscriber_at("dana@example.com").has_value());
    });
}

TEST_CASE("an address that left is nowhere in the database's file") {
    const TemporaryFolder folder;
    ManualClock clock{start};
    const auto file = folder.file("tocsin.db");
    const auto holds_it = [&] {
        std::ifstream in(file, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        return bytes.contains("somebody@example.com");
    };
    SubscriberId id;
    {
        const auto store = *Store::open("sqlite:" + file, clock);
        store->transact([&](Tx& tx) {
            Subscriber one{{}, "somebody@example.com", tx.now(), 1, tx.now()};
            tx.save(one);
            id = one.id;
        });
    }
    CHECK(holds_it());
    {
        const auto store = *Store::open("sqlite:" + file, clock);
        store->transact([&](Tx& tx) { tx.remove(id); });
    }
    CHECK_FALSE(holds_it());
}

TEST_CASE_TEMPLATE("what another page calls a notice and its entries is kept for each page", Kind,
                   every_store) {
    Opened<Kind> opened;
    const NoticeId notice("0123456789ab");
    opened.transact([&](Tx& tx) {
        CHECK(tx.pushed("statuspage/p1", notice).empty());
        tx.remember_pushed("statuspage/p1", notice, 0, "i1");
        tx.remember_pushed("statuspage/p1", notice, 1, "");
        tx.remember_pushed("statuspage/p1", notice, 1, "u1");
        tx.remember_pushed("betterstack/7", notice, 0, "12345");
        CHECK(tx.pushed("statuspage/p1", notice) == std::map<int, std::string>{{0, "i1"}, {1, "u1"}});
        CHECK(tx.pushed("betterstack/7", notice) == std::map<int, std::string>{{0, "12345"}});
    });
}
