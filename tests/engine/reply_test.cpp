#include <algorithm>

#include "bot/base/gsm7.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine::testing;

namespace {

struct Texted : Pager {
    Texted() {
        types(lee, "declare sev1 API Down");
        REQUIRE(texts(danas_number).size() == 1);
    }
    ~Texted() {
        for (const auto& one : sent)
            if (!one.field("Body").empty())
                CHECK_MESSAGE(fits_one_segment(one.field("Body")), one.field("Body"));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Texted, "1 acknowledges as the person who was paged, and the answer says what comes next") {
    replies(danas_number, " 1 ");
    const auto now = incident(1);
    CHECK(now.state == State::investigating);
    CHECK(now.lead.name == "Dana");
    CHECK(timeline(1).back().via == Via::sms);
    const auto answer = last_text(danas_number);
    CHECK(
        answer.starts_with("INC-1 API Down: you acknowledged at 14:32 UTC. Update due 14:42 UTC. Reply 2 to "
                           "escalate."));
}

TEST_CASE_FIXTURE(Texted, "a reply that is delivered twice acts once") {
    const channels::Replied reply{danas_number, "2", "SM77", clock.now(), false};
    reports({reply}, "sms");
    const auto revision = incident(1).revision;
    const auto texts_before = texts(danas_number).size();
    reports({reply}, "sms");
    CHECK(incident(1).revision == revision);
    CHECK(texts(danas_number).size() == texts_before);
}

TEST_CASE_FIXTURE(Texted, "who is too late is told who has it, and JOIN joins") {
    types(lee, "ack INC-1");
    replies(danas_number, "ack");
    CHECK(last_text(danas_number) ==
          "INC-1 API Down was acknowledged by Lee at 14:32 UTC. Reply JOIN to help.");
    replies(danas_number, "join");
    CHECK(has(last_text(danas_number), "INC-1 API Down: you joined."));
    CHECK(incident(1).lead.name == "Lee");
}

TEST_CASE_FIXTURE(Texted, "the others who were texted learn that somebody has it, whoever has it does not") {
    pass(10min);
    REQUIRE(texts(lees_number).size() == 1);
    replies(lees_number, "1");
    CHECK(has(last_text(lees_number), "you acknowledged"));
    CHECK(texts(danas_number).size() == 2);
    CHECK(last_text(danas_number)
              .starts_with("INC-1 API Down: Lee acknowledged at 14:42 UTC. You are not needed now."));
    pass(10min);
    CHECK(texts(danas_number).size() == 2);
}

TEST_CASE_FIXTURE(Texted, "updates and a resolution come by text too") {
    replies(danas_number, "1");
    replies(danas_number, "u looking at the database");
    CHECK(has(last_text(danas_number), "your update is posted"));
    CHECK(incident(1).last_words->text == "looking at the database");
    pass(28min);
    replies(danas_number, "res 1 rolled back");
    CHECK(incident(1).state == State::resolved);
    CHECK(has(last_text(danas_number), "RESOLVED INC-1 API Down after 28 min. Service restored."));
    const auto revision = incident(1).revision;
    replies(danas_number, "1");
    CHECK(has(last_text(danas_number), "Nothing has changed."));
    CHECK(incident(1).revision == revision);
}

TEST_CASE_FIXTURE(Texted, "what is not understood changes nothing, and two machines do not talk for ever") {
    for (int i = 0; i < 8; ++i) replies(danas_number, "what is this");
    CHECK(last_text(danas_number) ==
          "Reply 1 to acknowledge or 2 to escalate INC-1 API Down. Nothing has changed.");
    CHECK(texts(danas_number).size() == 1 + 5);
    CHECK(incident(1).state == State::paging);
    replies(danas_number, "1");
    CHECK(incident(1).state == State::investigating);
}

TEST_CASE_FIXTURE(Texted, "with two open pages a bare 1 asks which, and a number or all answers it") {
    types(lee, "declare sev1 Checkout fails");
    replies(danas_number, "1");
    CHECK(last_text(danas_number) ==
          "You have 2 open pages. Reply 1 2 or 1 1 to acknowledge, 2 2 or 2 1 to escalate.");
    CHECK(incident(1).state == State::paging);
    replies(danas_number, "1 2");
    CHECK(incident(2).state == State::investigating);
    CHECK(incident(1).state == State::paging);
    types(lee, "declare sev1 Search is slow");
    replies(danas_number, "1 all");
    CHECK(incident(1).state == State::investigating);
    CHECK(incident(3).state == State::investigating);
}

TEST_CASE_FIXTURE(Texted, "only the number that was paged is heard") {
    replies("+12025550177", "1");
    replies(lees_number, "1 99");
    CHECK(incident(1).state == State::paging);
    CHECK(texts("+12025550177").empty());
}

TEST_CASE_FIXTURE(Texted, "a reply that was written before a page does not answer it") {
    const auto earlier = clock.now() - 1h;
    reports({channels::Replied{danas_number, "1", "SMold", earlier, false}}, "sms");
    CHECK(incident(1).state == State::paging);
}

TEST_CASE_FIXTURE(Texted, "whoever wants no texts gets none, and is paged by another means") {
    const auto before = texts(danas_number).size();
    reports({channels::Replied{danas_number, "STOP", "SM5", clock.now(), true}}, "sms");
    const auto now = incident(1);
    CHECK(std::ranges::any_of(now.paging.pages, [](const Page& page) {
        return page.means == Means::sms && page.to.name == "Dana" && page.state == PageState::failed;
    }));
    types(lee, "declare sev1 Checkout fails");
    CHECK(texts(danas_number).size() == before);
}

TEST_CASE("without an inbound endpoint replies are looked for while somebody is paged, and act the same") {
    Pager pager(WayIn::polled);
    pager.types(lee, "declare sev1 API Down");
    pager.told["/Messages.json?"] =
        R"({"messages":[{"direction":"inbound","from":")" + danas_number +
        R"(","body":"1","sid":"SMin1","date_sent":"Tue, 21 Jan 2025 14:32:04 +0000"}]})";
    pager.pass(6s);
    CHECK(pager.incident(1).state == State::investigating);
    CHECK(pager.incident(1).lead.name == "Dana");
    const auto revision = pager.incident(1).revision;
    pager.pass(1min);  // the list shows the same reply again
    CHECK(pager.incident(1).revision == revision);
    pager.types(dana, "cancel INC-1 nothing was wrong");
    pager.pass(20min);
    pager.sent.clear();
    pager.pass(1h);
    CHECK(pager.sent.empty());
}

TEST_CASE("without an inbound endpoint calls and texts are asked about until nothing can change") {
    Pager pager(WayIn::polled);
    pager.types(lee, "declare sev1 API Down");
    const auto call = pager.calls_to(danas_number).front();
    pager.told["/" + call.id + ".json"] = R"({"sid":")" + call.id + R"(","status":"busy"})";
    pager.pass(6s);
    const auto pages = pager.incident(1).paging.pages;
    CHECK(std::ranges::any_of(pages, [&](const Page& page) {
        return page.provider_id == call.id && page.state == PageState::busy;
    }));
    pager.sent.clear();
    pager.pass(1min);
    CHECK(std::ranges::none_of(pager.sent, [&](const SentRequest& one) {
        return one.url.contains(call.id) && one.method == "GET";
    }));
}
