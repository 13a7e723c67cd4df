#include "bot/app/supervisor.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace tocsin::app {
namespace {

constexpr auto between_pings = std::chrono::seconds{1};

}  // namespace

Supervisor::Supervisor() {
    const char* place = std::getenv("NOTIFY_SOCKET");
    if (place == nullptr || place[0] == '\0') return;
    address_ = place;
    if (address_.size() >= sizeof(sockaddr_un::sun_path)) return;
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

Supervisor::~Supervisor() {
    if (socket_ >= 0) ::close(socket_);
}

void Supervisor::ready() const {
    tell("READY=1");
}

void Supervisor::stopping() const {
    tell("STOPPING=1");
}

void Supervisor::works() {
    const auto now = std::chrono::steady_clock::now();
    if (now - pinged_ < between_pings) return;
    pinged_ = now;
    tell("WATCHDOG=1");
}

// One that is lost is followed by others.
void Supervisor::tell(std::string_view state) const {
    if (socket_ < 0) return;
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, address_.data(), address_.size());
    if (to.sun_path[0] == '@') to.sun_path[0] = '\0';  // a name that no file has
    const auto length = offsetof(sockaddr_un, sun_path) + address_.size();
    ::sendto(socket_, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&to),
             static_cast<socklen_t>(length));
}

}  // namespace tocsin::app
