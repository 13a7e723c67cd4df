#include "bot/app/status_files.h"

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <set>

#include "templates/web_page.h"
#include "tests/storage/open_store.h"
#include "tests/templates/mission_page.h"

using namespace tocsin;
using namespace tocsin::app;
using storage::testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

StatusFiles::Site site_at(std::string_view clock) {
    return std::make_shared<const templates::StatusSite>(
        templates::status_site(mission::page_at(mission::at(clock), mission::entries_until(clock))));
}

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Of a writer that has ended, and so has written what waited.
struct Written {
    TemporaryFolder folder;
    ManualClock clock{mission::at("14:51")};
    std::atomic<int> well{0}, badly{0};

    std::string page() const { return read(folder.path / "out/status/index.html"); }
    void with(const std::function<void(StatusFiles&)>& work) {
        StatusFiles files(clock, [this](bool written) { ++(written ? well : badly); });
        work(files);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Written,
                  "every document is a file where a web server looks for it, and nothing else is left") {
    const auto site = site_at("14:51");
    with([&](StatusFiles& files) {
        files.use(folder.path / "out");
        files.write(site);
    });
    CHECK(well >= 1);
    CHECK(badly == 0);
    CHECK(page() == site->documents.at("/status").body);
    CHECK(read(folder.path / "out/status/i/api0down0042/index.html") ==
          site->documents.at("/status/i/api0down0042").body);
    CHECK(read(folder.path / "out/api/v2/summary.json") == site->documents.at("/api/v2/summary.json").body);
    CHECK(read(folder.path / "out/status/feed.atom") == site->documents.at("/status/feed.atom").body);
    CHECK(read(folder.path / "out/style.css") == templates::style_sheet());
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path / "out")) {
        if (!entry.is_regular_file()) continue;
        ++files;
        CHECK_MESSAGE(!entry.path().string().ends_with(".new"), entry.path().string());
    }
    CHECK(files == site->documents.size() + 1);
}

TEST_CASE_FIXTURE(Written, "only the newest counts, and a folder that is named later gets it too") {
    const auto newest = site_at("15:00");
    with([&](StatusFiles& files) {
        files.write(site_at("14:40"));
        files.write(newest);
        files.use(folder.path / "out");
    });
    CHECK(page() == newest->documents.at("/status").body);
}

TEST_CASE_FIXTURE(Written, "a page that became late is written as late") {
    const auto site = site_at("14:51");
    clock.set(*site->late_from);
    with([&](StatusFiles& files) {
        files.use(folder.path / "out");
        files.write(site);
    });
    CHECK(page() == site->late.at("/status").body);
    CHECK(page().contains("This page may be out of date</p>"));
}

TEST_CASE_FIXTURE(Written, "a folder that cannot be written is told, and the next page is tried again") {
    std::ofstream(folder.path / "out") << "a file";
    with([&](StatusFiles& files) {
        files.use(folder.path / "out");
        files.write(site_at("14:51"));
    });
    CHECK(well == 0);
    CHECK(badly >= 1);
    fs::remove(folder.path / "out");
    const auto next = site_at("15:00");
    with([&](StatusFiles& files) {
        files.use(folder.path / "out");
        files.write(next);
    });
    CHECK(well >= 1);
    CHECK(page() == next->documents.at("/status").body);
}

TEST_CASE_FIXTURE(Written, "without a folder nothing is written") {
    with([&](StatusFiles& files) { files.write(site_at("14:51")); });
    CHECK(well == 0);
    CHECK(badly == 0);
    CHECK(fs::is_empty(folder.path));
}

TEST_CASE_FIXTURE(Written, "a reader sees the old page or the new one, never a part") {
    const auto old_site = site_at("14:51");
    const auto new_site = site_at("15:00");
    REQUIRE_FALSE(write_status_files(*old_site, folder.path / "out", false));
    std::set<std::string> seen;
    {
        std::atomic<bool> done{false};
        std::thread reader([&] {
            while (!done) seen.insert(page());
        });
        for (int i = 0; i < 50; ++i) {
            CHECK_FALSE(write_status_files(i % 2 == 0 ? *new_site : *old_site, folder.path / "out", false));
        }
        done = true;
        reader.join();
    }
    for (const auto& one : seen)
        CHECK(
            (one == old_site->documents.at("/status").body || one == new_site->documents.at("/status").body));
}
