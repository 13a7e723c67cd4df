#include <doctest/doctest.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "storage/disk_reserve.h"
#include "tests/survival/troubled.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::DiskReserve;
using storage::testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

// A disk of its own that only this test and its children see; away when it goes out of scope.
class SmallDisk {
  public:
    explicit SmallDisk(const std::string& mebibytes) {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("tmpfs", folder_.path.c_str(), "tmpfs", 0, ("size=" + mebibytes + "m").c_str()) != 0)
            why_not_ = std::strerror(errno);
    }
    ~SmallDisk() {
        if (why_not_.empty()) ::umount2(folder_.path.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    const std::string& why_not() const { return why_not_; }  // empty: it is there
    std::string path() const { return folder_.path.string(); }
    // Takes every byte that is left.
    void fill() const {
        const int file =
            ::open((path() + "/filler").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
        const std::string block(64 * 1024, 'x');
        for (std::size_t size = block.size(); size > 0;) {
            if (::write(file, block.data(), size) <= 0) size /= 2;
        }
        ::close(file);
    }
    void make_room() const { fs::remove(path() + "/filler"); }

  private:
    TemporaryFolder folder_;
    std::string why_not_;
};

}  // namespace

TEST_CASE(
    "on a full disk what is known goes on, alerts are told to come again, and nothing accepted is lost") {
    const SmallDisk disk("120");
    if (!disk.why_not().empty()) {
        MESSAGE("skipped: no disk of its own may be mounted here: " << disk.why_not());
        return;
    }
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
