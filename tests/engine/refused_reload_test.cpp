// A new configuration that is not taken: who hears of it, and where.
#include <algorithm>

#include "storage/open_connection.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

constexpr std::string_view reason = "tocsin.yaml has 2 errors, the first in line 7: unknown key \"peolpe\".";

Settings led_by_lee() {
    auto settings = paging_settings();
    settings.rules.admins = {{Target::Kind::person, "lee"}};
    return settings;
}

std::ptrdiff_t saying(const std::vector<sandbox::Message>& messages, std::string_view words) {
    return std::ranges::count_if(messages, [&](const auto& message) { return has(message.text, words); });
}

// A store that takes nothing to send.
std::string store_that_sends_nothing(const storage::testing::TemporaryFolder& folder) {
    const auto url = storage::testing::SqliteFile::url(folder);
    const ManualClock clock(start);
    const auto made = *storage::open_migrated(url, clock);
    made->run(
        "CREATE TRIGGER refuse BEFORE INSERT ON outbox WHEN EXISTS (SELECT 1 FROM notes WHERE key = 'fail')"
        " BEGIN SELECT RAISE(ABORT, 'the disk is broken'); END");
    return url;
}

}  // namespace

TEST_CASE("a refused reload is told to the admins in Slack, once each time, and wakes nobody") {
    Pager house(led_by_lee());
    house.refuse_reload(std::string(reason));
    house.settle();
    REQUIRE(saying(house.direct(lee), "A reload was refused.") == 1);
    CHECK(has(house.direct(lee).back().text, "in line 7: unknown key \"peolpe\"."));
    CHECK(has(house.direct(lee).back().text, "The old configuration stays in force."));
    CHECK(house.messages().empty());
    house.pass(1h);
    CHECK(saying(house.direct(lee), "A reload was refused.") == 1);
    house.refuse_reload(std::string(reason));
    house.settle();
    CHECK(saying(house.direct(lee), "A reload was refused.") == 2);
    CHECK(house.sent.empty());
}

TEST_CASE(
    "where no admin has an account in Slack the incidents channel is told, and nobody is pinged by it") {
    auto settings = led_by_lee();
    settings.rules.people.at(PersonId("lee")).slack = UserId{};
    Pager house(settings);
    house.refuse_reload("tocsin.yaml has an error in line 7: unknown key \"<!channel> @channel\".");
    house.settle();
    REQUIRE(saying(house.messages(), "A reload was refused.") == 1);
    CHECK_FALSE(has(everything(house.messages().back()), "<!channel>"));
    CHECK_FALSE(has(everything(house.messages().back()), "@channel"));
}

TEST_CASE("where the store fails too the log has to do, and the refusal shows all the same") {
    const storage::testing::TemporaryFolder folder;
    House failing(led_by_lee(), store_that_sends_nothing(folder));
    failing.within([](storage::Tx& tx) { tx.set_note("fail", "1"); });
    failing.refuse_reload(std::string(reason));
    failing.within([](storage::Tx& tx) { tx.forget_note("fail"); });
    failing.settle();
    CHECK(saying(failing.direct(lee), "refused") == 0);
    CHECK(has(failing.asks(ReadinessAsked{}).body, "refused at 2025-01-21T14:32:00Z"));
}
