#include <doctest/doctest.h>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE_TEMPLATE("a test page is kept with what became of each means, until it is confirmed", Kind,
                   every_store) {
    Opened<Kind> opened;
    TestPage page;
    page.to = {UserId("U1"), "Dana", PersonId("dana")};
    page.asked = start;
    page.deliveries = {{Means::phone, TestDelivery::State::waiting, "", "hash"},
                       {Means::sms, TestDelivery::State::failed, "wrong number", ""}};
    opened.transact([&](Tx& tx) {
        CHECK(tx.test_page(TestPageId(1)) == std::nullopt);
        page.id = tx.add_test_page(page);
        CHECK(tx.test_page(page.id) == page);
        CHECK(tx.last_confirmed_test(PersonId("dana")) == std::nullopt);
        page.deliveries[0].state = TestDelivery::State::sent;
        page.deliveries[0].detail = "twilio";
        page.confirmed = start + 1min;
        tx.save(page);
    });
    opened.transact([&](Tx& tx) {
        CHECK(tx.test_page(page.id) == page);
        CHECK(tx.last_confirmed_test(PersonId("dana")) == start + 1min);
        CHECK(tx.last_confirmed_test(PersonId("lee")) == std::nullopt);
    });
}
