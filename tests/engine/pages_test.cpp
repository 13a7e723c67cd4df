#include <algorithm>

#include "bot/slack/identifiers.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine::testing;
namespace action = slack::action;

namespace {

sandbox::Message page_of(House& house, const std::string& person) {
    const auto messages = house.direct(person);
    REQUIRE_FALSE(messages.empty());
    return messages.front();
}

// A SEV 2 pages as a SEV 1 does, and waits.
struct Storm : Pager {
    Storm() {
        auto settings = this->settings();
        auto& severities = settings.rules.severities;
        severities[Severity::sev2].page = severities[Severity::sev1].page;
        restart_with(settings);
    }
};

engine::DeclarationGiven declaration(Severity severity) {
    event::Declared declared;
    declared.title = "API Down";
    declared.severity = severity;
    return {Actor{UserId{sam}, {}}, Via::api, declared};
}

}  // namespace

TEST_CASE("a page by direct message says what is asked, then what became of it") {
    Pager house;
    house.types(kim, "declare sev1 API Down");
    auto page = page_of(house, dana);
    CHECK(has(everything(page), "You are paged. SEV 1: API Down"));
    CHECK(has(everything(page), "Also sent: phone call and SMS to number ending 0101"));

    SUBCASE("acknowledged") {
        house.presses(dana, house.direct_channel(dana), page, action::page_acknowledge);
        CHECK(has(everything(page_of(house, dana)),
                  "You acknowledged at 14:32 UTC. Next update due 14:42 UTC."));
        CHECK(house.incident(1).lead.user.str() == dana);
        CHECK(house.timeline(1).back().via == Via::button);
    }
    SUBCASE("somebody else was faster") {
        house.types(lee, "ack INC-1");
        CHECK(has(everything(page_of(house, dana)), "acknowledged at 14:32 UTC. You are not needed now."));
        house.presses(dana, house.direct_channel(dana), page_of(house, dana), action::join);
        CHECK(is_participant(house.incident(1), UserId{dana}));
    }
    SUBCASE("passed on, and taken after all") {
        house.presses(dana, house.direct_channel(dana), page, action::page_decline);
        CHECK(has(everything(page_of(house, dana)), "You passed this page on at 14:32 UTC."));
        CHECK(has(everything(page_of(house, dana)), "is paged."));
        CHECK(house.texts(lees_number).size() == 1);
        house.pass(5s);
        house.presses(dana, house.direct_channel(dana), page_of(house, dana), action::page_undecline);
        CHECK(has(everything(page_of(house, dana)), "You acknowledged at"));
    }
    SUBCASE("over") {
        house.types(lee, "cancel INC-1 a test");
        CHECK(has(everything(page_of(house, dana)), "INC-1 turned out not to be an incident."));
    }
}

TEST_CASE("whoever was paged by text learns that somebody has it, and that it is over") {
    Pager house;
    house.types(kim, "declare sev1 API Down");
    house.pass(10min);
    REQUIRE(house.texts(lees_number).size() == 1);
    house.presses(lee, house.direct_channel(lee), page_of(house, lee), action::page_acknowledge);
    CHECK(has(house.last_text(danas_number),
              "INC-1 API Down: Lee acknowledged at 14:42 UTC. You are not needed now."));
    CHECK(house.texts(lees_number).size() == 1);
    house.pass(2min);
    const auto before = house.texts(lees_number).size();
    house.replies(lees_number, "res restarted");
    CHECK(has(house.last_text(danas_number), "RESOLVED INC-1 API Down"));
    CHECK(house.texts(lees_number).size() == before + 1);  // the answer, and not the news too
}

TEST_CASE("a lead who lets an update wait for long is reminded by text, and may answer by text") {
    Pager house;
    house.types(kim, "declare sev1 API Down");
    house.presses(dana, house.direct_channel(dana), page_of(house, dana), action::page_acknowledge);
    const auto before = house.texts(danas_number).size();
    house.pass(24min);
    CHECK(house.texts(danas_number).size() == before);
    house.pass(1min);
    CHECK(has(house.last_text(danas_number),
              "INC-1 API Down: no update for 25 min. Post one in the thread or reply U and your text."));
    house.replies(danas_number, "u the pool is raised");
    CHECK(house.incident(1).last_words->text == "the pool is raised");
}

TEST_CASE("an acknowledgment hangs up what still rings, and nobody who is talking") {
    Pager house;
    house.types(kim, "declare sev1 API Down");
    REQUIRE(house.calls_to(danas_number).size() == 1);
    const auto call = house.calls_to(danas_number).front();
    const auto hung_up = [&] {
        return std::ranges::any_of(house.sent, [&](const SentRequest& one) {
            return one.url.contains(call.id) && one.field("Status") == "completed";
        });
    };
    SUBCASE("ringing") {
        house.types(lee, "ack INC-1");
        CHECK(hung_up());
    }
    SUBCASE("talking") {
        house.reports({channels::Moved{call.id, token_of(call), channels::Progress::answered, "", {}}},
                      "call-status");
        REQUIRE(house.incident(1).paging.pages.at(0).state == PageState::answered);
        house.types(lee, "ack INC-1");
        CHECK_FALSE(hung_up());
    }
}

TEST_CASE("in a storm one text a minute names what waits, and a SEV 1 does not wait") {
    Storm house;
    house.types(kim, "declare sev2 Login fails");
    CHECK(house.texts(danas_number).size() == 1);
    house.types(kim, "declare sev2 Search is slow");
    house.types(kim, "declare sev2 Mail is late");
    house.types(kim, "declare sev2 Reports are empty");
    CHECK(house.texts(danas_number).size() == 1);
    CHECK(house.calls_to(danas_number).size() == 1);
    CHECK(house.incident(2).paging.pages.at(1).state == PageState::queued);

    house.pass(10s);
    house.types(kim, "declare sev1 API Down");
    CHECK(house.texts(danas_number).size() == 2);
    CHECK(has(house.last_text(danas_number), "4 open pages: INC-5 SEV 1 API Down, INC-"));
    CHECK(has(house.last_text(danas_number), "Reply 1 ALL"));
    for (const int number : {2, 3, 4})
        CHECK(house.incident(number).paging.pages.at(1).state == PageState::sent);

    house.pass(3min);
    CHECK(house.texts(danas_number).size() == 2);     // named already
    CHECK(house.calls_to(danas_number).size() == 5);  // one a minute
    house.replies(danas_number, "1 all");
    for (const int number : {1, 2, 3, 4, 5}) CHECK(house.incident(number).state == State::investigating);
}

TEST_CASE("a text names no page that leaves by itself or is under way") {
    Storm house;
    house.settle();
    std::vector<engine::Output> under_way;
    const auto leave = [&](const std::vector<engine::Input>& inputs) {
        house.hand_in(inputs);
        std::ranges::move(house.step(), std::back_inserter(under_way));
    };
    SUBCASE("both of a SEV 1") {
        leave({declaration(Severity::sev1), declaration(Severity::sev1)});
    }
    SUBCASE("a third one waits, and both could name it") {
        house.hand_in({declaration(Severity::sev2)});
        house.settle();
        house.hand_in({declaration(Severity::sev2)});
        house.settle();
        house.pass(20s);
        house.hand_in({declaration(Severity::sev1), declaration(Severity::sev1)});
        house.settle();
        const auto texts = house.texts(danas_number);
        CHECK(texts.size() == 3);
        CHECK(std::ranges::count_if(texts,
                                    [](const auto& text) { return has(text.field("Body"), "INC-2"); }) == 1);
        return;
    }
    SUBCASE("one is under way") {
        if (storage::testing::replicas_are_chosen()) return;  // the other one would take the next step
        leave({declaration(Severity::sev2)});
        leave({declaration(Severity::sev1)});
    }
    house.carry_out(std::move(under_way));
    house.settle();
    const auto texts = house.texts(danas_number);
    CHECK(texts.size() == 2);
    for (const auto& text : texts) CHECK_FALSE(has(text.field("Body"), "open pages"));
}

TEST_CASE("an answer counts only for the try that it belongs to") {
    if (storage::testing::replicas_are_chosen()) return;  // the other one would take the next step
    Pager house;
    house.settle();
    house.hand_in({declaration(Severity::sev1)});
    auto first = house.step();
    house.clock.advance(10s);  // its lease is over, and it leaves again
    auto second = house.step();
    house.carry_out(std::move(first));
    house.hand_in({});
    (void)house.step();
    for (const auto& page : house.incident(1).paging.pages) CHECK(page.state == PageState::queued);
    house.carry_out(std::move(second));
    house.settle();
    CHECK(house.incident(1).paging.pages.front().state == PageState::sent);
}

TEST_CASE("a provider that fails for a minute is said on the card, and that it is over") {
    Pager house;
    bool down = true;
    const auto working = house.provider;
    house.provider = [&](const channels::Request& request) {
        const auto& url = std::get<channels::HttpRequest>(request).url;
        return down && url.contains("Calls") ? channels::HttpAnswer{503, {}, ""} : working(request);
    };
    house.types(kim, "declare sev1 API Down");
    house.pass(50s);
    CHECK_FALSE(has(everything(house.card(1)), "Phone calls fail"));
    house.pass(50s);
    CHECK(has(everything(house.card(1)),
              "Phone calls fail at the moment (provider error). SMS and Slack were sent."));
    down = false;
    house.pass(1min);
    CHECK_FALSE(has(everything(house.card(1)), "Phone calls fail"));
    CHECK(house.calls_to(danas_number).size() == 1);
}
