#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>

#include "storage/fault_point.h"
#include "tests/storage/child.h"
#include "tests/storage/numbered_steps.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

constexpr int killed = 137;
constexpr int steps = 5;

int acknowledged(const std::string& file) {
    std::ifstream lines(file);
    return static_cast<int>(std::count(std::istreambuf_iterator<char>(lines), {}, '\n'));
}

}  // namespace

TEST_CASE("a child works on a store" * doctest::skip()) {
    const ManualClock clock(start);
    const auto store = *Store::open(from_environment("STORE_URL"), clock);
    std::ofstream acknowledgments(from_environment("ACKNOWLEDGED"), std::ios::app);
    for (bool done = false; !done;) {
        store->transact([&](Tx& tx) {
            step(tx);
            done = steps_done(tx) == steps;
        });
        acknowledgments << "done" << std::endl;
    }
    _exit(0);
}

TEST_CASE_TEMPLATE("each named point of a driver is passed, and a store outlives a kill there", Kind,
                   lasting_store) {
    const int kills = std::getenv("TOCSIN_NIGHTLY") != nullptr ? 200 : 2;
    for (const auto name : fault_point_names) {
        CAPTURE(name);
        int last = std::numeric_limits<int>::max();  // beyond it a life passes no more points of the name
        for (int killed_here = 0, point = 0; killed_here < kills;) {
            point = point < last ? point + 1 : 1;
            const TemporaryFolder folder;
            const ManualClock clock(start);
            const std::string url = Kind::url(folder);
            const std::string acknowledgments = folder.file("acknowledged");
            const int exit_code =
                run_child("a child works on a store",
                          {"STORE_URL=" + url, "ACKNOWLEDGED=" + acknowledgments,
                           "FAULT_POINT_NAME=" + std::string(name), "FAULT_POINT=" + std::to_string(point)});
            REQUIRE((exit_code == killed || (exit_code == 0 && point > 1)));
            if (exit_code == 0) last = point - 1;
            killed_here += exit_code == killed ? 1 : 0;
            const auto store = Store::open(url, clock);
            REQUIRE(store);
            const int promised = acknowledged(acknowledgments);
            check_whole(**store, promised, std::min(promised + 1, steps));
        }
    }
    MESSAGE("killed " << kills << " times at each of " << fault_point_names.size() << " named points");
}

TEST_CASE_TEMPLATE(
    "a store that is killed at any write opens intact, with all that was acknowledged and nothing by half",
    Kind, lasting_store) {
    // On a server each life costs a migration of a second's part: every seventh write has to do.
    constexpr int stride = std::is_same_v<Kind, Postgres> ? 7 : 1;
    int points = 0;
    for (int exit_code = killed; exit_code == killed; points += stride) {
        const TemporaryFolder folder;
        const ManualClock clock(start);
        const std::string url = Kind::url(folder);
        const std::string acknowledgments = folder.file("acknowledged");
        const std::vector<std::string> environment{"STORE_URL=" + url, "ACKNOWLEDGED=" + acknowledgments};
        auto with_fault = environment;
        with_fault.push_back("FAULT_POINT=" + std::to_string(points + 1));
        exit_code = run_child("a child works on a store", with_fault);
        CAPTURE(points);
        REQUIRE((exit_code == killed || exit_code == 0));

        const int promised = acknowledged(acknowledgments);
        {
            const auto store = Store::open(url, clock);
            REQUIRE(store);
            check_whole(**store, promised, std::min(promised + 1, steps));
        }
        if (exit_code == killed && points % (7 * stride) == 0) {
            int left = 0;
            (*Store::open(url, clock))->transact([&](Tx& tx) { left = steps - steps_done(tx); });
            if (left > 0) CHECK(run_child("a child works on a store", environment) == 0);
            check_whole(**Store::open(url, clock), steps, steps);
        }
    }
    CHECK(points > steps * 10);
}
