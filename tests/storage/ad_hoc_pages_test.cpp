#include <doctest/doctest.h>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE_TEMPLATE("a test page is kept with what became of each means, until it is confirmed", Kind,
                   every_store) {
    Opened<Kind> opened;
    AdHocPage page;
    page.to = {UserId("U1"), "Dana", PersonId("dana")};
    page.asked = start;
    page.deliveries = {{Means::phone, AdHocDelivery::State::waiting, "", "hash"},
                       {Means::sms, AdHocDelivery::State::failed, "wrong number", ""}};
    opened.transact([&](Tx& tx) {
        CHECK(tx.ad_hoc_page(AdHocPageId(1)) == std::nullopt);
        page.id = tx.add_ad_hoc_page(page);
        CHECK(tx.ad_hoc_page(page.id) == page);
        CHECK(tx.last_confirmed_page(PersonId("dana")) == std::nullopt);
        page.deliveries[0].state = AdHocDelivery::State::sent;
        page.deliveries[0].detail = "twilio";
        page.confirmed = start + 1min;
        tx.save(page);
    });
    opened.transact([&](Tx& tx) {
        CHECK(tx.ad_hoc_page(page.id) == page);
        CHECK(tx.last_confirmed_page(PersonId("dana")) == start + 1min);
        CHECK(tx.last_confirmed_page(PersonId("lee")) == std::nullopt);
    });
}
