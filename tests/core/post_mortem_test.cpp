#include "bot/core/post_mortem.h"

#include "bot/core/permissions.h"
#include "tests/core/scene.h"

using namespace tocsin;
using scene::at;
using scene::dana;
using scene::kim;
using scene::lee;
using scene::Scene;

namespace {

struct Over : Scene {
    explicit Over(Severity severity = Severity::sev1) : Scene(severity) {
        does(dana, command::Acknowledge{});
        now = at("2025-01-21T15:00:00Z");
        command::Resolve resolve;
        resolve.cause = "Pool exhausted.";
        does(dana, resolve);
    }
    std::optional<Time> next() const { return next_post_mortem_reminder(incident, rules); }
    int remind_until(Time until) {
        int told = 0;
        for (auto due = next(); due && *due <= until; due = next()) {
            now = *due;
            told += static_cast<int>(does(scene::tocsin_itself, command::RemindOfPostMortem{}).size());
        }
        now = until;
        return told;
    }
};

command::WritePostMortem words(int base, PostMortemSection section, std::string text) {
    return {base, {{section, std::move(text)}}, false};
}

}  // namespace

TEST_CASE_FIXTURE(Over,
                  "the owner is reminded four hours before, at the due time and each business day after") {
    CHECK(next() == at("2025-01-22T11:00:00Z"));
    CHECK(remind_until(at("2025-01-22T12:00:00Z")) == 1);
    CHECK(next() == at("2025-01-22T15:00:00Z"));
    CHECK(remind_until(at("2025-01-22T16:00:00Z")) == 1);
    CHECK(next() == at("2025-01-23T09:00:00Z"));
    CHECK(remind_until(at("2025-01-24T10:00:00Z")) == 2);
    CHECK(next() == at("2025-01-27T09:00:00Z"));  // no reminder at the weekend
}

TEST_CASE_FIXTURE(Over, "an outage over several reminders is made up for by one") {
    now = at("2025-01-22T18:00:00Z");
    const auto told = does(scene::tocsin_itself, command::RemindOfPostMortem{});
    REQUIRE(told.size() == 1);
    CHECK(std::get<event::PostMortemReminded>(told[0]).reminder == 2);
    CHECK(next() == at("2025-01-23T09:00:00Z"));
}

TEST_CASE_FIXTURE(Over, "tomorrow means the next business day, and publishing or skipping ends it all") {
    now = at("2025-01-24T12:00:00Z");  // a Friday
    does(dana, command::PutOffPostMortem{});
    CHECK(next() == at("2025-01-27T09:00:00Z"));
    SUBCASE("published") {
        does(dana, command::PublishPostMortem{true});
    }
    SUBCASE("skipped") {
        does(dana, command::SkipPostMortem{"No impact after all."});
    }
    CHECK_FALSE(next());
    CHECK(incident.state == State::closed);
    refuses(lee, command::ClaimPostMortem{}, "Nothing was changed.");
}

TEST_CASE_FIXTURE(Over, "a reopened incident owes the post-mortem anew and keeps what was written") {
    does(lee, command::ClaimPostMortem{});
    does(lee, words(incident.revision, PostMortemSection::root_cause, "The pool holds ten."));
    does(lee, command::PublishPostMortem{true});
    now = at("2025-01-21T16:00:00Z");
    does(dana, command::Reopen{"Errors are back."});
    CHECK_FALSE(next());
    CHECK_FALSE(awaits_post_mortem(incident));
    now = at("2025-01-21T17:00:00Z");
    does(dana, command::Resolve{});
    CHECK(post_mortem_due(incident) == at("2025-01-22T17:00:00Z"));
    CHECK(post_mortem_owner(incident).name == "Lee");
    REQUIRE(written(incident, PostMortemSection::root_cause) != nullptr);
    CHECK(written(incident, PostMortemSection::root_cause)->text == "The pool holds ten.");
    CHECK(awaits_post_mortem(incident));
}

TEST_CASE_FIXTURE(Over, "two people who write at once do not overwrite each other unseen") {
    const int read = incident.revision;
    does(dana, words(read, PostMortemSection::root_cause, "Dana's words"));
    refuses(lee, words(read, PostMortemSection::root_cause, "Lee's words"), "Dana changed \"Root Cause\"");
    CHECK(written(incident, PostMortemSection::root_cause)->text == "Dana's words");
    does(lee, words(read, PostMortemSection::lessons, "Another section is no conflict"));
    does(lee, words(incident.revision, PostMortemSection::root_cause, "Lee's words, having read Dana's"));
    CHECK(written(incident, PostMortemSection::root_cause)->by.name == "Lee");
    does(kim,
         words(read, PostMortemSection::lessons, "Another section is no conflict"));  // the same: nothing
}

TEST_CASE_FIXTURE(Over, "publishing says what is missing, and publishes it as it is when asked to") {
    refuses(dana, command::PublishPostMortem{}, "the root cause is not written");
    does(dana, command::AddAction{ActionPriority::p0, "Raise the pool", {}, {}, {}, {}});
    refuses(dana, command::PublishPostMortem{}, "P0 action 1 has no owner and no date");
    command::ChangeAction change;
    change.action = 1;
    change.owner = dana;
    change.due = at("2025-01-22T00:00:00Z");
    does(dana, change);
    does(dana, words(incident.revision, PostMortemSection::root_cause, "The pool holds ten."));
    does(dana, command::PublishPostMortem{});
    CHECK(incident.post_mortem.published_by.name == "Dana");
}

TEST_CASE_FIXTURE(Over, "corrected times count from then on, and move the entries they come from") {
    does(dana, command::CorrectTimes{{{Milestone::started, {}, at("2025-01-20T23:50:00Z")},
                                      {Milestone::resolved, {}, at("2025-01-21T14:58:00Z")}}});
    CHECK(incident.started == at("2025-01-20T23:50:00Z"));
    CHECK(incident.resolution->restored == at("2025-01-21T14:58:00Z"));
    CHECK(incident.ended == at("2025-01-21T14:58:00Z"));
    refuses(dana, command::CorrectTimes{{{Milestone::resolved, {}, at("2025-01-21T15:01:00Z")}}}, "future");
    refuses(dana, command::CorrectTimes{{{Milestone::started, {}, at("2025-01-21T14:59:00Z")}}}, "before");
}

TEST_CASE("an action item reminds on its day at the owner's morning, and once") {
    Scene scene;
    Person person;
    person.id = PersonId("dana");
    person.slack = dana.user;
    person.timezone = "America/New_York";
    scene.rules.people[person.id] = person;
    scene.does(kim, command::AddAction{
                        ActionPriority::p0, "Raise the pool", dana, at("2025-01-22T00:00:00Z"), {}, {}});
    CHECK(next_due_action(scene.incident) == at("2025-01-22T14:00:00Z"));
    scene.now = at("2025-01-22T14:00:00Z");
    CHECK(scene.does(scene::tocsin_itself, command::TellDueActions{}).size() == 1);
    CHECK_FALSE(next_due_action(scene.incident));
    command::ChangeAction move;
    move.action = 1;
    move.due = at("2025-01-24T00:00:00Z");
    scene.does(dana, move);
    CHECK(next_due_action(scene.incident) == at("2025-01-24T14:00:00Z"));
    scene.does(dana, command::FinishAction{1});
    CHECK_FALSE(next_due_action(scene.incident));
    scene.refuses(dana, command::FinishAction{7}, "no action item 7");
}

TEST_CASE("who may publish or skip depends on the severity") {
    Over over;
    for (const auto& [id, who] : {std::pair{"dana", dana}, std::pair{"lee", lee}}) {
        Person person;
        person.id = PersonId(id);
        person.slack = who.user;
        over.rules.people[person.id] = person;
    }
    over.rules.teams[TeamId("t")] = {TeamId("t"), {Target::Kind::person, "lee"}, {}, {}};
    const auto verdict = [&](Right right, const Actor& who) {
        return may(right, SlackUser{who.user, who.name, "UTC"}, &over.incident, over.rules) == Verdict::yes;
    };
    CHECK(verdict(Right::publish_post_mortem, dana));
    CHECK_FALSE(verdict(Right::publish_post_mortem, lee));
    CHECK(verdict(Right::write_post_mortem, lee));
    CHECK_FALSE(verdict(Right::skip_post_mortem, dana));
    over.incident.highest_severity = Severity::sev3;
    CHECK(verdict(Right::publish_post_mortem, lee));
    CHECK(verdict(Right::skip_post_mortem, dana));
    SlackUser guest{kim.user, "Kim", "UTC"};
    guest.guest = true;
    CHECK(may(Right::write_post_mortem, guest, &over.incident, over.rules) == Verdict::no);
}
