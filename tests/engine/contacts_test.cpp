#include <algorithm>
#include <set>

#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

const std::string new_number = "+12025550177";

struct Reached : Pager {
    Reached() {
        auto ringing = settings();
        for (const auto severity : {Severity::sev2, Severity::sev3})
            ringing.rules.severities[severity].page = ringing.rules.severities[Severity::sev1].page;
        change(ringing);
        settle();
    }
    void keeps(Contacts contacts) {
        contacts.person = PersonId("dana");
        within([&](storage::Tx& tx) { tx.save(contacts); });
        restart();
        settle();
    }
    void raises(std::int64_t number) {
        hand_in({CommandGiven{{UserId(lee), "Lee", PersonId("lee")},
                              Via::command_line,
                              IncidentNumber{number},
                              command::ChangeSeverity{Severity::sev1, "worse"}}});
        settle();
    }
    // Dana saves the form of `/incident me`, with these inputs and the rest as it was.
    json saves(json values) {
        types(dana, "me");
        const auto open = slack.workspace().views.stack_of(dana);
        REQUIRE_FALSE(open.empty());
        return acts(
            {{"as", dana}, {"do", "submit"}, {"view_id", open.back()->id}, {"values", std::move(values)}});
    }
    std::string code_in(const std::string& text) const { return text.substr(0, text.find(' ')); }
};

std::string last_direct(House& house, const std::string& who) {
    const auto messages = house.direct(who);
    REQUIRE_FALSE(messages.empty());
    return everything(messages.back());
}

Contacts calls_after(Duration after) {
    Contacts contacts;
    contacts.delays = {{Severity::sev2, Means::phone, after}};
    return contacts;
}

}  // namespace

TEST_CASE_FIXTURE(Reached,
                  "pages go to the number that the person verified, also after a restart and a reload") {
    Contacts contacts;
    contacts.phone = VerifiedAddress{new_number, start};
    keeps(contacts);
    change(settings());
    types(lee, "declare sev1 API Down");
    CHECK(texts(new_number).size() == 1);
    CHECK(calls_to(new_number).size() == 1);
    CHECK(texts(danas_number).empty());
    replies(danas_number, "1");
    CHECK(incident(1).state == tocsin::State::paging);
    replies(new_number, "1");
    CHECK(incident(1).state == tocsin::State::investigating);
}

TEST_CASE_FIXTURE(Reached, "a delayed call waits, and an acknowledgment spares it") {
    keeps(calls_after(2min));
    types(lee, "declare sev2 Slow checkout");
    CHECK(texts(danas_number).size() == 1);
    CHECK(calls_to(danas_number).empty());
    pass(119s);
    CHECK(calls_to(danas_number).empty());
    restart();
    pass(1s);
    CHECK(calls_to(danas_number).size() == 1);
    types(dana, "ack INC-1");
    types(lee, "declare sev2 Search gives nothing");
    pass(1min);
    types(dana, "ack INC-2");
    pass(5min);
    CHECK(calls_to(danas_number).size() == 1);
}

TEST_CASE_FIXTURE(Reached,
                  "a delayed call leaves at once when the text fails for good, and its person is told") {
    keeps(calls_after(5min));
    types(lee, "declare sev2 Slow checkout");
    CHECK(calls_to(danas_number).empty());
    const auto text = texts(danas_number).back();
    reports({channels::Moved{text.id, token_of(text), channels::Progress::failed, "no such number",
                             channels::Rejected::Why::address}},
            "sms-status");
    CHECK(calls_to(danas_number).size() == 1);
    CHECK(has(last_direct(*this, dana), "Your number could not be reached at 14:32 UTC. Check your number."));
    pass(5min);
    CHECK(calls_to(danas_number).size() == 1);
}

TEST_CASE_FIXTURE(Reached, "a delayed call leaves at once when the incident becomes a SEV 1") {
    keeps(calls_after(5min));
    types(lee, "declare sev2 Slow checkout");
    CHECK(calls_to(danas_number).empty());
    raises(1);
    CHECK(calls_to(danas_number).size() == 1);
    types(lee, "declare sev1 API Down");
    pass(1min);  // of one person no two calls within a minute
    CHECK(calls_to(danas_number).size() == 2);
}

TEST_CASE_FIXTURE(Reached, "calls and texts of a SEV 3 wait for the end of the quiet hours, Slack does not") {
    Contacts contacts;
    contacts.quiet = QuietHours{9 * 60, 10 * 60};  // in New York, where Dana is: it is 09:32
    keeps(contacts);
    auto with_zone = settings();
    with_zone.rules.people.at(PersonId("dana")).timezone = "America/New_York";
    change(with_zone);
    types(lee, "declare sev3 CSV export fails");
    CHECK(has(last_direct(*this, dana), "You are paged. SEV 3: CSV export fails"));
    CHECK(texts(danas_number).empty());
    pass(27min);
    CHECK(texts(danas_number).empty());
    pass(1min);
    CHECK(texts(danas_number).size() == 1);
    CHECK(calls_to(danas_number).size() == 1);
}

TEST_CASE_FIXTURE(Reached, "quiet hours hold back nothing of a SEV 2") {
    Contacts contacts;
    contacts.quiet = QuietHours{0, 23 * 60};
    keeps(contacts);
    types(lee, "declare sev2 Slow checkout");
    CHECK(texts(danas_number).size() == 1);
    CHECK(calls_to(danas_number).size() == 1);
}

TEST_CASE_FIXTURE(Reached,
                  "the code goes to the new number, is nowhere in the store, and makes the number count") {
    saves({{"me.phone", {{"phone", {{"type", "plain_text_input"}, {"value", new_number}}}}}});
    REQUIRE(texts(new_number).size() == 1);
    const auto code = code_in(last_text(new_number));
    CHECK(code.size() == 6);
    std::optional<ContactCode> kept;
    within([&](storage::Tx& tx) { kept = tx.newest_code(PersonId("dana"), Means::phone); });
    REQUIRE(kept);
    CHECK_FALSE(kept->hash.contains(code));
    types(lee, "declare sev1 API Down");
    CHECK(texts(danas_number).size() == 1);
    CHECK(has(types(dana, "me " + code), "number ending 0177"));
    pass(10min);
    types(lee, "ack INC-1");
    types(lee, "declare sev1 Payments fail");
    CHECK(has(last_text(new_number), "Payments fail"));
}

TEST_CASE_FIXTURE(Reached, "five codes an hour are enough for anybody, and three for one address") {
    const auto to = [&](const std::string& number) {
        return saves({{"me.phone", {{"phone", {{"type", "plain_text_input"}, {"value", number}}}}}});
    };
    for (int i = 0; i < 4; ++i) to(new_number);
    CHECK(texts(new_number).size() == 3);
    for (int i = 0; i < 4; ++i) to("+12025550178");
    CHECK(texts("+12025550178").size() == 2);
    pass(1h);
    to(new_number);
    CHECK(texts(new_number).size() == 4);
}

TEST_CASE_FIXTURE(Reached, "ten codes a day are enough for anybody, however they are spread") {
    int sent = 0;
    for (int hour = 0; hour < 23; ++hour) {
        const auto number = "+1202555018" + std::to_string(hour % 10);
        saves({{"me.phone", {{"phone", {{"type", "plain_text_input"}, {"value", number}}}}}});
        pass(1h);
    }
    for (int last = 0; last < 10; ++last)
        sent += static_cast<int>(texts("+1202555018" + std::to_string(last)).size());
    CHECK(sent == 10);
    pass(25h);
    saves({{"me.phone", {{"phone", {{"type", "plain_text_input"}, {"value", new_number}}}}}});
    CHECK(texts(new_number).size() == 1);
}

TEST_CASE_FIXTURE(Reached, "a code that a restart lost, or that no provider takes, is told") {
    provider = [](const channels::Request&) {
        return channels::Answer(channels::HttpAnswer{400, {}, R"({"code":21211,"message":"no"})"});
    };
    saves({{"me.phone", {{"phone", {{"type", "plain_text_input"}, {"value", new_number}}}}}});
    CHECK(has(last_direct(*this, dana), "The code to the number ending 0177 could not be sent"));
    CHECK_FALSE(has(last_direct(*this, dana), new_number));
}

TEST_CASE_FIXTURE(Reached, "after STOP nothing is texted any more, whatever is started again, until START") {
    types(lee, "declare sev1 API Down");
    REQUIRE(texts(danas_number).size() == 1);
    reports({channels::Replied{danas_number, "STOP", "SMstop", clock.now(), true, false}}, "sms");
    CHECK(
        has(last_direct(*this, dana), "You get no more text messages from Tocsin at the number ending 0101"));
    const auto pages = incident(1).paging.pages;
    CHECK(std::ranges::any_of(
        pages, [](const Page& page) { return page.means == Means::sms && page.state == PageState::failed; }));
    restart();
    change(settings());
    types(lee, "ack INC-1");
    types(lee, "declare sev1 Payments fail");
    CHECK(texts(danas_number).size() == 1);
    pass(1min);
    CHECK(calls_to(danas_number).size() == 2);
    reports({channels::Replied{danas_number, "START", "SMstart", clock.now(), false, true}}, "sms");
    CHECK(has(last_direct(*this, dana), "reach you again at the number ending 0101"));
    types(lee, "ack INC-2");
    types(lee, "declare sev1 Search is down");
    pass(1min);
    CHECK(has(last_text(danas_number), "Search is down"));
}

TEST_CASE_FIXTURE(Reached,
                  "whoever replaces a number that was given up is reached by the new one, whoever pages") {
    types(dana, "test");
    const auto text = texts(danas_number).back();
    reports({channels::Moved{text.id, token_of(text), channels::Progress::failed, "no such number",
                             channels::Rejected::Why::address}},
            "sms-status");
    saves({{"me.phone", {{"phone", {{"type", "plain_text_input"}, {"value", new_number}}}}}});
    types(dana, "me " + code_in(last_text(new_number)));
    for (std::int64_t number = 1; number <= 4; ++number) {
        const auto title = "Trouble " + std::to_string(number);
        types(lee, "declare sev1 " + title);
        CHECK(has(last_text(new_number), title));
        types(lee, "ack INC-" + std::to_string(number));
        pass(2min);
    }
}

TEST_CASE_FIXTURE(Reached, "a provider that says so stops texts too, and an admin is told, on Home as well") {
    auto with_admin = settings();
    with_admin.rules.admins = {{Target::Kind::person, "lee"}};
    change(with_admin);
    types(dana, "test");
    const auto text = texts(danas_number).back();
    reports({channels::Moved{text.id, token_of(text), channels::Progress::failed, "opted out",
                             channels::Rejected::Why::opted_out}},
            "sms-status");
    CHECK(has(last_direct(*this, lee), "gets no more text messages at the number ending 0101"));
    CHECK_FALSE(has(last_direct(*this, lee), danas_number));
    forget_calls();
    acts({{"as", lee}, {"do", "open_home"}});
    REQUIRE_FALSE(calls("views.publish").empty());
    CHECK(has(calls("views.publish").back().arguments.dump(), "Dana gets no text messages"));
    CHECK(has(calls("views.publish").back().arguments.dump(), "of 16 done"));
    acts({{"as", dana}, {"do", "open_home"}});
    CHECK(has(calls("views.publish").back().arguments.dump(), "You get no text messages since 2025-01-21"));
    Contacts found;
    within([&](storage::Tx& tx) { found = tx.contacts(PersonId("dana")); });
    CHECK(found.no_texts == NoTexts{danas_number, start});
}

TEST_CASE_FIXTURE(Reached,
                  "who was deactivated in Slack is paged by the other means, and an admin is told once") {
    auto with_admin = settings();
    with_admin.rules.admins = {{Target::Kind::person, "lee"}};
    change(with_admin);
    const auto slack_says = [&](bool deactivated) {
        slack::Envelope envelope;
        envelope.payload = slack::UserChanged{UserId(dana), "Dana", "UTC", false, false, deactivated};
        hand_in({EnvelopeReceived{1, envelope, {}}});
        settle();
    };
    const auto means_of = [&](std::int64_t number) {
        std::set<Means> means;
        for (const auto& page : incident(number).paging.pages) {
            if (page.to.person == PersonId("dana")) means.insert(page.means);
        }
        return means;
    };
    slack_says(true);
    CHECK(has(last_direct(*this, lee), "The Slack account of Dana was deactivated."));
    const auto told = direct(lee).size();
    slack_says(true);
    CHECK(direct(lee).size() == told);
    types(kim, "declare sev1 API Down");
    CHECK(means_of(1) == std::set{Means::phone, Means::sms});
    SUBCASE("until the configuration names another account") {
        auto other = settings();
        other.rules.people.at(PersonId("dana")).slack = UserId(kim);
        change(other);
        types(kim, "declare sev1 Search Down");
        CHECK(means_of(2) == std::set{Means::phone, Means::sms, Means::slack});
        return;
    }
    slack_says(false);
    types(kim, "declare sev1 Search Down");
    CHECK(means_of(2) == std::set{Means::phone, Means::sms, Means::slack});
}
