// The menu of a message, and the form that asks somebody to help with a post-mortem.

#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

struct Menus : House {
    Menus() : House(with_two_schedules(example_settings())) {}

    std::string says(const std::string& who, const std::string& text, const std::string& thread_ts = "") {
        json act{{"as", who}, {"do", "message"}, {"channel", incidents}, {"text", text}};
        if (!thread_ts.empty()) act["thread_ts"] = thread_ts;
        return acts(std::move(act))["ts"].get<std::string>();
    }
    void chooses(const std::string& who, const std::string& callback, const std::string& ts) {
        acts({{"as", who},
              {"do", "message_shortcut"},
              {"callback_id", callback},
              {"channel", incidents},
              {"ts", ts}});
        settle();
    }
    json form_of(const std::string& who) {
        settle();
        const auto open = slack.workspace().views.stack_of(who);
        return open.empty() ? json() : open.back()->body;
    }
    // As Slack does: what was not touched is sent with what it began with.
    json submit(const std::string& who, const json& typed) {
        const auto open = slack.workspace().views.stack_of(who);
        REQUIRE_FALSE(open.empty());
        json values = json::object();
        for (const auto& block : open.back()->body["blocks"]) {
            if (block.value("type", "") != "input") continue;
            const auto& element = block["element"];
            json value;
            if (element.contains("initial_value")) value = {{"value", element["initial_value"]}};
            if (element.contains("initial_option")) value = {{"selected_option", element["initial_option"]}};
            if (!value.is_null())
                values[block["block_id"].get<std::string>()] = {
                    {element["action_id"].get<std::string>(), value}};
        }
        values.update(typed);
        auto answer = acts({{"as", who}, {"do", "submit"}, {"view_id", open.back()->id}, {"values", values}});
        settle();
        return answer;
    }
    std::string whispered_to(const std::string& who) {
        std::string all;
        for (const auto& call : calls("chat.postEphemeral"))
            if (call.arguments["user"] == who) all += call.arguments.dump();
        return all;
    }
    static json user(const std::string& who) { return {{"user", {{"selected_user", who}}}}; }
};

}  // namespace

TEST_CASE_FIXTURE(Menus, "an incident is created from a message: its words are the title, its link is kept") {
    const auto ts = says(kim, "The checkout fails for <@U000LEE> & everybody");
    chooses(kim, "ms.declare", ts);
    const auto form = form_of(kim);
    REQUIRE_FALSE(form.is_null());
    CHECK(has(form.dump(), "The checkout fails for Lee & everybody"));
    submit(kim, json::object());
    const auto made = incident(1);
    CHECK(made.title == "The checkout fails for Lee & everybody");
    CHECK(made.declared_by.user == UserId(kim));
    CHECK(timeline(1).front().via == Via::form);
    CHECK_FALSE(made.source_message_link.empty());
}

TEST_CASE_FIXTURE(Menus, "a guest opens no form and reads why") {
    const auto ts = says(kim, "The checkout fails");
    for (const auto* callback : {"ms.declare", "ms.action"}) {
        chooses("U00GUEST", callback, ts);
        CHECK(form_of("U00GUEST").is_null());
    }
}

TEST_CASE_FIXTURE(Menus,
                  "a message of the war room goes to that incident's timeline at once, with its author") {
    types(dana, "declare sev1 API Down");
    types(dana, "declare sev2 Search slow");
    const auto ts = says(lee, "The pool is exhausted", card(1).ts);
    chooses(dana, "ms.timeline", ts);
    CHECK(form_of(dana).is_null());
    const auto last = timeline(1).back();
    const auto* pinned = std::get_if<event::MessagePinned>(&last.body);
    REQUIRE(pinned != nullptr);
    CHECK(pinned->text == "The pool is exhausted");
    CHECK(pinned->author.user == UserId(lee));
    CHECK(last.by.user == UserId(dana));
}

TEST_CASE_FIXTURE(Menus,
                  "a message from elsewhere asks which incident it belongs to where there are several") {
    const auto ts = says(lee, "Deployed 1.2.3 at noon");
    chooses(dana, "ms.timeline", ts);
    CHECK(form_of(dana).is_null());  // no incident is open
    types(dana, "declare sev1 API Down");
    types(dana, "declare sev2 Search slow");
    chooses(dana, "ms.timeline", ts);
    REQUIRE_FALSE(form_of(dana).is_null());
    const auto before = timeline(2).size();
    submit(dana, {{"tl.incident", {{"incident", {{"selected_option", {{"value", "2"}}}}}}}});
    REQUIRE(timeline(2).size() == before + 1);
    CHECK(std::get<event::MessagePinned>(timeline(2).back().body).text == "Deployed 1.2.3 at noon");
}

TEST_CASE_FIXTURE(Menus, "a message becomes an action item, with an owner, a priority and a day") {
    types(dana, "declare sev1 API Down");
    const auto ts = says(lee, "We need alerts for the pool", card(1).ts);
    chooses(kim, "ms.action", ts);
    CHECK(has(form_of(kim).dump(), "We need alerts for the pool"));
    CHECK_FALSE(has(form_of(kim).dump(), "act.incident"));  // the war room says which
    submit(kim, {{"act.owner", user(dana)},
                 {"act.due", {{"day", {{"selected_date", "2025-01-24"}}}}},
                 {"act.priority", {{"priority", {{"selected_option", {{"value", "P0"}}}}}}}});
    REQUIRE(incident(1).actions.size() == 1);
    const auto item = incident(1).actions.at(0);
    CHECK(item.text == "We need alerts for the pool");
    CHECK(item.owner.user == UserId(dana));
    CHECK(item.priority == ActionPriority::p0);
    CHECK(item.due.has_value());
    CHECK(item.message == MessageTs(ts));
    CHECK(item.added_by.user == UserId(kim));
}

TEST_CASE_FIXTURE(Menus, "a message from elsewhere that becomes an action item asks for its incident") {
    const auto ts = says(lee, "Write the runbook");
    chooses(kim, "ms.action", ts);
    CHECK(form_of(kim).is_null());
    types(dana, "declare sev1 API Down");
    chooses(kim, "ms.action", ts);
    CHECK(has(form_of(kim).dump(), "act.incident"));
    submit(kim, {{"act.incident", {{"incident", {{"selected_option", {{"value", "1"}}}}}}}});
    REQUIRE(incident(1).actions.size() == 1);
    CHECK(incident(1).actions[0].text == "Write the runbook");
}

TEST_CASE_FIXTURE(Menus,
                  "the owner of a post-mortem asks somebody for help, who is told, and the timeline has it") {
    types(dana, "declare sev1 API Down");
    types(dana, "ack");
    clock.advance(10min);
    hand_in({CommandGiven{
        {UserId(dana), "Dana", PersonId("dana")}, Via::command_line, IncidentNumber{1}, command::Resolve{}}});
    settle();
    pass(5s);
    std::optional<storage::PostedMessage> place;
    within([&](storage::Tx& tx) { place = tx.message(IncidentNumber{1}, "post_mortem"); });
    REQUIRE(place);
    pass(24h);  // the reminder has the button
    sandbox::Message reminder;
    for (const auto& message : direct(dana))
        if (has(everything(message), "pm.help.open")) reminder = message;
    REQUIRE_FALSE(reminder.ts.empty());
    presses(dana, direct_channel(dana), reminder, "pm.help.open");
    REQUIRE(has(form_of(dana).dump(), "Ask for help"));
    const auto told = direct(lee).size();
    submit(dana, {{"pm.help.of", user(lee)}});
    const auto last = timeline(1).back();
    const auto* asked = std::get_if<event::PostMortemHelpAsked>(&last.body);
    REQUIRE(asked != nullptr);
    CHECK(asked->of.user == UserId(lee));
    REQUIRE(direct(lee).size() > told);
    CHECK(has(everything(direct(lee).back()), "INC-1"));
    // Nobody cannot help: the form stays and says so.
    pass(5s);
    presses(dana, direct_channel(dana), reminder, "pm.help.open");
    const auto before = timeline(1).size();
    submit(dana, {{"pm.help.of", user("")}});
    CHECK_FALSE(form_of(dana).is_null());
    submit(dana, {{"pm.help.of", user(dana)}});  // nor oneself
    CHECK_FALSE(form_of(dana).is_null());
    CHECK(timeline(1).size() == before);
    // Whoever is no responder any more when it is sent asks nobody.
    presses(lee, direct_channel(dana), reminder, "pm.help.open");
    REQUIRE(has(form_of(lee).dump(), "Ask for help"));
    auto changed = settings();
    std::erase_if(changed.rules.people, [](const auto& one) { return one.second.slack == UserId(lee); });
    change(changed);
    submit(lee, {{"pm.help.of", user(dana)}});
    CHECK(timeline(1).size() == before);
}
