#include <algorithm>

#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

std::vector<Event> told(House& house, std::int64_t number) {
    auto events = house.timeline(number);
    std::erase_if(
        events, [](const Event& event) { return !std::holds_alternative<event::ReminderTold>(event.body); });
    return events;
}

std::size_t reminders_in_thread(House& house) {
    const auto replies = house.thread(house.card(1).ts);
    return static_cast<std::size_t>(
        std::ranges::count_if(replies, [](const auto& m) { return has(m.blocks.dump(), "rem.update"); }));
}

}  // namespace

TEST_CASE("a reminder comes once, at the minute it was promised for") {
    House house;
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack INC-1");
    const auto due = house.incident(1).reminders.due;
    REQUIRE(due == start + 10min);
    house.pass(10min - 1us);
    CHECK(told(house, 1).empty());
    house.pass(1us);
    REQUIRE(told(house, 1).size() == 1);
    CHECK(told(house, 1).front().at == due);
    CHECK(reminders_in_thread(house) == 1);
    house.pass(4min);
    CHECK(told(house, 1).size() == 1);
    house.types(dana, "update Looking.");
    house.pass(9min);
    CHECK(told(house, 1).size() == 1);
}

TEST_CASE("reminders survive the process and come once, late only by the time nobody was there") {
    const storage::testing::TemporaryFolder folder;
    Time due;
    {
        House house(example_settings(), "sqlite:" + folder.file("tocsin.db"));
        house.types(dana, "declare sev1 API Down");
        house.types(dana, "ack INC-1");
        due = *house.incident(1).reminders.due;
    }
    House house(example_settings(), "sqlite:" + folder.file("tocsin.db"));
    SUBCASE("back in time") {
        house.pass(10min);
    }
    SUBCASE("back late") {
        house.clock.set(due + 2min);
        house.settle();
    }
    SUBCASE("back in time, and killed again when it was told") {
        house.clock.set(due);
        house.step();
        house.restart();
        house.settle();
    }
    house.pass(1s);
    CHECK(told(house, 1).size() == 1);
    CHECK(told(house, 1).front().at >= due);
}

TEST_CASE("the card of an incident that nobody takes says when its target was missed") {
    House house;
    house.types(dana, "declare sev1 API Down");
    house.pass(5min - 1us);
    CHECK(has(everything(house.card(1)), "Acknowledge target: 14:37 UTC"));
    house.pass(1us);
    CHECK(has(everything(house.card(1)), "Acknowledge target missed at 14:37 UTC"));
    const auto edits = house.calls("chat.update").size();
    house.pass(4min);
    CHECK(house.calls("chat.update").size() == edits);
    CHECK(house.thread(house.card(1).ts).size() == 1);  // nobody is disturbed
}

TEST_CASE(
    "a timer whose handler throws is put off after five times, of which the admins hear, and the others "
    "come") {
    House house;
    house.types(dana, "declare sev2 Login fails");
    house.types(dana, "ack INC-1");
    house.types(lee, "declare sev1 API Down");
    house.types(lee, "ack INC-2");
    auto settings = example_settings();
    settings.rules.severities.erase(Severity::sev2);  // what the configuration never lets happen
    house.restart_with(settings);
    house.pass(40min);
    std::vector<storage::Timer> timers;
    house.within([&](storage::Tx& tx) { timers = tx.timers_with_prefix("remind/1"); });
    REQUIRE(timers.size() == 1);
    CHECK_FALSE(told(house, 2).empty());
    house.types(lee, "update INC-2 Still here.");
    CHECK(house.incident(2).updates == 1);
    const auto told_of_it = [&] {
        return std::ranges::count_if(house.messages(), [](const auto& message) {
            return message.text.contains(
                "Tocsin failed 5 times at timer remind/1 and tries it once an hour.");
        });
    };
    CHECK(told_of_it() == 1);
    const auto tries = house.measured(Metric::engine_failures, {"timer"}).size();
    house.pass(2h);
    CHECK(house.measured(Metric::engine_failures, {"timer"}).size() == tries + 2);
    CHECK(told_of_it() == 1);
    house.restart_with(example_settings());
    house.pass(1h);
    house.within([&](storage::Tx& tx) {
        for (const auto& timer : tx.timers_with_prefix("remind/1")) CHECK(timer.failures == 0);
        CHECK_FALSE(tx.note("failing/remind/1"));
    });
    house.types(dana, "update INC-1 Going on.");
    house.restart_with(settings);
    house.pass(2h);
    CHECK(told_of_it() == 2);
}

TEST_CASE("when a level cannot be fired, somebody is asked to phone") {
    House house;
    house.types(dana, "declare sev1 API Down");
    auto settings = example_settings();
    settings.rules.severities.erase(Severity::sev1);
    house.restart_with(settings);
    house.pass(30min);
    CHECK(std::ranges::any_of(house.messages(), [](const auto& message) {
        return message.text.contains("Tocsin failed several times to go on with paging");
    }));
}

TEST_CASE("a message that cannot be made waits without holding up the others") {
    House house;
    house.types(dana, "declare sev2 Login fails");
    house.types(lee, "declare sev1 API Down");
    house.acts_only(
        {{"as", dana}, {"do", "slash"}, {"channel", incidents}, {"text", "/incident note INC-1 x"}});
    house.step();
    auto settings = example_settings();
    settings.rules.severities.erase(Severity::sev2);
    house.restart_with(settings);
    house.types(lee, "ack INC-2");
    house.pass(2min);
    CHECK(house.thread(house.card(2).ts).size() >= 2);
    house.restart_with(example_settings());
    house.pass(2min);
    int waiting = 0;
    house.within([&](storage::Tx& tx) { waiting = tx.outbox_size(); });
    CHECK(waiting == 0);
}

TEST_CASE("what is settled has no timers left") {
    House house;
    house.types(dana, "declare sev3 API Down");
    house.types(dana, "ack INC-1");
    house.types(lee, "join INC-1");
    house.types(dana, "resolve Done.");
    house.within([&](storage::Tx& tx) {
        CHECK(tx.timers_with_prefix("remind/").empty());
        CHECK(tx.timers_with_prefix("age/").empty());
    });
    const auto before = told(house, 1).size();
    house.pass(12h);
    CHECK(told(house, 1).size() == before);
}

TEST_CASE("App Home shows what is open when it is opened, and follows for as long as it is fresh") {
    House house;
    house.types(dana, "declare sev1 API Down");
    house.acts({{"as", kim}, {"do", "open_home"}});
    REQUIRE(house.calls("views.publish").size() == 1);
    CHECK(house.calls("views.publish")[0].arguments["user_id"] == kim);
    CHECK(has(house.calls("views.publish")[0].arguments.dump(), "API Down"));
    house.types(dana, "declare sev2 Login fails");
    house.pass(5s);
    CHECK(has(house.calls("views.publish").back().arguments.dump(), "Login fails"));
    house.pass(2h);
    house.forget_calls();
    house.types(dana, "update INC-1 Looking.");
    house.pass(5s);
    CHECK(house.calls("views.publish").empty());
}

TEST_CASE("a private incident is not on the Home of people outside it") {
    House house;
    house.types(dana, "declare sev1 private Data breach");
    house.acts({{"as", kim}, {"do", "open_home"}});
    REQUIRE_FALSE(house.calls("views.publish").empty());
    CHECK_FALSE(has(house.calls("views.publish").back().arguments.dump(), "Data breach"));
}

TEST_CASE("a pushpin keeps a message in the timeline with a check mark, and taking it off lets go") {
    House house;
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack INC-1");
    const auto card = house.card(1).ts;
    const auto ts = house
                        .acts({{"as", lee},
                               {"do", "message"},
                               {"channel", incidents},
                               {"thread_ts", card},
                               {"text", "The pool is at 100 %."}})["ts"]
                        .get<std::string>();
    const json pin{{"as", dana}, {"do", "react"}, {"channel", incidents}, {"ts", ts}, {"name", "pushpin"}};
    house.acts(pin);
    const auto pinned = house.timeline(1).back();
    REQUIRE(std::holds_alternative<event::MessagePinned>(pinned.body));
    const auto& fact = std::get<event::MessagePinned>(pinned.body);
    CHECK(fact.text == "The pool is at 100 %.");
    CHECK(fact.author.user.str() == lee);
    const auto marks = [&] {
        std::vector<std::string> names;
        for (const auto& reaction : house.channel(incidents)->messages.at(ts).reactions)
            names.push_back(reaction.name);
        return names;
    };
    CHECK(std::ranges::count(marks(), "ballot_box_with_check") == 1);

    house.acts({{"as", kim}, {"do", "react"}, {"channel", incidents}, {"ts", ts}, {"name", "pushpin"}});
    const auto pins = [&] {
        return std::ranges::count_if(house.timeline(1), [](const Event& event) {
            return std::holds_alternative<event::MessagePinned>(event.body);
        });
    };
    CHECK(pins() == 1);
    house.acts({{"as", dana}, {"do", "unreact"}, {"channel", incidents}, {"ts", ts}, {"name", "pushpin"}});
    house.acts({{"as", kim}, {"do", "unreact"}, {"channel", incidents}, {"ts", ts}, {"name", "pushpin"}});
    CHECK(std::holds_alternative<event::MessageUnpinned>(house.timeline(1).back().body));
}

TEST_CASE("a reaction outside of incidents means nothing") {
    House house;
    const auto ts =
        house.acts({{"as", lee}, {"do", "message"}, {"channel", incidents}, {"text", "Lunch?"}})["ts"]
            .get<std::string>();
    house.acts({{"as", dana}, {"do", "react"}, {"channel", incidents}, {"ts", ts}, {"name", "pushpin"}});
    house.acts({{"as", dana}, {"do", "react"}, {"channel", incidents}, {"ts", ts}, {"name", "tada"}});
    CHECK(house.channel(incidents)->messages.at(ts).reactions.size() == 2);
    CHECK(house.calls("conversations.replies").size() == 1);  // only what could mean something is looked at
}

TEST_CASE(
    "a start beside others sets what is missing of the timers that always stand, and puts no other off") {
    House house;
    const auto due = [&](const char* kind) {
        std::vector<storage::Timer> found;
        house.within([&](storage::Tx& tx) { found = tx.timers_with_prefix(kind); });
        REQUIRE(found.size() == 1);
        return found[0].due;
    };
    house.settle();
    const auto prune = due("prune");
    house.within([](storage::Tx& tx) {
        tx.cancel_timer("balances");
        tx.save(storage::Replica{"far", tx.now() + 1h, "web-2/815", "0.1", "", 0, tx.now()});
    });
    house.pass(1s);
    house.restart();
    bool is_shared = false;
    house.within([&](storage::Tx& tx) { is_shared = tx.is_shared(); });
    CHECK(due("balances") > house.clock.now());
    CHECK((due("prune") == prune) == is_shared);
}
