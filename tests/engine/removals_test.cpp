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
