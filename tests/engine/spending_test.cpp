// What calls and texts may cost in a day: who is told, and what no limit stops.
#include <algorithm>

#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

const std::string new_number = "+12025550177";

// Dana is on call; Lee is the admin, who is told by text as well. Ten calls and texts are enough for a day.
struct Limited : Pager {
    Limited() { limit(10); }
    void limit(std::optional<int> calls_and_texts) {
        auto limited = settings();
        limited.rules.admins = {{Target::Kind::person, "lee"}};
        limited.rules.phones.daily_limit = calls_and_texts;
        change(std::move(limited));
        settle();
    }
    void tests_page() {
        types(dana, "test");
        pass(2min);
    }
    void spends_all() {
        for (int i = 0; i < 4; ++i) tests_page();
        types(kim, "declare sev1 API Down");
        types(dana, "ack INC-1");
        pass(2min);
    }
    std::string wants_code() {
        types(dana, "me");
        const auto open = slack.workspace().views.stack_of(dana);
        REQUIRE_FALSE(open.empty());
        const json number{{"phone", {{"type", "plain_text_input"}, {"value", new_number}}}};
        const auto before = acknowledged().size();
        acts({{"as", dana},
              {"do", "submit"},
              {"view_id", open.back()->id},
              {"values", {{"me.phone", number}}}});
        return acknowledged().at(before);
    }
    std::ptrdiff_t told(std::string_view words) {
        const auto texted = std::ranges::count_if(
            texts(lees_number), [&](const auto& text) { return has(text.field("Body"), words); });
        const auto posted = std::ranges::count_if(
            direct(lee), [&](const auto& message) { return has(everything(message), words); });
        CHECK(texted == posted);
        return posted;
    }
    std::size_t rings() const { return calls_to(danas_number).size() + texts(danas_number).size(); }

    static constexpr std::string_view nearly = "8 of 10 calls and texts of today were sent";
    static constexpr std::string_view reached = "10 calls and texts were sent today. Codes";
};

}  // namespace

TEST_CASE_FIXTURE(Limited,
                  "the admins are told at four fifths of the day's limit and at all of it, once each") {
    for (int i = 0; i < 3; ++i) tests_page();
    CHECK(told(nearly) == 0);
    tests_page();
    CHECK(told(nearly) == 1);
    CHECK(told(reached) == 0);
    types(kim, "declare sev1 API Down");
    pass(1min);
    CHECK(told(reached) == 1);
    pass(1h);
    CHECK(told(nearly) == 1);
    CHECK(told(reached) == 1);
}

TEST_CASE_FIXTURE(Limited,
                  "past the limit no code and no test page leaves by phone, until the next day by UTC") {
    spends_all();
    REQUIRE(told(reached) == 1);
    auto rung = rings();
    CHECK(has(wants_code(), "Today's limit of calls and texts is reached"));
    tests_page();
    CHECK(texts(new_number).empty());
    CHECK(rings() == rung);
    CHECK(has(everything(direct(dana).back()), "today's limit of calls and texts is reached"));
    restart();
    tests_page();
    CHECK(rings() == rung);
    pass(10h);
    wants_code();
    CHECK(texts(new_number).size() == 1);
    rung = rings();
    tests_page();
    CHECK(rings() == rung + 2);
}

TEST_CASE_FIXTURE(Limited,
                  "no page waits for a limit: neither an incident's, whatever its severity, nor a person's") {
    for (int i = 0; i < 5; ++i) tests_page();
    REQUIRE(told(reached) == 1);
    auto rung = rings();
    CHECK(has(types(lee, "adhoc <@U000DANA> Can you look at the backups?"), "without an incident"));
    pass(2min);
    CHECK(rings() == rung + 1);  // as a SEV 2 rings: by text
    rung = rings();
    types(kim, "declare sev1 API Down");
    pass(1min);
    CHECK(rings() == rung + 2);
}

TEST_CASE_FIXTURE(Limited, "a limit that is set below what was sent is told with the next one, and once") {
    limit(std::nullopt);
    for (int i = 0; i < 3; ++i) tests_page();
    CHECK(texts(lees_number).empty());
    limit(5);
    types(kim, "declare sev1 API Down");
    pass(1min);
    CHECK(told("7 calls and texts were sent today. Codes") == 1);
    limit(20);
    limit(5);
    pass(1h);
    CHECK(told("calls and texts were sent today. Codes") == 1);
}

TEST_CASE("where no limit is set nothing is told and nothing is stopped") {
    Pager house;
    for (int i = 0; i < 30; ++i) {
        house.types(dana, "test");
        house.pass(2min);
    }
    CHECK(house.texts(danas_number).size() == 30);
    CHECK(house.texts(lees_number).empty());
}
