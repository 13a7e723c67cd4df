#include <doctest/doctest.h>

#include "tests/app/verb.h"
#include "tests/storage/danas_story.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

// A store without a bot that knows Dana, who is not configured any more. Whoever has the file needs no token.
struct Left : Desktop {
    Left() {
        writes("tocsin.yaml",
               "storage: {url: 'sqlite:tocsin.db'}\n"
               "people: {lee: {name: Lee, slack: U000LEE}}\n");
        const SystemClock clock;
        const auto store = *storage::Store::open("sqlite:" + file("tocsin.db"), clock);
        store->transact([](storage::Tx& tx) { storage::testing::story(tx); });
    }
    Ended forgets(std::vector<std::string> words) {
        words.insert(words.begin(), "forget");
        return runs(std::move(words));
    }
    bool exports(std::string_view words) { return runs({"export"}).out.contains(words); }
};

}  // namespace

TEST_CASE("forget says first what it would remove, then removes it, and finds nothing afterwards") {
    Left desk;
    const auto looked = desk.forgets({"dana", "--dry-run"});
    CHECK(looked.code == 0);
    CHECK(looked.out.contains("Slack: U000DANA\n"));
    CHECK(looked.out.contains("This would be removed:\n"));
    CHECK(desk.exports("U000DANA"));
    const auto removed = desk.forgets({"dana", "--also", "+12025550101", "--json"});
    CHECK(removed.code == 0);
    CHECK(removed.json()["as"] == "removed-1");
    CHECK(removed.json()["incidents"] == 1);
    for (const auto* trace : {"Dana", "U000DANA", "\"dana\"", "202-555-0101"})
        CHECK_FALSE_MESSAGE(desk.exports(trace), trace);
    const auto verified = desk.runs({"verify"});
    CHECK(verified.code == 0);
    CHECK(verified.out.contains("were rewritten to remove somebody's data"));
    CHECK(desk.forgets({"dana"}).out == "Nothing in this store says anything of dana.\n");
}

TEST_CASE("forget refuses whoever is configured, and changes nothing") {
    Left desk;
    const auto configured = desk.forgets({"lee"});
    CHECK(configured.code == 1);
    CHECK(configured.err.contains("configuration"));
    CHECK(desk.exports("\"Lee\""));
    CHECK(desk.exports("U000LEE"));
}
