#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine::testing;
using channels::Moved;
using channels::Progress;

namespace {

// SEV 1, and Dana's phone rings.
struct Ringing : Pager {
    SentRequest call;

    Ringing() {
        types(lee, "declare sev1 API Down");
        REQUIRE(calls_to(danas_number).size() == 1);
        call = calls_to(danas_number).front();
    }
    PageState call_state() {
        for (const auto& page : incident(1).paging.pages)
            if (page.provider_id == call.id) return page.state;
        FAIL("there is no such page");
        return {};
    }
    void moves(Progress to) { reports({Moved{call.id, token_of(call), to, "", {}}}, "call-status"); }
    bool hung_up() const {
        return std::ranges::any_of(sent, [&](const SentRequest& one) {
            return one.url.ends_with("/" + call.id + ".json") && one.field("Status") == "completed";
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Ringing, "a call says what happened and how to answer, and the key 1 acknowledges") {
    const auto first = hears(call, "", "");
    CHECK(has(first, "Severity one incident."));
    CHECK(has(first, "Press 1 to acknowledge."));
    const auto answer = hears(call, "menu", "1");
    CHECK(has(answer, "You lead incident one."));
    CHECK(has(answer, "An update is due in ten minutes."));
    CHECK_FALSE(has(answer, "Gather"));
    const auto now = incident(1);
    CHECK(now.state == State::investigating);
    CHECK(now.lead.name == "Dana");
    CHECK(timeline(1).back().via == Via::phone);
    CHECK(call_state() == PageState::acknowledged);
    CHECK_FALSE(hung_up());
}

TEST_CASE_FIXTURE(Ringing, "the same key reported twice acts once and is answered alike") {
    const auto once = hears(call, "menu", "1");
    const auto revision = incident(1).revision;
    CHECK(hears(call, "menu", "1") == once);
    CHECK(incident(1).revision == revision);
}

TEST_CASE_FIXTURE(Ringing, "an escalation asks back, acts once, and its caller stays on the incident") {
    const auto level = incident(1).paging.level;
    const auto question = hears(call, "menu", "2");
    CHECK(incident(1).paging.level == level);
    const auto begin = question.find("step=");
    REQUIRE(begin != std::string::npos);
    const auto step = std::string(
        field_of(read_form(question.substr(begin, question.find("&amp;", begin) - begin)), "step"));
    CHECK(step.starts_with("confirm-2/"));
    const auto done = hears(call, step, "2");
    const auto pages = incident(1).paging.pages.size();
    CHECK(has(done, "Press 1 to acknowledge."));
    hears(call, step, "2");
    CHECK(incident(1).paging.pages.size() == pages);
    hears(call, "menu", "1");
    CHECK(incident(1).state == State::investigating);
}

TEST_CASE_FIXTURE(Ringing, "silence is said three times over and never acknowledges") {
    for (const int silence : {1, 2}) CHECK(has(hears(call, "menu", "", silence), "Press 1"));
    const auto last = hears(call, "menu", "", 3);
    CHECK(has(last, "Goodbye."));
    CHECK_FALSE(has(last, "Gather"));
    CHECK(incident(1).state == State::paging);
}

TEST_CASE_FIXTURE(Ringing, "an answering machine gets one message and is no acknowledgment") {
    const auto said = reports({channels::KeyPressed{call.id, token_of(call), "", "", 0, true}}, "voice");
    CHECK(has(said, "Call ended without acknowledgement."));
    CHECK_FALSE(has(said, "Gather"));
    moves(Progress::voicemail);
    CHECK(call_state() == PageState::voicemail);
    CHECK(incident(1).state == State::paging);
}

TEST_CASE_FIXTURE(Ringing, "a key that means nothing is said so, and 9 says everything again") {
    CHECK(has(hears(call, "menu", "7"), "That key does nothing here."));
    CHECK(has(hears(call, "menu", "9"), "Severity one incident."));
    CHECK(incident(1).state == State::paging);
}

TEST_CASE_FIXTURE(Ringing, "a call to somebody with several open pages offers to acknowledge all at once") {
    CHECK_FALSE(has(hears(call, "", ""), "Press 4"));
    CHECK(has(hears(call, "menu", "4"), "That key does nothing here."));
    types(lee, "declare sev1 Checkout fails");
    types(lee, "declare sev4 A button is misaligned");  // pages nobody
    const auto first = hears(call, "", "");
    CHECK(has(first, "You have two open pages."));
    CHECK(has(first, "The first: severity one incident."));
    CHECK(has(first, "Press 1 to acknowledge this one."));
    CHECK(has(first, "Press 4 for all."));
    CHECK(has(first, "step=menu-all"));
    const auto done = hears(call, "menu-all", "4");
    CHECK(has(done, "You lead incidents two and one."));
    CHECK(has(done, "An update is due in"));
    CHECK_FALSE(has(done, "Gather"));
    for (const int number : {1, 2}) {
        CHECK(incident(number).state == tocsin::State::investigating);
        CHECK(incident(number).paging.answered_by.name == "Dana");
        CHECK(std::ranges::any_of(timeline(number), [](const Event& event) {
            return std::holds_alternative<event::Acknowledged>(event.body) && event.via == Via::phone;
        }));
    }
    const auto revision = incident(2).revision;
    CHECK(hears(call, "menu-all", "4") == done);
    CHECK(incident(2).revision == revision);
}

TEST_CASE_FIXTURE(Ringing, "whoever answers too late is told who has it, and may join") {
    types(lee, "ack INC-1");
    const auto late = hears(call, "", "");
    CHECK(has(late, "Lee has already acknowledged."));
    CHECK(has(hears(call, "late", "1"), "You joined incident one."));
    CHECK(incident(1).lead.name == "Lee");
}

TEST_CASE_FIXTURE(Ringing, "a call about an incident that is over changes nothing") {
    types(lee, "cancel INC-1 nothing was wrong");
    const auto revision = incident(1).revision;
    CHECK(has(hears(call, "menu", "1"), "is over."));
    CHECK(has(hears(call, "menu", "2"), "is over."));
    CHECK(incident(1).revision == revision);
}

TEST_CASE_FIXTURE(Ringing, "reports in the wrong order never take a page back, and the card shows them") {
    moves(Progress::ringing);
    CHECK(call_state() == PageState::ringing);
    moves(Progress::busy);
    moves(Progress::ringing);
    CHECK(call_state() == PageState::busy);
    pass(5s);
    CHECK(has(everything(card(1)), "busy"));
}

TEST_CASE_FIXTURE(Ringing, "a number that nobody has is failed over to the next means at once, once") {
    const auto before = incident(1).paging.pages.size();
    const Moved dead{call.id, token_of(call), Progress::failed, "Twilio: nobody has the number.",
                     channels::Rejected::Why::address};
    reports({dead}, "call-status");
    const auto after = incident(1).paging.pages.size();
    CHECK(call_state() == PageState::failed);
    reports({dead}, "call-status");
    CHECK(incident(1).paging.pages.size() == after);
    CHECK(after >= before);
}

TEST_CASE_FIXTURE(Ringing, "a callback about something unknown changes nothing and ends the call") {
    const auto revision = incident(1).revision;
    const auto said = reports({channels::KeyPressed{"CA99", "nobody", "menu", "1", 0, false}}, "gather");
    CHECK(has(said, "Goodbye."));
    reports({Moved{"CA99", "nobody", Progress::answered, "", {}}}, "call-status");
    CHECK(incident(1).revision == revision);
}

TEST_CASE("a call that was on its way when somebody acknowledged is hung up as soon as it is known") {
    Pager pager;
    bool once = true;
    const auto twilio = pager.provider;
    pager.provider = [&](const channels::Request& request) {
        const auto& url = std::get<channels::HttpRequest>(request).url;
        if (url.ends_with("/Calls.json") && std::exchange(once, false)) {
            pager.hand_in({engine::CommandGiven{Actor{UserId{lee}, "Lee"}, Via::command_line, std::nullopt,
                                                command::Acknowledge{}}});
        }
        return twilio(request);
    };
    pager.types(lee, "declare sev1 API Down");
    REQUIRE(pager.calls_to(danas_number).size() == 1);
    const auto id = pager.calls_to(danas_number).front().id;
    CHECK(pager.incident(1).state == State::investigating);
    CHECK(std::ranges::any_of(pager.sent, [&](const SentRequest& one) {
        return one.url.ends_with("/" + id + ".json") && one.field("Status") == "completed";
    }));
}

TEST_CASE("a page that its provider has refused for a while does not leave after an acknowledgment") {
    Pager pager;
    const auto twilio = pager.provider;
    pager.provider = [](const channels::Request&) { return channels::HttpAnswer{503, {}, ""}; };
    pager.types(lee, "declare sev1 API Down");
    pager.types(lee, "ack INC-1");
    pager.provider = twilio;
    pager.pass(5min);
    CHECK(pager.calls_to(danas_number).empty());
    CHECK(pager.texts(danas_number).empty());
    const auto pages = pager.incident(1).paging.pages;
    CHECK(std::ranges::count(pages, PageState::superseded, &Page::state) == 2);
}
