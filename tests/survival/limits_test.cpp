#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/survival/troubled.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

namespace fs = std::filesystem;
namespace asio = boost::asio;

long long number_in(const fs::path& file) {
    long long number = 0;
    std::ifstream(file) >> number;
    return number;
}

// A control group with that much memory; away when it goes out of scope.
class MemoryLimit {
  public:
    explicit MemoryLimit(long long bytes) {
        std::error_code failed;
        path_ = fs::path("/sys/fs/cgroup/memory") / ("tocsin-" + std::to_string(::getpid()));
        fs::create_directory(path_, failed);
        std::ofstream(path_ / "memory.limit_in_bytes") << bytes << std::flush;
        works_ = !failed && number_in(path_ / "memory.limit_in_bytes") == bytes;
    }
    ~MemoryLimit() { ::rmdir(path_.c_str()); }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;

    bool works() const { return works_; }
    std::string path() const { return path_.string(); }
    long long most_used() const { return number_in(path_ / "memory.max_usage_in_bytes"); }

  private:
    fs::path path_;
    bool works_ = false;
};

}  // namespace

TEST_CASE("with 64 descriptors and 200 idle clients pages leave") {
    Troubled house;
    house.start({"UNDER=prlimit --nofile=64:64"});
    asio::io_context io;
    std::vector<asio::ip::tcp::socket> idle;
    for (int i = 0; i < 200; ++i) {
        asio::ip::tcp::socket socket(io);
        boost::system::error_code refused;
        socket.connect({asio::ip::make_address("127.0.0.1"), house.port()}, refused);
        if (!refused) idle.push_back(std::move(socket));
    }
    CHECK(idle.size() > 100);
    house.slack().slash(lee, "declare sev1 Many Clients");
    CHECK_MESSAGE(house.is_texted(danas_number, "Many Clients"), house.log());
    CHECK(wait_until([&] { return house.calls_to(danas_number) > 0; }));
    idle.clear();
    CHECK(wait_until([&] { return house.tell("am", "one", "sev3").status == 202; }));
    CHECK_MESSAGE(house.stop(), house.log());
}

TEST_CASE("a storm of alerts fits into 128 MiB, and none is lost") {
    const MemoryLimit limit(128LL * 1024 * 1024);
    if (sanitized || !limit.works()) {
        MESSAGE("skipped: no control group may be made here, or a sanitizer needs the memory");
        return;
    }
    Troubled house;
    house.start({"CGROUP=" + limit.path()});
    std::vector<std::string> accepted;
    const int alerts = std::getenv("TOCSIN_NIGHTLY") != nullptr ? 10'000 : 300;
    for (int i = 0; i < alerts; ++i) {
        const auto key = fmt::format("k{}", i);
        REQUIRE_MESSAGE(
            wait_until([&] { return house.tell("am", key, i % 50 == 0 ? "sev1" : "sev3").status == 202; }),
            house.log());
        accepted.push_back(key);
    }
    CHECK(house.is_texted(danas_number, "Alert k0"));
    CHECK_FALSE(house.bot().ended());
    CHECK_MESSAGE(house.stop(), house.log());
    MESSAGE(alerts << " alerts took " << limit.most_used() / 1024 / 1024
                   << " MiB, the disk's cache included");
    for (const auto& [key, is_there] : house.stored("am", accepted)) CHECK_MESSAGE(is_there, key);
}

TEST_CASE("nobody else can lock the store of a bot that runs") {
    Troubled house;
    house.start();
    sqlite3* stranger = nullptr;
    REQUIRE(sqlite3_open(house.store().c_str(), &stranger) == SQLITE_OK);
    CHECK(sqlite3_exec(stranger, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_BUSY);
    CHECK(house.tell("am", "one", "sev1").status == 202);
    CHECK(house.is_texted(danas_number, "Alert one"));
    sqlite3_close(stranger);
    CHECK_MESSAGE(house.stop(), house.log());
}

TEST_CASE("reloads under load lose nothing") {
    Troubled house;
    house.start();
    std::vector<std::string> accepted;
    const int reloads = std::getenv("TOCSIN_NIGHTLY") != nullptr ? 500 : 60;
    for (int i = 0; i < reloads; ++i) {
        house.bot().signal(SIGHUP);
        const auto key = fmt::format("k{}", i);
        REQUIRE_MESSAGE(wait_until([&] { return house.tell("am", key, "sev4").status == 202; }), house.log());
        accepted.push_back(key);
        if (i % 10 == 0) house.slack().slash(lee, fmt::format("declare sev3 Command {}", i));
    }
    CHECK(wait_until([&] { return house.slack().all_answered(); }));
    CHECK_MESSAGE(wait_until([&] { return house.log().contains("configuration reloaded"); }), house.log());
    CHECK(house.tell("am", "last", "sev1").status == 202);
    CHECK(house.is_texted(danas_number, "Alert last"));
    CHECK_MESSAGE(house.stop(), house.log());
    for (const auto& [key, is_there] : house.stored("am", accepted)) CHECK_MESSAGE(is_there, key);
    CHECK(house.incidents_stored() == accepted.size() + 1 + static_cast<std::size_t>((reloads + 9) / 10));
}
