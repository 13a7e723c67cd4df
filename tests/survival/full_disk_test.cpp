#include <doctest/doctest.h>

#include "storage/disk_reserve.h"
#include "tests/survival/small_disk.h"
#include "tests/survival/troubled.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::DiskReserve;
using storage::testing::TemporaryFolder;
namespace fs = std::filesystem;

TEST_CASE(
    "on a full disk what is known goes on, alerts are told to come again, and nothing accepted is lost") {
    const SmallDisk disk("120");
    if (!disk.is_there()) return;
    Troubled house(disk.path());
    house.start();
    const auto reserve = disk.path() + "/tocsin.db.reserve";
    REQUIRE(fs::file_size(reserve) == DiskReserve::whole_bytes);
    std::vector<std::string> accepted;
    const auto tell = [&](const std::string& key, const std::string& severity) {
        const auto answer = house.tell("am", key, severity);
        if (answer.status == 202) accepted.push_back(key);
        return answer;
    };
    REQUIRE(tell("before", "sev3").status == 202);

    disk.fill();
    sandbox::RawAnswer refused;
    int told = 0;
    REQUIRE_MESSAGE(wait_until([&] {
                        refused = tell("k" + std::to_string(++told), "sev3");
                        CHECK((refused.status == 202 || refused.status == 503));
                        return refused.status == 503;
                    }),
                    house.log());
    CHECK(refused.head.contains("Retry-After: 15"));
    CHECK(refused.body.contains("disk is full"));
    CHECK(fs::file_size(reserve) < DiskReserve::whole_bytes);
    CHECK_MESSAGE(house.is_texted(lees_number, "the disk of its store is full"), house.log());
    CHECK(wait_until([&] { return house.calls_to(lees_number) > 0; }));
    // A person is heard, and an incident pages as ever.
    house.slack().slash(lee, "declare sev1 Full Disk");
    CHECK_MESSAGE(house.is_texted(danas_number, "Full Disk"), house.log());
    CHECK(wait_until([&] { return house.slack().all_answered(); }));

    // Killed and started again it knows, also where a piece of the reserve is free, and it is no worse.
    house.bot().signal(SIGKILL);
    house.bot().wait_for_end();
    house.start();
    CHECK_MESSAGE(tell("again", "sev3").status == 503, house.log());
    house.bot().signal(SIGKILL);
    house.bot().wait_for_end();
    disk.fill();
    house.start();
    const auto before = house.calls_to(danas_number);
    house.slack().slash(lee, "declare sev1 Payments Down");
    CHECK_MESSAGE(wait_until([&] { return house.calls_to(danas_number) > before; }), house.log());

    disk.make_room();
    REQUIRE_MESSAGE(wait_until([&] { return tell("after", "sev3").status == 202; }), house.log());
    CHECK(house.is_texted(lees_number, "room on the disk of its store again"));
    CHECK(fs::file_size(reserve) == DiskReserve::whole_bytes);
    CHECK_MESSAGE(house.stop(), house.log());
    for (const auto& [key, is_there] : house.stored("am", accepted)) CHECK_MESSAGE(is_there, key);
}

TEST_CASE("a log that cannot be written holds nothing up") {
    Troubled house;
    house.start({}, "/dev/full");
    CHECK(house.tell("am", "one", "sev1").status == 202);
    CHECK(house.is_texted(danas_number, "Alert one"));
    CHECK(house.stop());
    CHECK(house.stored("am", {"one"}).at("one"));
}
