#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE_TEMPLATE("a sign-in and a session are found by the hash of their token, and are forgotten", Kind,
                   every_store) {
    Opened<Kind> opened;
    const UserId dana{"U1"};
    opened.transact([&](Tx& tx) {
        const SignIn sign_in{dana, "i/42", tx.now(), tx.now() + sign_in_lasts};
        tx.keep_sign_in("aa", sign_in);
        CHECK(tx.sign_in("aa") == sign_in);
        CHECK_FALSE(tx.sign_in("bb"));
        CHECK(tx.sign_ins_of(dana, tx.now() - 1h) == 1);
        CHECK(tx.sign_ins_of(UserId{"U2"}, tx.now() - 1h) == 0);
        tx.end_sign_in("aa");
        CHECK(tx.sign_in("aa")->expires == tx.now());
        WebSession session{{}, dana, "Firefox", tx.now(), tx.now(), tx.now() + session_lasts};
        session.id = tx.add_web_session("cc", session);
        CHECK(tx.web_session("cc") == session);
        CHECK_FALSE(tx.web_session("aa"));
        CHECK(tx.web_sessions_of(dana) == std::vector{session});
        CHECK(tx.web_sessions_of(UserId{"U2"}).empty());
    });
    opened.clock.advance(session_idle - 1s);
    opened.transact([&](Tx& tx) {
        tx.saw_web_session(tx.web_session("cc")->id);
        tx.forget_web_sessions_that_ended();
        CHECK(tx.web_session("cc")->seen == tx.now());
        CHECK_FALSE(tx.sign_in("aa"));
    });
    opened.clock.advance(session_idle);
    opened.transact([&](Tx& tx) {
        tx.forget_web_sessions_that_ended();
        CHECK_FALSE(tx.web_session("cc"));
    });
}
