#include <algorithm>

#include "bot/base/gsm7.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

std::optional<Time> confirmed(House& house) {
    std::optional<Time> at;
    house.within([&](storage::Tx& tx) { at = tx.last_confirmed_page(PersonId("dana")); });
    return at;
}

std::vector<std::string> said_to(House& house, const std::string& who) {
    std::vector<std::string> said;
    for (const auto& message : house.direct(who)) said.push_back(message.text);
    return said;
}

struct Tested : Pager {
    Tested() { types(dana, "test"); }
};

// Lee takes over on Monday at 09:00 UTC; Sam backs everybody up.
struct OnShift : Pager {
    OnShift() {
        auto shifts = with_two_schedules(settings());
        for (auto& [id, schedule] : shifts.rules.schedules) schedule.timezone = "America/New_York";
        change(shifts);
        settle();
        pass(*parse_rfc3339("2025-01-27T14:00:00Z") - clock.now());
    }
    bool is_ready() {
        bool ready = false;
        within([&](storage::Tx& tx) {
            ready = tx.last_ready(ScheduleId("primary"), PersonId("lee")).has_value();
        });
        return ready;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Tested, "1 by text confirms the test page, and the report says by what") {
    CHECK(last_text(danas_number) ==
          "TEST PAGE from Tocsin. No incident. Reply 1 to confirm that pages reach you.");
    replies(danas_number, "1");
    CHECK(confirmed(*this) == start);
    CHECK(last_text(danas_number) == "Test page confirmed at 14:32 UTC. Thank you.");
    pass(2min);
    CHECK(has(said_to(*this, dana).back(), "SMS: answered"));
    CHECK(has(said_to(*this, dana).back(), "Confirmed at 14:32 UTC."));
}

TEST_CASE_FIXTURE(Tested, "who answers after the report is told in Slack too") {
    pass(10min);
    const auto said = said_to(*this, dana).size();
    replies(danas_number, "ok");
    CHECK(said_to(*this, dana).size() == said + 1);
    CHECK(said_to(*this, dana).back() == "Test page of 14:32 UTC confirmed at 14:42 UTC by SMS. Thank you.");
    replies(danas_number, "1");
    CHECK(has(last_text(danas_number), "You have no open page"));
}

TEST_CASE_FIXTURE(Tested, "a page that waits comes before the test page") {
    types(lee, "declare sev1 API Down");
    replies(danas_number, "1");
    CHECK(incident(1).state == tocsin::State::investigating);
    CHECK_FALSE(confirmed(*this));
    replies(danas_number, "1");
    CHECK(confirmed(*this) == start);
}

TEST_CASE_FIXTURE(Tested, "a reply of somebody else, or one written before, confirms nothing") {
    replies(lees_number, "1");
    reports({channels::Replied{danas_number, "1", "SMold", clock.now() - 1min, false, false}}, "sms");
    CHECK_FALSE(confirmed(*this));
}

TEST_CASE_FIXTURE(Tested, "key 1 of the call confirms, any other key and silence do not") {
    const auto call = calls_to(danas_number).at(0);
    CHECK(has(hears(call, "", ""), "This is a Tocsin test page. No incident. Press 1 to confirm."));
    CHECK(has(hears(call, "test", "", 1), "Press 1 to confirm."));
    CHECK(has(hears(call, "test", "5"), "Press 1 to confirm."));
    CHECK_FALSE(confirmed(*this));
    CHECK(has(hears(call, "test", "1"), "The test page is confirmed."));
    CHECK(confirmed(*this) == start);
    pass(2min);
    CHECK(has(said_to(*this, dana).back(), "phone: answered"));
}

TEST_CASE_FIXTURE(Tested, "a machine that listens confirms nothing, and a token that was made up neither") {
    const auto call = calls_to(danas_number).at(0);
    reports({channels::KeyPressed{call.id, token_of(call), "", "", 0, true}}, "voice");
    reports({channels::KeyPressed{call.id, "test-1-phone-AAAAAAAAAAAA", "test", "1", 0, false}}, "gather");
    CHECK_FALSE(confirmed(*this));
}

TEST_CASE("where nothing can call in, replies to a test page are asked for") {
    Pager pager(WayIn::polled);
    pager.types(dana, "test");
    pager.told["Messages.json?"] =
        R"({"messages":[{"sid":"SMin1","direction":"inbound","from":"+12025550101","body":"1",)"
        R"("date_sent":"Tue, 21 Jan 2025 14:32:04 +0000"}]})";
    pager.pass(10s);
    CHECK(confirmed(pager).has_value());
    CHECK(has(pager.calls_to(danas_number).at(0).field("Twiml"), "Please confirm it in Slack or by text."));
    pager.sent.clear();
    pager.pass(20min);
    pager.sent.clear();
    pager.pass(10min);
    CHECK(pager.sent.empty());  // nobody is expected to answer any more
}

TEST_CASE_FIXTURE(OnShift, "the start of a shift is texted, and 1 says that its person is ready") {
    CHECK(last_text(lees_number) ==
          "Tocsin: your Primary On-Call shift starts 27 Jan 09:00 New York time, backup Sam. Reply 1 when "
          "ready, 2 if you need cover.");
    CHECK(fits_one_segment(last_text(lees_number)));
    pass(5min);
    replies(lees_number, "1");
    CHECK(is_ready());
    CHECK(last_text(lees_number) ==
          "Thank you. You are on call for Primary On-Call until 3 Feb 09:00 New York time.");
    pass(2h);
    CHECK(std::ranges::none_of(said_to(*this, lee),
                               [](const std::string& text) { return has(text, "Are you ready?"); }));
}

TEST_CASE_FIXTURE(OnShift, "2 asks for cover, and the person stays on call") {
    replies(lees_number, "2");
    CHECK(last_text(lees_number) == "Sam is asked to cover. You stay on call until Sam accepts.");
    CHECK(has(said_to(*this, "U000SAM").back(), "cover Primary On-Call"));
    CHECK_FALSE(is_ready());
}

TEST_CASE_FIXTURE(OnShift, "a test page that was sent since then is what 1 is about") {
    types(lee, "test");
    replies(lees_number, "1");
    CHECK(has(last_text(lees_number), "Test page confirmed"));
    CHECK_FALSE(is_ready());
    replies(lees_number, "1");
    CHECK(is_ready());
}
