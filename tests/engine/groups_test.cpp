#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

const UserGroupId sre{"S0SRE"};

Settings restricted() {
    auto settings = example_settings();
    settings.rules.may_declare_sev1 = {sre};
    return settings;
}

// Whoever is in the group: Dana at first.
struct Grouped : House {
    Grouped() {
        puts_into_group({dana});
        change(restricted());
        settle();
    }
    void puts_into_group(const std::vector<std::string>& people) {
        acts({{"as", dana}, {"do", "group"}, {"group", sre.str()}, {"members", people}});
    }
    std::size_t questions() const { return calls("usergroups.users.list").size(); }
};

constexpr std::string_view refused = "Only members of certain user groups";

}  // namespace

TEST_CASE("whoever Slack says is in the group may declare SEV 1, and nobody else") {
    Grouped house;
    REQUIRE(house.questions() == 1);
    CHECK(house.calls("usergroups.users.list").front().arguments["usergroup"] == "S0SRE");
    CHECK(has(house.types(lee, "declare sev1 API Down"), refused));
    CHECK(has(house.types(dana, "declare sev1 API Down"), "INC-1 is declared"));
}

TEST_CASE(
    "somebody who comes into the group may at once, by Slack's word; a change nobody needs is not asked "
    "about") {
    Grouped house;
    house.puts_into_group({dana, lee});
    CHECK(house.questions() == 2);
    CHECK(has(house.types(lee, "declare sev1 API Down"), "INC-1 is declared"));
    house.puts_into_group({dana});
    CHECK(has(house.types(lee, "declare sev1 Login fails"), refused));
    house.acts({{"as", dana}, {"do", "group"}, {"group", "S0OTHER"}, {"members", {lee}}});
    CHECK(house.questions() == 3);
}

TEST_CASE("a change that Slack told nobody of is seen within ten minutes, and after a restart") {
    Grouped house;
    house.slack.workspace().listening = false;
    house.puts_into_group({lee});
    house.slack.workspace().listening = true;
    SUBCASE("waited") {
        house.pass(10min);
    }
    SUBCASE("restarted") {
        house.restart();
        house.settle();
    }
    CHECK(has(house.types(dana, "declare sev1 API Down"), refused));
    CHECK(has(house.types(lee, "declare sev1 API Down"), "INC-1 is declared"));
}

TEST_CASE("while Slack does not say, everybody may, and one question waits for each group") {
    House house;
    house.trouble(
        {{"kind", "fail"}, {"method", "usergroups.users.list"}, {"status", 503}, {"times", 100000}});
    house.change(restricted());
    house.pass(1h);
    int waiting = 0;
    house.within([&](storage::Tx& tx) { waiting = tx.outbox_size(); });
    CHECK(waiting == 1);
    CHECK(has(house.types(lee, "declare sev1 API Down"), "INC-1 is declared"));
    std::vector<std::string> notes;
    for (const auto& event : house.timeline(1)) {
        if (const auto* note = std::get_if<event::NoteAdded>(&event.body)) notes.push_back(note->text);
    }
    CHECK(notes == std::vector<std::string>{
                       "Slack did not say whether Lee may make an incident SEV 1, so it was allowed."});
}

TEST_CASE("a group that Slack does not know holds nobody back") {
    House house;
    house.change(restricted());
    house.settle();
    CHECK(has(house.types(lee, "declare sev1 API Down"), "INC-1 is declared"));
}
