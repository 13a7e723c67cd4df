// Somebody leaves for good: what the store has of them goes, and what happened stays.

#include <fstream>
#include <iterator>

#include "storage/connection.h"
#include "storage/sqlite_connection.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

json removal(House& house, const std::string& person, json body, int expected = 200) {
    const auto answer = house.asks(
        ApiAsked{"admin", PersonId{}, "key-" + body.dump(), "remove-person", person, "", body.dump()});
    CHECK_MESSAGE(answer.status == expected, answer.body);
    return json::parse(answer.body);
}

void resolves(House& house, const std::string& person, const std::string& name, std::int64_t incident) {
    house.hand_in({CommandGiven{
        {UserId(person), name, {}}, Via::command_line, IncidentNumber{incident}, command::Resolve{}}});
    house.settle();
    REQUIRE(house.incident(incident).ended.has_value());
}

void skips_post_mortem(House& house, std::int64_t incident) {
    house.hand_in({CommandGiven{{UserId(lee), "Lee", PersonId("lee")},
                                Via::command_line,
                                IncidentNumber{incident},
                                command::SkipPostMortem{"known"}}});
    house.settle();
    REQUIRE(house.incident(incident).post_mortem.skipped.has_value());
}

Settings without_dana(Settings settings) {
    settings.rules.people.erase(PersonId("dana"));
    for (auto& [id, schedule] : settings.rules.schedules)
        for (auto& layer : schedule.layers) layer.members = {{PersonId("lee")}};
    return settings;
}

// Dana declares, is paged, answers a test page, and resolves; then the configuration has her no more.
void lives_an_incident(House& house) {
    house.types(dana, "declare sev1 Dana broke the API -- call Dana at +1 202 555 0101");
    house.types(dana, "ack");
    house.types(lee, "update INC-1 <@U000DANA> looks at the pool");
    house.types(dana, "test");
    house.pass(5s);
    house.hand_in({CommandGiven{
        {UserId(dana), "Dana", PersonId("dana")}, Via::command_line, IncidentNumber{1}, command::Resolve{}}});
    house.settle();
    REQUIRE(house.incident(1).state == tocsin::State::resolved);
    skips_post_mortem(house, 1);
    house.pass(10min);
}

std::vector<std::string> texts_in(const std::string& file) {
    std::vector<std::string> texts;
    const auto db = *storage::open_sqlite(file);
    for (const auto& table : db->tables()) {
        for (const auto& row : db->run("SELECT * FROM " + table)) {
            for (const auto& value : row.values)
                if (const auto* text = std::get_if<std::string>(&value))
                    texts.push_back(table + ": " + *text);
        }
    }
    return texts;
}

}  // namespace

TEST_CASE("a person who was removed is found nowhere in the store, and every timeline still verifies") {
    const storage::testing::TemporaryFolder folder;
    const auto url = "sqlite:" + folder.file("tocsin.db");
    {
        House house(with_two_schedules(example_settings()), url);
        lives_an_incident(house);
        const auto before = house.incident(1);
        house.change(without_dana(house.settings()));
        house.settle();
        // The first look finds under which names she stands there, the second what stands under these.
        const json also{{"addresses", {"+12025550101"}}};
        const auto first = removal(house, "dana", {{"dry_run", true}, {"known", also}});
        const auto looked = removal(house, "dana", {{"dry_run", true}, {"known", first["removal"]["known"]}});
        const auto& known = looked["removal"]["known"];
        CHECK(known == first["removal"]["known"]);
        CHECK(known["users"] == json{dana});
        CHECK(looked["removal"]["entries"].get<int>() > 3);
        CHECK(looked["removal"]["next"].is_null());
        CHECK(house.incident(1) == before);  // only looked
        const auto done = removal(house, "dana", {{"known", known}});
        CHECK(done["removal"]["as"] == 1);
        CHECK(done["removal"]["entries"] == looked["removal"]["entries"]);
        const auto after = house.incident(1);
        CHECK(after.title == "Former member 1 broke the API");
        CHECK(after.state == before.state);
        CHECK(after.acknowledged == before.acknowledged);
        CHECK(after.acknowledged_by.person == PersonId("removed-1"));
        CHECK(after.paging.pages.size() == before.paging.pages.size());
        CHECK(has(house.types(lee, "timeline INC-1"), "Former member 1"));
        // Nothing is left to remove.
        const auto again = removal(house, "dana", {{"dry_run", true}, {"known", known}});
        CHECK(again["removal"]["entries"] == 0);
        house.restart();
    }
    for (const auto& text : texts_in(folder.file("tocsin.db"))) {
        for (const auto* trace : {"Dana", "dana", "U000DANA", "5550101", "555 0101"})
            CHECK_MESSAGE(text.find(trace) == std::string::npos, trace, " in ", text);
    }
    // Nor in the bytes of its file: what was deleted is overwritten.
    std::ifstream file(folder.file("tocsin.db"), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    for (const auto* trace : {"Dana", "U000DANA", "5550101"})
        CHECK_FALSE_MESSAGE(bytes.contains(trace), trace);
    const ManualClock clock{start};
    const auto store = *storage::Store::open(url, clock);
    const auto verified = store->verify();
    CHECK_MESSAGE(verified.intact, verified.problem);
    CHECK(verified.rewritten > 3);
}

TEST_CASE("nobody is removed who is configured, or who takes part in an open incident") {
    House house(with_two_schedules(example_settings()));
    house.types(dana, "declare sev1 API Down");
    CHECK(has(removal(house, "dana", json::object(), 409)["error"].get<std::string>(),
              "under people of the configuration. Nothing was removed."));
    CHECK(has(removal(house, "U000DANA", json::object(), 409)["error"].get<std::string>(),
              "dana is under people"));
    house.change(without_dana(house.settings()));
    house.settle();
    CHECK(has(removal(house, "dana", {{"known", {{"users", {dana}}}}}, 409)["error"].get<std::string>(),
              "takes part in INC-1, which is open. Nothing was removed."));
    CHECK(house.incident(1).declared_by.user == UserId(dana));
    CHECK(removal(house, "nobody", {{"dry_run", true}})["removal"]["entries"] == 0);
}

TEST_CASE("a removed person's STOP stays in force: whoever has the number again gets no texts") {
    Pager house;
    house.types(lee, "declare sev1 API Down");
    house.reports({channels::Replied{danas_number, "STOP", "SMstop", house.clock.now(), true, false}}, "sms");
    house.hand_in({CommandGiven{
        {UserId(lee), "Lee", PersonId("lee")}, Via::command_line, IncidentNumber{1}, command::Resolve{}}});
    house.settle();
    const auto with_dana = house.settings();
    house.change(without_dana(with_dana));
    house.settle();
    const auto known = removal(house, "dana", {{"dry_run", true}})["removal"]["known"];
    removal(house, "dana", {{"known", known}});
    house.within([](storage::Tx& tx) {
        CHECK(tx.is_stopped(danas_number));
        CHECK_FALSE(tx.contacts(PersonId("dana")).no_texts.has_value());
    });
    house.restart();
    house.change(with_dana);
    house.settle();
    house.sent.clear();
    house.types(lee, "declare sev1 API Down");
    house.pass(5s);
    CHECK(house.texts(danas_number).empty());
    CHECK_FALSE(house.calls_to(danas_number).empty());
    house.within([](storage::Tx& tx) {
        CHECK(tx.contacts(PersonId("dana")).no_texts.value_or(NoTexts{}).number == danas_number);
        CHECK_FALSE(tx.is_stopped(danas_number));
    });
}

TEST_CASE("what is kept too long goes once a day, also across restarts, and pages do not wait for it") {
    auto settings = with_two_schedules(example_settings());
    settings.retention = {30 * 24h, 10 * 24h};
    House house(settings);
    house.types(dana, "declare sev3 API slow -- mail ops@example.com or phone +49 30 1234567");
    house.types(dana, "ack");
    house.types(dana, "note INC-1 she said +49 30 7654321 at 14:32");
    house.hand_in({CommandGiven{
        {UserId(dana), "Dana", PersonId("dana")}, Via::command_line, IncidentNumber{1}, command::Resolve{}}});
    house.settle();
    REQUIRE(house.incident(1).ended.has_value());
    Contacts gone;
    gone.person = PersonId("gone");
    gone.phone = VerifiedAddress{"+12025550199", start};
    gone.no_texts = NoTexts{"+12025550199", start};
    house.within([&](storage::Tx& tx) { tx.save(gone); });
    house.pass(9 * 24h);
    CHECK(has(house.incident(1).impact, "+49 30 1234567"));
    house.restart();
    house.pass(3 * 24h);
    CHECK(house.incident(1).impact == "mail [removed] or phone [removed]");
    CHECK(house.incident(1).declared_by.user == UserId(dana));  // who did what stays
    house.within([](storage::Tx& tx) {
        CHECK(tx.all_contacts().empty());
        CHECK(tx.is_stopped("+12025550199"));
    });
    house.pass(20 * 24h);
    house.within([](storage::Tx& tx) { CHECK_FALSE(tx.incident(IncidentNumber{1}).has_value()); });
    house.types(dana, "declare sev3 Next one");
    CHECK(house.incident(2).title == "Next one");
}

TEST_CASE("an incident that does not verify stops neither retention nor a removal, nor pages meanwhile") {
    const storage::testing::TemporaryFolder folder;
    const auto url = "sqlite:" + folder.file("tocsin.db");
    auto settings = with_two_schedules(example_settings());
    settings.retention = {std::nullopt, 10 * 24h};
    {
        House house(settings, url);
        for (const auto number : {1, 2}) {
            house.types(dana, "declare sev3 Dana broke the API -- mail ops@example.com");
            resolves(house, dana, "Dana", number);
        }
    }
    {
        const auto db = *storage::open_sqlite(folder.file("tocsin.db"));
        SUBCASE("its timeline") {
            db->run(
                "UPDATE timeline SET event = replace(event, 'broke', 'mended'), rewritten = 1"
                " WHERE incident = 1 AND sequence = 1");
        }
        SUBCASE("its row") {
            db->run("UPDATE incidents SET value = '{' WHERE number = 1");
        }
    }
    House house(settings, url);
    // Whatever cannot be read is tried every minute: the time between is skipped.
    for (int hour = 0; hour < 12 * 24; ++hour) {
        house.clock.advance(1h);
        house.settle();
    }
    CHECK(house.incident(2).impact == "mail [removed]");
    house.change(without_dana(settings));
    house.settle();
    const auto left = json{"INC-1 does not verify; it was left as it is. Run tocsin verify."};
    const auto looked = removal(house, "dana", {{"dry_run", true}, {"known", {{"users", {dana}}}}});
    CHECK(looked["removal"]["left"] == left);
    CHECK(looked["removal"]["entries"].get<int>() > 0);
    const auto done = removal(house, "dana", {{"known", looked["removal"]["known"]}});
    CHECK(done["removal"]["left"] == left);
    CHECK(done["removal"]["entries"] == looked["removal"]["entries"]);
    CHECK(house.incident(2).declared_by.person == PersonId("removed-1"));
    const auto told = house.direct(lee).size();
    house.types(kim, "declare sev1 Checkout down");
    house.pass(5s);
    CHECK(house.direct(lee).size() > told);
    house.within([](storage::Tx& tx) { CHECK(tx.timers_with_prefix("retention").at(0).failures == 0); });
}

TEST_CASE("retention that was put away after failing begins anew with the next start") {
    House house;
    house.within([](storage::Tx& tx) { tx.set_timer({"retention", start, "retention", "1 0 0", 5}); });
    house.pass(1h);
    house.restart();
    house.pass(1h);
    house.within([](storage::Tx& tx) {
        const auto timer = tx.timers_with_prefix("retention").at(0);
        CHECK(timer.failures == 0);
        CHECK(timer.due > start + 24h);
    });
}

TEST_CASE("nobody is removed who owns what is still to be done") {
    House house(with_two_schedules(example_settings()));
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack");
    house.types(lee, "action INC-1 P1 Write a test <@U000DANA>");
    resolves(house, dana, "Dana", 1);
    REQUIRE(house.incident(1).actions.size() == 1);
    house.change(without_dana(house.settings()));
    house.settle();
    const auto refused = [&] {
        const auto answer = removal(house, "dana", {{"known", {{"users", {dana}}}}}, 409);
        return has(answer["error"].get<std::string>(),
                   "dana owns an action item or the post-mortem of INC-1, which is still to be done. Nothing "
                   "was removed.");
    };
    CHECK(refused());
    SUBCASE("a post-mortem is left") {
        house.hand_in({CommandGiven{{UserId(lee), "Lee", PersonId("lee")},
                                    Via::command_line,
                                    IncidentNumber{1},
                                    command::FinishAction{1}}});
        house.settle();
        CHECK(refused());
        skips_post_mortem(house, 1);
    }
    SUBCASE("an action item is left") {
        skips_post_mortem(house, 1);
        CHECK(refused());
        house.hand_in({CommandGiven{{UserId(lee), "Lee", PersonId("lee")},
                                    Via::command_line,
                                    IncidentNumber{1},
                                    command::FinishAction{1}}});
        house.settle();
    }
    CHECK(removal(house, "dana", {{"known", {{"users", {dana}}}}})["removal"]["entries"].get<int>() > 0);
}

TEST_CASE("what an open action item says stays readable until it is done") {
    auto settings = with_two_schedules(example_settings());
    settings.retention = {std::nullopt, 10 * 24h};
    House house(settings);
    house.types(dana, "declare sev3 API slow");
    house.types(dana, "action INC-1 P1 Ask ops@example.com for a larger pool");
    resolves(house, dana, "Dana", 1);
    house.pass(12 * 24h);
    CHECK(has(house.incident(1).actions.at(0).text, "ops@example.com"));
    house.hand_in({CommandGiven{{UserId(lee), "Lee", PersonId("lee")},
                                Via::command_line,
                                IncidentNumber{1},
                                command::FinishAction{1}}});
    house.settle();
    house.pass(2 * 24h);
    CHECK(has(house.incident(1).actions.at(0).text, "[removed]"));
}

TEST_CASE("a large store is gone through in many requests, each of which takes little") {
    House house(with_two_schedules(example_settings()));
    house.within([](storage::Tx& tx) {
        for (int i = 0; i < 1200; ++i) tx.remember("form/U000DANA/" + std::to_string(i), "{}");
    });
    house.types(dana, "declare sev3 API slow");
    resolves(house, dana, "Dana", 1);
    house.change(without_dana(house.settings()));
    house.settle();
    json body{{"known", {{"users", {dana}}}}, {"after", ""}};
    int requests = 0, rows = 0, entries = 0;
    for (; !body["after"].is_null(); ++requests) {
        const auto answer = removal(house, "dana", body)["removal"];
        CHECK(answer["as"] == 1);
        for (const auto& removed : answer["records"]) rows += removed["rows"].get<int>();
        entries += answer["entries"].get<int>();
        body["known"] = answer["known"];
        body["as"] = answer["as"];
        body["after"] = answer["next"];
        // They have a part in something again: the removal that has begun goes to its end.
        if (requests == 0) house.types(lee, "declare sev3 Ask <@U000DANA>");
    }
    CHECK(requests >= 3);
    CHECK(rows >= 1200);
    CHECK(entries > 0);
    CHECK(house.incident(1).declared_by.person == PersonId("removed-1"));
}
