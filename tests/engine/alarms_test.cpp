// Who learns that nobody can be paged any more when Slack does not carry the alarm, and that no provider
// takes a page.
#include <algorithm>

#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine::testing;

namespace {

// Dana is paged, ten minutes later Lee, and ten after that nobody is left. Lee is the admin.
struct Exhausted : Pager {
    static constexpr Duration policy_lasts = 20min;

    Exhausted() {
        auto settings = this->settings();
        settings.rules.admins = {{Target::Kind::person, "lee"}};
        change(std::move(settings));
    }
    // All but the last step.
    void declare(const std::string& verb = "declare") {
        types(lee, verb + " sev1 API Down");
        pass(policy_lasts - 1s);
        REQUIRE_FALSE(incident(1).paging.ended);
    }
    void end() {
        pass(2s);
        REQUIRE(incident(1).paging.ended == PagingEnd::exhausted);
    }
    sandbox::Channel& incidents_channel() { return *slack.workspace().find_channel(incidents); }
    std::ptrdiff_t alarms() {
        return std::ranges::count_if(messages(), [](const auto& message) {
            return has(everything(message), "nobody is left to page");
        });
    }
    std::ptrdiff_t texts_to_admin() const {
        return std::ranges::count_if(texts(lees_number), [](const auto& text) {
            return has(text.field("Body"), "nobody has acknowledged INC-1, nobody is paged for it any more");
        });
    }
    std::ptrdiff_t calls_to_admin() const {
        return std::ranges::count_if(calls_to(lees_number), [](const auto& call) {
            return has(call.field("Twiml"), "nobody has acknowledged");
        });
    }
    void check_told_once() {
        CHECK(texts_to_admin() == 1);
        CHECK(calls_to_admin() == 1);
    }
    void check_not_told() {
        CHECK(texts_to_admin() == 0);
        CHECK(calls_to_admin() == 0);
    }
};

// No provider takes texts.
struct Untaken : Exhausted {
    bool down = true;

    Untaken() {
        provider = [this, working = provider](const channels::Request& request) -> channels::Answer {
            const auto& url = std::get<channels::HttpRequest>(request).url;
            if (down && url.ends_with("/Messages.json")) return channels::HttpAnswer{503, {}, ""};
            return working(request);
        };
    }
    static bool is_about_it(const std::string& said) {
        return has(said, "and no provider has taken its page by SMS for a minute");
    }
    std::ptrdiff_t calls_about_it() const {
        return std::ranges::count_if(calls_to(lees_number),
                                     [](const auto& call) { return is_about_it(call.field("Twiml")); });
    }
    std::ptrdiff_t messages_about_it() {
        return std::ranges::count_if(direct(lee),
                                     [](const auto& message) { return is_about_it(everything(message)); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Exhausted, "an alarm that Slack takes calls no admin") {
    declare();
    end();
    CHECK(alarms() == 1);
    pass(1h);
    check_not_told();
}

TEST_CASE_FIXTURE(Exhausted, "an alarm that the channel does not take is told to the admins at once, once") {
    declare();
    SUBCASE("it is archived") {
        incidents_channel().archived = true;
    }
    SUBCASE("the bot was removed from it") {
        slack.workspace().public_write = false;
        incidents_channel().members.erase(slack.workspace().identity.bot_user);
    }
    end();
    check_told_once();
    pass(1h);
    check_told_once();
}

TEST_CASE_FIXTURE(Exhausted, "each alarm of an incident that Slack does not take is told to the admins") {
    declare();
    incidents_channel().archived = true;
    end();
    check_told_once();
    replies(danas_number, "1");
    types(dana, "unack INC-1");
    pass(policy_lasts + 1s);
    CHECK(texts_to_admin() == 2);
}

TEST_CASE_FIXTURE(Exhausted,
                  "while Slack is away an alarm is told to the admins, and posted when it is back") {
    const auto slack_fails = [&] {
        trouble({{"kind", "fail"}, {"method", "chat.postMessage"}, {"status", 503}, {"times", 2000}});
    };
    SUBCASE("known to be away, at once") {
        auto watched = settings();
        watched.watchdog = engine::Watchdog{"", 5min};
        change(std::move(watched));
        declare();
        slack_fails();
        hand_in({engine::ConnectionsChanged{0}});
        pass(2min);
        REQUIRE(incident(1).paging.ended == PagingEnd::exhausted);
    }
    SUBCASE("not known yet, within half a minute") {
        declare();
        slack_fails();
        end();
        check_not_told();
        pass(30s);
    }
    check_told_once();
    trouble({{"kind", "none"}});
    hand_in({engine::ConnectionsChanged{2}});
    pass(10min);
    CHECK(alarms() == 1);
    check_told_once();
}

TEST_CASE_FIXTURE(Exhausted, "an alarm whose incident somebody acknowledged meanwhile wakes no admin") {
    declare();
    trouble({{"kind", "fail"}, {"method", "chat.postMessage"}, {"status", 503}, {"times", 2000}});
    end();
    replies(danas_number, "1");
    pass(5min);
    check_not_told();
}

TEST_CASE_FIXTURE(Exhausted, "the lost alarm of a drill wakes no admin") {
    declare("drill");
    incidents_channel().archived = true;
    end();
    pass(5min);
    check_not_told();
}

TEST_CASE_FIXTURE(Exhausted, "an admin without a phone gets the lost alarm as a direct message") {
    auto settings = this->settings();
    settings.rules.people.at(PersonId{"lee"}).phone.clear();
    change(std::move(settings));
    declare();
    incidents_channel().archived = true;
    end();
    CHECK(std::ranges::any_of(direct(lee), [](const auto& message) {
        return has(everything(message), "nobody has acknowledged INC-1");
    }));
}

TEST_CASE_FIXTURE(Untaken, "when no provider takes a page for a minute the admins are told, once") {
    types(lee, "declare sev1 API Down");
    pass(59s);
    CHECK(calls_about_it() == 0);
    pass(2s);
    CHECK(calls_about_it() == 1);
    CHECK(messages_about_it() == 1);
    pass(policy_lasts);  // the next level's text is not taken either
    CHECK(calls_about_it() == 1);
    CHECK(messages_about_it() == 1);
}

TEST_CASE_FIXTURE(Untaken, "a first try that was lost with its process changes nothing of that") {
    hand_in({engine::DeclarationGiven{Actor{UserId{lee}, "Lee"}, Via::api, [] {
                                          event::Declared declared;
                                          declared.title = "API Down";
                                          declared.severity = Severity::sev1;
                                          return declared;
                                      }()}});
    (void)step();  // the pages are under way, and nobody hears what became of them
    restart();
    pass(2min);
    CHECK(calls_about_it() == 1);
    CHECK(messages_about_it() == 1);
}

TEST_CASE_FIXTURE(Untaken, "the admins are not told of a page that was taken or is not wanted meanwhile") {
    types(lee, "declare sev1 API Down");
    pass(30s);
    SUBCASE("taken") {
        down = false;
    }
    SUBCASE("acknowledged") {
        types(dana, "ack INC-1");
    }
    pass(5min);
    CHECK(calls_about_it() == 0);
    CHECK(messages_about_it() == 0);
}

TEST_CASE_FIXTURE(Untaken, "a page of a drill that no provider takes wakes no admin") {
    Contacts contacts;
    contacts.person = PersonId("dana");
    contacts.phoned_in_drills = true;
    within([&](storage::Tx& tx) { tx.save(contacts); });
    restart();
    types(lee, "drill sev1 API Down");
    pass(5min);
    CHECK(std::ranges::any_of(incident(1).paging.pages, [](const Page& page) {
        return page.means == Means::sms && page.state == PageState::queued;
    }));
    CHECK(calls_about_it() == 0);
    CHECK(messages_about_it() == 0);
}
