#include <doctest/doctest.h>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE_TEMPLATE("what people decided about how they are reached is kept whole", Kind, every_store) {
    Opened<Kind> opened;
    Contacts contacts;
    contacts.person = PersonId("dana");
    contacts.phone = VerifiedAddress{"+12025550177", start};
    contacts.email = VerifiedAddress{"dana@example.org", start + 1min};
    contacts.delays = {{Severity::sev2, Means::phone, 2min}, {Severity::sev3, Means::sms, 5min}};
    contacts.quiet = QuietHours{22 * 60, 7 * 60};
    contacts.phoned_in_drills = true;
    contacts.no_texts = NoTexts{"+12025550101", start};
    contacts.left_slack = true;
    opened.transact([&](Tx& tx) {
        CHECK(tx.all_contacts().empty());
        CHECK(tx.contacts(PersonId("lee")).person == PersonId("lee"));
        tx.save(contacts);
    });
    opened.transact([&](Tx& tx) {
        CHECK(tx.contacts(PersonId("dana")) == contacts);
        contacts.email.reset();
        contacts.quiet = QuietHours{0, 30};
        tx.save(contacts);
        CHECK(tx.all_contacts() == std::vector{contacts});
    });
}

TEST_CASE_TEMPLATE("codes are counted by person and by address, and the newest one counts", Kind,
                   every_store) {
    Opened<Kind> opened;
    const PersonId dana("dana"), lee("lee");
    ContactCode code;
    code.person = dana;
    code.means = Means::phone;
    code.address = "+12025550177";
    code.salt = "salt";
    code.hash = hash_of_code("salt", "123456");
    code.sent = start;
    code.expires = start + 10min;
    opened.transact([&](Tx& tx) {
        CHECK_FALSE(tx.newest_code(dana, Means::phone));
        tx.add_code(code);
        code.sent = start + 1min;
        code.id = tx.add_code(code);
        CHECK(tx.newest_code(dana, Means::phone) == code);
        CHECK_FALSE(tx.newest_code(dana, Means::email));
        CHECK_FALSE(tx.newest_code(lee, Means::phone));
        code.tries = 2;
        tx.save(code);
        CHECK(tx.code(code.id) == code);
        CHECK(tx.codes_of(dana, start - 1us) == 2);
        CHECK(tx.codes_of(dana, start) == 1);
        CHECK(tx.codes_to("+12025550177", start - 1us) == 2);
        CHECK(tx.codes_to("+12025550178", start - 1us) == 0);
        tx.forget_codes_before(start + 1min);
        CHECK(tx.codes_of(dana, start - 1us) == 1);
    });
}
