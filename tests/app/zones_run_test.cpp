// The program on a machine whose time zone data is updated, or lost, while it runs.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>

#include "tests/app/running.h"
#include "tests/app/verb.h"
#include "tests/core/zone_folder.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using tocsin::testing::ZoneFolder;

namespace {

struct Machine : Desktop {
    ZoneFolder zones{file("zoneinfo")};
    StandIn slack;
    std::optional<Program> bot;
    std::vector<std::string> environment{"TZDIR=" + zones.path()};

    explicit Machine(const std::string& zone) { zones.moves_to(zone); }
    void configured(const std::string& zone) {
        writes("tocsin.yaml", configuration(slack.api_url(), file("tocsin.db"), "timezone: " + zone + "\n"));
    }
    void starts() {
        bot.emplace(file("tocsin.yaml"), file("log"), environment);
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
    }
    void reloads_until(std::string_view words) {
        bot->signal(SIGHUP);
        REQUIRE_MESSAGE(wait_until([&] { return bot->log().contains(words); }), bot->log());
    }
    bool is_posted(std::string_view words) {
        return wait_until([&] {
            return std::ranges::any_of(slack.posts(),
                                       [&](const auto& post) { return post.text.contains(words); });
        });
    }
};

}  // namespace

TEST_CASE("a reload follows time zone data that was updated, and says what it changes of who is on call") {
    Machine machine("Europe/Moscow");
    machine.configured(ZoneFolder::moving);
    machine.starts();
    machine.zones.moves_to("Asia/Tokyo");
    machine.reloads_until("time zone data was updated");
    CHECK(machine.is_posted("(Test/Moving). Within 14 days somebody else is on call by it"));
}

TEST_CASE(
    "without its time zone data a bot goes on with what it has read; a new zone and a start are refused") {
    Machine machine("Europe/Moscow");
    machine.configured(ZoneFolder::moving);
    machine.starts();
    machine.zones.loses_it();
    machine.reloads_until("time zone data cannot be read any more");
    CHECK(machine.bot->log().contains("configuration reloaded"));

    machine.configured("Test/Another");
    machine.reloads_until("the old one stays in force");
    machine.slack.slash(dana, "declare sev1 API Down");
    CHECK(machine.is_posted("SEV 1 INCIDENT: API Down"));
    machine.bot->signal(SIGTERM);
    CHECK(machine.bot->wait_for_end() == 0);

    machine.configured(ZoneFolder::moving);
    Program second(machine.file("tocsin.yaml"), machine.file("second.log"), machine.environment);
    CHECK(second.wait_for_end() == 3);
    CHECK(second.log().contains("Test/Moving"));
}
