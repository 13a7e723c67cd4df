#include "bot/base/text.h"
#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;
namespace action = slack::action;
namespace field = slack::field;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// Dana is primary, Lee is backup, Sam manages; everybody has Slack alone.
struct OnCallRoom : Workroom {
    OnCallRoom() {
        auto& team = configured().teams.at(TeamId{"platform"});
        team.primary = {tocsin::Target::Kind::person, "dana"};
        team.backup = {tocsin::Target::Kind::person, "lee"};
        for (auto& [id, policy] : configured().policies) {
            for (auto& level : policy.levels) level.via = {Means::slack};
        }
        for (auto& [severity, rules] : configured().severities) rules.page.via = {Means::slack};
        can().paging = true;
    }

    std::string paged(std::int64_t number) {
        std::vector<std::string> people;
        for (const auto& page : incident(number).paging.pages)
            people.push_back(page.to.person.empty() ? page.to.user.str() : page.to.person.str());
        return join(people, " ");
    }
};

}  // namespace

TEST_CASE("a declaration says whom it pages, before and after") {
    OnCallRoom room;
    CHECK(has(everything(room.types(kim, "declare API Down")), "SEV 2 alerts Dana (primary) now by Slack."));
    CHECK(has(words(room.types(kim, "declare sev2 API Down")), "Paging Dana (primary) by Slack."));
    CHECK(room.paged(1) == "dana");

    room.configured().teams.at(TeamId{"platform"}).primary = {};
    const auto form = everything(room.types(kim, "declare service:payments Slow checkout"));
    CHECK(has(form, "Nobody is on call for Payments now. Lee (backup) is paged instead."));
}

TEST_CASE("whom business hours keep is named with the day") {
    OnCallRoom room;
    room.configured().business_hours.days = {5};  // a Friday
    auto& page = room.configured().severities.at(Severity::sev3).page;
    REQUIRE(page.business_hours);
    const auto preview = [&](const std::vector<std::string>& ticked) {
        return everything(room.presses_in(kim,
                                          filled(slack::form::declare, "",
                                                 {{field::declare_title, {"CSV export"}},
                                                  {field::declare_severity, {"sev3"}},
                                                  {field::declare_options, ticked}}),
                                          field::declare_severity.action));
    };
    CHECK(has(preview({"page"}), "SEV 3 tells Dana in Slack on Friday at 09:00. Nobody is woken."));
    CHECK(has(words(room.types(kim, "declare sev3 CSV")), "Pages Dana (primary) on Friday 2025-01-24 09:00"));
}

TEST_CASE("escalating by word names the next people and asks; by button it acts") {
    OnCallRoom room;
    room.types(kim, "declare sev2 API Down");
    const auto question = room.types(dana, "escalate second pair of eyes");
    CHECK(has(words(question), "Escalate INC-1? This pages Lee (backup) by Slack now."));
    CHECK(room.paged(1) == "dana");
    SUBCASE("confirmed") {
        room.presses_button(dana, question, action::escalate_confirm);
        CHECK(room.incident(1).paging.asked->reason == "second pair of eyes");
    }
    SUBCASE("gone back") {
        room.presses_button(dana, question, action::dismiss);
        CHECK_FALSE(room.incident(1).paging.asked);
    }
    SUBCASE("pressed on the card") {
        CHECK(words(room.presses(dana, action::escalate, "1.1")) == "nothing");
        CHECK(room.incident(1).paging.asked);
    }
    SUBCASE("nobody is left") {
        for (auto& [id, policy] : room.configured().policies) policy.levels.resize(1);
        room.types(kim, "declare sev2 Login fails");
        const auto answer = room.types(dana, "escalate INC-2");
        CHECK(has(words(answer), "Nobody is left in Production Incidents. Page a person by name?"));
        CHECK(form_of(room.presses_button(dana, answer, action::page_open)) == slack::form::page);
    }
}

TEST_CASE("somebody is paged by mention, name, schedule or group, with the incident before or after") {
    OnCallRoom room;
    room.types(kim, "declare sev2 API Down");
    room.types(kim, "declare sev2 Login fails");
    struct Row {
        std::string_view line, paged;
    };
    for (const auto& row :
         {Row{"page <@U0SAM> INC-1 need you", "dana sam"}, Row{"page INC-1 sam", "dana sam sam"},
          Row{"page primary INC-1", "dana sam sam dana"},
          Row{"page schedule:primary INC-1", "dana sam sam dana dana"},
          Row{"page <@U0KIM> INC-1", "dana sam sam dana dana U0KIM"}}) {
        CAPTURE(row.line);
        CHECK(words(room.types(lee, row.line)) == "nothing");
        CHECK(room.paged(1) == row.paged);
    }
    const auto last = room.timeline(1).back();
    CHECK(has(words(room.types(lee, "page zoe INC-1")), "zoe"));
    CHECK(has(words(room.types(lee, "page <!subteam^S0X|@sre> INC-1")), "I don't know who is in that group"));
    CHECK(has(words(room.types(kim, "page sam INC-1")), "Only responders can page someone"));
    CHECK(has(words(room.types(lee, "page sam")), "Two incidents are open"));
    CHECK(room.timeline(1).back() == last);
}

TEST_CASE("the form pages a person, a schedule, or both") {
    OnCallRoom room;
    room.types(kim, "declare sev2 API Down");
    CHECK(form_of(room.presses(dana, action::page_open, "1.1")) == slack::form::page);
    const auto metadata = key(room.incident(1));
    const auto empty = room.submits(dana, filled(slack::form::page, metadata, {}));
    CHECK(std::holds_alternative<FieldErrors>(empty));
    room.submits(dana, filled(slack::form::page, metadata,
                              {{field::page_to, {"U0SAM"}},
                               {field::page_schedule, {"schedule:primary"}},
                               {field::page_text, {"help"}}}));
    CHECK(room.paged(1) == "dana sam dana");
}

TEST_CASE("a page is acknowledged by whoever got it, and says so") {
    OnCallRoom room;
    room.types(kim, "declare sev1 API Down");
    CHECK(room.paged(1) == "dana lee");
    CHECK(words(room.presses(lee, action::page_acknowledge, "1.p2")) == "nothing");
    CHECK(room.incident(1).paging.pages.at(1).state == PageState::acknowledged);
    CHECK(room.incident(1).lead.user == lee.id);
    CHECK(has(words(room.presses(dana, action::page_acknowledge, "1.p1")), "before you"));
}

TEST_CASE("a page is passed on, taken back, and given back") {
    OnCallRoom room;
    room.types(kim, "declare sev2 API Down");
    CHECK(has(words(room.types(sam, "pass")), "You were not paged for INC-1"));
    CHECK(words(room.presses(dana, action::page_decline, "1.p1")) == "nothing");
    CHECK(room.incident(1).paging.pages.at(0).state == PageState::passed_on);
    CHECK(room.incident(1).paging.next_due == start);
    CHECK(words(room.presses(dana, action::page_undecline, "1.p1")) == "nothing");
    CHECK(room.incident(1).lead.user == dana.id);
    CHECK(has(words(room.types(lee, "giveback")), "only they can give it back"));
    CHECK(words(room.types(dana, "giveback laptop is dead")) == "nothing");
    CHECK(room.incident(1).state == State::paging);
}

TEST_CASE("an incident that pages again after an escalation can be acknowledged by anybody") {
    OnCallRoom room;
    room.types(kim, "declare sev2 API Down");
    room.types(dana, "ack");
    room.presses(dana, action::escalate, "1.2");
    CHECK(room.incident(1).state == State::paging);
    CHECK(words(room.types(lee, "ack")) == "nothing");
    CHECK(room.incident(1).state == State::investigating);
}

TEST_CASE("reassigning pages one person as the first level") {
    OnCallRoom room;
    room.types(kim, "declare sev2 API Down");
    CHECK(has(words(room.types(dana, "reassign")), "Name who gets it"));
    CHECK(words(room.types(dana, "reassign <@U0LEE> payments is yours")) == "nothing");
    CHECK(room.paged(1) == "dana lee");
}

TEST_CASE("raising names whom it adds") {
    OnCallRoom room;
    room.types(kim, "declare sev2 API Down");
    CHECK(has(words(room.types(dana, "severity 1 error rate")),
              "Raise INC-1 to SEV 1? This pages Lee now by Slack."));
}

TEST_CASE("the ledger tells what became of each page") {
    OnCallRoom room;
    CHECK(has(words(room.types(kim, "pages")), "INC"));
    room.types(kim, "declare sev1 API Down");
    room.advance(70s);
    room.presses(dana, action::page_acknowledge, "1.p1");
    const auto ledger = everything(room.types(kim, "pages"));
    CHECK(has(ledger, "*1.* <@U0DANA> (primary), level 1, Slack: queued 14:33:00, acknowledged 14:34:10"));
    CHECK(has(ledger, "*2.* <@U0LEE> (backup), level 1, Slack: queued 14:33:00"));
}
