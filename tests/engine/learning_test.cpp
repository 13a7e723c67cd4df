// Action items and post-mortems as people meet them in Slack.

#include "tests/engine/learning.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

TEST_CASE_FIXTURE(Learning, "an action item is one line: in the thread, on the timeline, in the list") {
    types(dana, "declare sev1 API Down");
    types(kim, "action P0 Increase connection pool size <@U000DANA> by Jan 22");
    CHECK(last_words() == "P0 action: Increase connection pool size, Dana, Jan 22");
    types(kim, "action INC-1 Write a runbook by hand");
    CHECK(last_words() == "P1 action: Write a runbook by hand");  // "by hand" is no day
    types(kim, "todo INC-1 P2 Load test by 2025-02-15 <@U000LEE>");
    CHECK(last_words() == "P2 action: Load test, Lee, Feb 15");
    CHECK(has(types(dana, "timeline INC-1"), "P0 action: Increase connection pool size"));
    CHECK(has(types(dana, "actions INC-1"), "P0 Increase connection pool size, Dana, Jan 22"));
    CHECK(has(types(lee, "actions mine"), "Load test"));
    CHECK_FALSE(has(types(lee, "actions mine"), "Write a runbook"));
    CHECK(has(types(kim, "action P0 Too late by 2025-01-20"), "2025-01-20 is over. Nothing was added."));
    CHECK(incident(1).actions.size() == 3);
}

TEST_CASE_FIXTURE(Learning, "nothing open is well done") {
    CHECK(types(dana, "actions mine") == "No open action items. Well done.");
}

TEST_CASE_FIXTURE(
    Learning, "whoever owns an item is reminded on its day, also after a restart, and marks it done there") {
    types(dana, "declare sev1 API Down");
    types(kim, "action P0 Increase connection pool size <@U000DANA> by Jan 22");
    pass(12h);
    restart();
    const auto before = direct(dana).size();
    pass(14h);
    REQUIRE(direct(dana).size() > before);
    const auto reminder = [&] {
        for (const auto& message : direct(dana))
            if (has(message.text, "is due today")) return message;
        return sandbox::Message{};
    };
    CHECK(reminder().text == "P0 Increase connection pool size is due today (INC-1).");
    presses(dana, direct_channel(dana), reminder(), "act.done");
    CHECK(incident(1).actions[0].done);
    CHECK(has(last_words(), "P0 action done by Dana: Increase connection pool size"));
    restart();
    const auto told = direct(dana).size();
    pass(std::chrono::days{3});
    std::size_t due = 0;
    for (const auto& message : direct(dana)) due += has(message.text, "is due today") ? 1 : 0;
    CHECK(due <= 1);
    CHECK(direct(dana).size() >= told);
}

TEST_CASE_FIXTURE(Learning, "a clipboard makes a message an action item, once, and asks for owner and date") {
    types(dana, "declare sev1 API Down");
    const auto said = acts({{"as", lee},
                            {"do", "message"},
                            {"channel", incidents},
                            {"text", "We need alerts for <!channel> the pool"},
                            {"thread_ts", card(1).ts}});
    const auto ts = said["ts"].get<std::string>();
    acts({{"as", kim}, {"do", "react"}, {"channel", incidents}, {"ts", ts}, {"name", "clipboard"}});
    acts({{"as", dana}, {"do", "react"}, {"channel", incidents}, {"ts", ts}, {"name", "clipboard"}});
    REQUIRE(incident(1).actions.size() == 1);
    CHECK(has(incident(1).actions[0].text, "We need alerts for"));
    CHECK_FALSE(has(last_words(), "<!channel>"));
    const auto whispers = calls("chat.postEphemeral");
    REQUIRE_FALSE(whispers.empty());
    CHECK(has(whispers.back().arguments.dump(), "Set owner and date"));
    CHECK(whispers.back().arguments["user"] == kim);
}

TEST_CASE_FIXTURE(Learning, "the post-mortem is written in a form, and its message follows") {
    incident_over();
    CHECK(has(post_mortem().text, "six sections are still to write."));
    presses(lee, incidents, post_mortem(), "pm.claim");
    CHECK(has(last_words(), "Lee owns the post-mortem of INC-1."));
    presses(lee, incidents, post_mortem(), "pm.edit.open");
    CHECK(has(form_of(lee), "Acknowledged after"));  // facts are there to be written over
    submit(lee, {{"pm.root_cause", text("The pool holds ten.\n\n# Not a heading\n<script>alert(1)</script>")},
                 {"pm.lessons", text("1. Load test\n- Watch saturation")},
                 {"pm.title", text("API Outage")}});
    pass(5s);
    const auto shown = everything(post_mortem());
    CHECK(has(shown, "# Post-Mortem: API Outage - Jan 21, 2025"));
    CHECK(has(shown, "\\\\# Not a heading"));
    CHECK_FALSE(has(shown, "<script>"));
    CHECK(has(shown, "1. Load test\\n2. Watch saturation"));
    CHECK(has(post_mortem().text, "Owner: Lee."));
    CHECK(has(types(dana, "find heading"), "API Down"));
    CHECK(has(types(dana, "timeline INC-1"), "wrote Title, Root Cause and Lessons Learned"));
}

TEST_CASE_FIXTURE(Learning, "two people who edit the same section are shown each other's words") {
    incident_over();
    presses(dana, incidents, post_mortem(), "pm.edit.open");
    presses(lee, incidents, post_mortem(), "pm.edit.open");
    submit(dana, {{"pm.root_cause", text("Dana's words")}});
    submit(lee, {{"pm.root_cause", text("Lee's words")}, {"pm.lessons", text("A lesson")}});
    CHECK(written(incident(1), PostMortemSection::root_cause)->text == "Dana's words");
    CHECK(has(form_of(lee), "Dana's words"));
    CHECK(has(form_of(lee), "Save mine"));
    submit(lee, {{"pm.root_cause", text("Both of our words")}, {"pm.lessons", text("A lesson")}});
    CHECK(written(incident(1), PostMortemSection::root_cause)->text == "Both of our words");
    CHECK(written(incident(1), PostMortemSection::lessons)->by.name == "Lee");
}

TEST_CASE_FIXTURE(Learning, "what is missing is said before publishing, and publishing closes the incident") {
    incident_over();
    CHECK(has(types(dana, "postmortem INC-1"), "Owner: Dana"));
    CHECK(has(types(dana, "postmortem INC-1 publish"), "the root cause is not written"));
    CHECK(incident(1).state == tocsin::State::resolved);
    types(dana, "action INC-1 P0 Raise the pool <@U000DANA> by Jan 22");
    presses(dana, incidents, post_mortem(), "pm.edit.open");
    submit(dana, {{"pm.root_cause", text("The pool holds ten.")}});
    types(dana, "postmortem INC-1 publish");
    CHECK(incident(1).state == tocsin::State::closed);
    const auto told = thread(card(1).ts);
    const auto published = std::ranges::find_if(told, [](const auto& message) {
        return has(message.text, "The post-mortem of INC-1 API Down is published");
    });
    REQUIRE(published != told.end());
    CHECK(has(published->text, "Root cause: Database connection pool exhausted."));
    pass(5s);
    CHECK(has(everything(card(1)), "Post-mortem published"));
    const auto messages = direct(dana).size();
    pass(std::chrono::days{7});
    for (std::size_t i = messages; i < direct(dana).size(); ++i)
        CHECK_FALSE(has(direct(dana)[i].text, "The post-mortem of INC-1"));
}

TEST_CASE_FIXTURE(
    Learning, "reminders name the time and what is left, and the third goes to the Engineering Lead too") {
    incident_over();
    const auto all = [&](const std::string& who) {
        std::vector<std::string> found;
        for (const auto& message : direct(who)) {
            if (has(message.text, "The post-mortem of INC-1")) found.push_back(message.text);
        }
        return found;
    };
    pass(20h);
    REQUIRE(all(dana).size() == 1);
    CHECK(all(dana)[0] ==
          "The post-mortem of INC-1 API Down is due at 15:00 UTC. Six sections are still to write.");
    restart();
    pass(4h);
    CHECK(all(dana).size() == 2);
    CHECK(all(sam).empty());
    pass(24h);
    CHECK(all(dana).size() == 3);
    REQUIRE(all(sam).size() == 1);
    CHECK(has(all(sam)[0], "was due at 2025-01-22 15:00 UTC. Dana owns it."));
    types(sam, "postmortem INC-1 skip No customer was affected.");
    CHECK(incident(1).state == tocsin::State::closed);
    pass(std::chrono::days{10});
    CHECK(all(dana).size() == 3);
}

TEST_CASE_FIXTURE(Learning, "only the Engineering Lead goes without a post-mortem after a SEV 1") {
    incident_over();
    CHECK(has(types(dana, "postmortem INC-1 skip We know it all."), "Only the Engineering Lead"));
    CHECK(incident(1).state == tocsin::State::resolved);
}

TEST_CASE_FIXTURE(Learning, "times are corrected in a form, and the duration follows") {
    incident_over();
    types(dana, "postmortem INC-1");
    const auto& answers = channel(incidents)->ephemeral;
    REQUIRE_FALSE(answers.empty());
    acts({{"as", dana},
          {"do", "press"},
          {"channel", incidents},
          {"ephemeral", answers.back().id},
          {"block_id", answers.back().blocks.back()["block_id"]},
          {"action_id", "pm.times.open"},
          {"value", "1"}});
    submit(dana, {{"pm.time.started", {{"at", {{"selected_date_time", unix_seconds(start - 10min)}}}}}});
    CHECK(incident(1).started == start - 10min);
    pass(5s);
    CHECK(has(everything(post_mortem()), "38 minutes (14:22 - 15:00 UTC)"));
    CHECK(has(types(dana, "timeline INC-1"), "Impact start corrected from 14:32 to 14:22 UTC"));
}

TEST_CASE_FIXTURE(Learning, "Home lists what waits for its reader") {
    incident_over();
    types(dana, "action INC-1 P0 Raise the pool <@U000DANA> by Jan 22");
    acts({{"as", dana}, {"do", "open_home"}});
    auto home = calls("views.publish").back().arguments.dump();
    CHECK(has(home, "INC-1 API Down. Due 2025-01-22 15:00 UTC. Five sections are still to write."));
    CHECK(has(home, "Raise the pool. From INC-1, due Jan 22."));
    CHECK(has(home, "1.a1"));
}

TEST_CASE_FIXTURE(Learning, "Home says how the month goes, from its first incident on") {
    const auto danas_home = [&] {
        acts({{"as", dana}, {"do", "open_home"}});
        return calls("views.publish").back().arguments.dump();
    };
    CHECK_FALSE(has(danas_home(), "so far"));
    incident_over();
    const auto home = danas_home();
    CHECK(has(home, "January so far"));
    CHECK(has(home, "*Incidents*\\n1 (1 SEV 1)"));
    CHECK(has(home, "(target &lt; 5 minutes)"));
}
