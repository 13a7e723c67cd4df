#include <regex>

#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

// SEV 1, and Dana looks at the page behind her link.
struct Linked : Pager {
    std::string token;

    Linked() {
        types(lee, "declare sev1 API Down -- all requests fail with 500");
        const auto text = last_text(danas_number);
        const auto at = text.find("/a/");
        REQUIRE(at != std::string::npos);
        token = text.substr(at + 3, 12);
    }
    channels::HttpAnswer looks() { return asks(LinkOpened{token}); }
    channels::HttpAnswer presses(const std::string& press, Duration after = 2s,
                                 const std::string& text = "") {
        const auto page = looks();
        pass(after);
        return asks(LinkPressed{token, view_of(page), press, text});
    }
    static std::string view_of(const channels::HttpAnswer& page) {
        static const std::regex hidden("name=\"view\" value=\"([^\"]*)\"");
        std::smatch found;
        REQUIRE(std::regex_search(page.body, found, hidden));
        return found[1];
    }
    bool paging() { return incident(1).state == tocsin::State::paging; }
};

}  // namespace

TEST_CASE_FIXTURE(Linked, "opening the link a hundred times shows the page and changes nothing") {
    const auto revision = incident(1).revision;
    for (int i = 0; i < 100; ++i) {
        const auto page = looks();
        CHECK(page.status == 200);
        for (const auto* words :
             {"SEV 1 INCIDENT: API Down", "INC-1. Started 2025-01-21 14:32 UTC", "all requests fail with 500",
              "You are Dana", "Acknowledge", "Escalate", "I can&#39;t respond"})
            CHECK_MESSAGE(has(page.body, words), page.body);
        CHECK_FALSE(has(page.body, "<script"));
    }
    CHECK(incident(1).revision == revision);
}

TEST_CASE_FIXTURE(Linked, "a press acknowledges as the person who was paged, and a text tells them so") {
    const auto answer = presses("ack");
    CHECK(answer.status == 303);
    CHECK(channels::Header{"Location", token} == answer.headers.front());
    CHECK(incident(1).lead.name == "Dana");
    CHECK(timeline(1).back().via == Via::web);
    CHECK(has(last_text(danas_number), "acknowledged in your name through the link"));
    const auto page = looks();
    CHECK(has(page.body, "You acknowledged at 14:32 UTC. Update due 14:42 UTC."));
    CHECK(has(page.body, "Post update"));
    CHECK(presses("update", 2s, "Looking <b>into</b> it").status == 303);
    CHECK(incident(1).last_words->text == "Looking <b>into</b> it");
}

TEST_CASE_FIXTURE(Linked, "who presses at once, late, or without having looked is shown the page again") {
    CHECK(presses("ack", 0s).status == 200);
    CHECK(presses("ack", 999ms).status == 200);
    CHECK(presses("ack", 11min).status == 200);
    CHECK(asks(LinkPressed{token, "", "ack", ""}).status == 200);
    CHECK(asks(LinkPressed{token, "1737469920000000.00", "ack", ""}).status == 200);
    auto view = view_of(looks());
    pass(2s);
    view.back() = view.back() == '0' ? '1' : '0';
    CHECK(asks(LinkPressed{token, view, "ack", ""}).status == 200);
    if (storage::testing::replicas_are_chosen()) return;  // these sign with one key, which outlives each
    const auto earlier = view_of(looks());
    restart();
    pass(2s);
    CHECK(asks(LinkPressed{token, earlier, "ack", ""}).status == 200);
    CHECK_FALSE(incident(1).acknowledged);
}

TEST_CASE_FIXTURE(Linked,
                  "escalating and passing on ask once more, and a form that is sent twice acts once") {
    const auto level = incident(1).paging.level;
    const auto question = presses("escalate");
    CHECK(question.status == 200);
    CHECK(has(question.body, "Page Lee now?"));
    CHECK(incident(1).paging.level == level);
    const auto view = view_of(question);
    pass(2s);
    CHECK(asks(LinkPressed{token, view, "escalate-now", ""}).status == 303);
    const auto revision = incident(1).revision;
    CHECK(incident(1).paging.level == level + 1);
    CHECK(asks(LinkPressed{token, view, "escalate-now", ""}).status == 303);
    CHECK(incident(1).revision == revision);
    CHECK(has(presses("decline").body, "Pass it on"));
    CHECK(incident(1).revision == revision);
}

TEST_CASE_FIXTURE(Linked,
                  "an acknowledgment through a link is announced as one, and others can reopen paging") {
    presses("ack");
    const auto replies = thread(card(1).ts);
    const auto found = std::ranges::find_if(replies, [](const sandbox::Message& message) {
        return has(everything(message), "The link of their page was pressed.");
    });
    REQUIRE(found != replies.end());
    const auto announced = *found;
    House::presses(lee, incidents, announced, "page.reopen");
    CHECK(incident(1).state == tocsin::State::paging);
    CHECK_FALSE(incident(1).lead.is_somebody());
    CHECK(std::ranges::any_of(thread(card(1).ts), [](const sandbox::Message& message) {
        return has(message.text, "reopens paging for INC-1");
    }));
    CHECK(std::ranges::any_of(timeline(1), [](const Event& event) {
        const auto* given = std::get_if<event::GivenBack>(&event.body);
        return given != nullptr && given->doubted.name == "Dana";
    }));
    types(lee, "ack INC-1");
    House::presses(lee, incidents, announced, "page.reopen");
    CHECK(incident(1).lead.is_somebody());
    types(lee, "giveback INC-1");
    types(dana, "ack INC-1");
    CHECK(has(types(lee, "giveback INC-1"), "only they can give it back"));
}

TEST_CASE_FIXTURE(Linked, "somebody who is slower is told who has it, and may join") {
    types(lee, "ack INC-1");
    CHECK(has(looks().body, "Lee acknowledged at 14:32 UTC. You are not needed now."));
    CHECK(presses("ack").status == 303);
    CHECK(incident(1).lead.name == "Lee");
    CHECK(presses("join").status == 303);
    CHECK(has(looks().body, "You have joined."));
}

TEST_CASE_FIXTURE(Linked, "a link is worth nothing when the incident is over, after a day, or altered") {
    SUBCASE("over") {
        types(lee, "cancel INC-1 nothing was wrong");
        const auto page = looks();
        CHECK(page.status == 200);
        CHECK(has(page.body, "INC-1 was cancelled at 14:32 UTC."));
        CHECK_FALSE(has(page.body, "<form"));
        const auto revision = incident(1).revision;
        CHECK(asks(LinkPressed{token, "", "ack", ""}).status == 200);
        CHECK(incident(1).revision == revision);
    }
    SUBCASE("expired") {
        pass(24h);
        CHECK(looks().status == 410);
        CHECK(has(looks().body, "This link has expired."));
        CHECK(asks(LinkPressed{token, "", "ack", ""}).status == 410);
    }
    SUBCASE("altered") {
        token.back() = token.back() == 'a' ? 'b' : 'a';
        CHECK(looks().status == 404);
        CHECK(asks(LinkPressed{token, "", "ack", ""}).status == 404);
    }
    CHECK_FALSE(incident(1).acknowledged);
}

TEST_CASE_FIXTURE(Linked, "words of an incident are words on its page, and a private one shows none") {
    types(lee, "declare sev1 <script>alert(1)</script>");
    const auto text = last_text(danas_number);
    token = text.substr(text.find("/a/") + 3, 12);
    CHECK_FALSE(has(looks().body, "<script"));
}

TEST_CASE_FIXTURE(Linked, "without Slack the press still counts, and the page says what is missing") {
    hand_in({ConnectionsChanged{0}});
    const auto answer = presses("ack");
    CHECK(answer.status == 200);
    CHECK(has(answer.body, "Slack is unreachable, people are told as soon as it is back."));
    CHECK(incident(1).lead.name == "Dana");
}

TEST_CASE("the calendar shows the shifts of all, of one schedule and of one person") {
    House house;
    const auto all = house.asks(CalendarAsked{});
    CHECK(all.status == 200);
    CHECK(has(all.body, "BEGIN:VCALENDAR"));
    CHECK(has(all.body, "Dana"));
    CHECK(has(all.body, "Lee"));
    const auto hers = house.asks(CalendarAsked{"primary", "dana"});
    CHECK(has(hers.body, "Dana"));
    CHECK_FALSE(has(hers.body, "Lee"));
    CHECK(house.asks(CalendarAsked{"nights", ""}).status == 404);
}
