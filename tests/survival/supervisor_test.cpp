// The service manager's side of the program: a datagram socket that hears what systemd would.
#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "tests/survival/troubled.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

class Manager {
  public:
    explicit Manager(std::string place) : place_(std::move(place)) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        REQUIRE(place_.size() < sizeof(at.sun_path));
        std::memcpy(at.sun_path, place_.data(), place_.size());
        REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof(at)) == 0);
    }
    ~Manager() { ::close(socket_); }
    Manager(const Manager&) = delete;
    Manager& operator=(const Manager&) = delete;

    std::string environment() const { return "NOTIFY_SOCKET=" + place_; }
    // The next word; empty: nothing comes for so long.
    std::string hears(std::chrono::milliseconds patience) {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, static_cast<int>(patience.count())) < 1) return "";
        std::array<char, 256> word{};
        const auto length = ::recv(socket_, word.data(), word.size(), 0);
        return {word.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
    }
    bool hears_in_time(const std::string& wanted) {
        return wait_until([&] { return hears(std::chrono::milliseconds{100}) == wanted; });
    }

  private:
    std::string place_;
    int socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

constexpr auto longest_pause = std::chrono::seconds{5};  // pings come every second

}  // namespace

TEST_CASE("the service manager hears when the bot is ready, that it lives, and that it stops") {
    Troubled house;
    Manager manager(house.scratch("notify"));
    house.start({manager.environment()});
    CHECK(manager.hears_in_time("READY=1"));
    for (int i = 0; i < 3; ++i) CHECK(manager.hears(longest_pause) == "WATCHDOG=1");
    CHECK_MESSAGE(house.stop(), house.log());
    CHECK(manager.hears_in_time("STOPPING=1"));
}

TEST_CASE("an engine that stands still is not said to live, whatever the other threads do") {
    Troubled house;
    Manager manager(house.scratch("notify"));
    house.start({manager.environment(), "FAULT_STALL=input *"});
    CHECK(manager.hears_in_time("READY=1"));
    CHECK(manager.hears_in_time("WATCHDOG=1"));
    house.slack().slash(lee, "declare sev3 Endless");
    CHECK(wait_until([&] { return manager.hears(longest_pause).empty(); }));
    CHECK_FALSE(house.bot().ended());
}
