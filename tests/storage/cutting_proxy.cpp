#include "tests/storage/cutting_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace tocsin::storage::testing {
namespace {

constexpr std::string_view end_of_work("COMMIT\0", 7);  // a statement ends so

constexpr int look_up_ms = 20;  // whether it is the end
constexpr const char* socket_name = "/.s.PGSQL.5432";

int unix_socket(const std::string& folder, bool listens) {
    const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto path = folder + socket_name;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const auto* general = reinterpret_cast<const sockaddr*>(&address);
    const bool good = listens ? ::bind(handle, general, sizeof address) == 0 && ::listen(handle, 8) == 0
                              : ::connect(handle, general, sizeof address) == 0;
    if (!good) throw std::runtime_error("the proxy has no socket");
    return handle;
}

// What has arrived; empty: the other side has hung up.
std::string received(int handle) {
    std::array<char, 65536> bytes;
    const auto count = ::recv(handle, bytes.data(), bytes.size(), 0);
    return count > 0 ? std::string(bytes.data(), static_cast<std::size_t>(count)) : std::string();
}

void send_all(int handle, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(handle, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

bool readable(int handle, int wait_ms) {
    pollfd one{handle, POLLIN, 0};
    return ::poll(&one, 1, wait_ms) > 0;
}

}  // namespace

CuttingProxy::CuttingProxy() : listener_(unix_socket(folder_.path.string(), true)) {
    thread_ = std::thread([this] { serve(); });
}

CuttingProxy::~CuttingProxy() {
    ends_ = true;
    thread_.join();
    ::close(listener_);
}

void CuttingProxy::cut(Cut when, bool for_good, int commit) {
    closes_ = for_good;
    commits_ = commit;
    cut_ = when;
}

std::string CuttingProxy::url(const std::string& schema) const {
    return PostgresCluster::one().url_by(folder_.path.string(), schema);
}

void CuttingProxy::serve() {
    while (!ends_) {
        if (!readable(listener_, look_up_ms)) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (!closed_) {
            const int server = unix_socket(PostgresCluster::one().folder(), false);
            carry(client, server);
            ::close(server);
        }
        ::close(client);
    }
}

// One client after the other: each test has one.
void CuttingProxy::carry(int client, int server) {
    while (!ends_) {
        std::array<pollfd, 2> both{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (::poll(both.data(), both.size(), look_up_ms) <= 0) continue;
        if (both[0].revents != 0) {
            const auto bytes = received(client);
            if (bytes.empty()) return;
            const auto when =
                bytes.contains(end_of_work) && --commits_ == 0 ? cut_.exchange(Cut::none) : Cut::none;
            if (when != Cut::none) closed_ = closes_.load();
            if (when == Cut::before) return;
            send_all(server, bytes);
            if (when == Cut::after) {
                received(server);  // it is stored now
                return;
            }
            if (when == Cut::heard) {
                send_all(client, received(server));
                return;
            }
        }
        if (both[1].revents != 0) {
            const auto bytes = received(server);
            if (bytes.empty()) return;
            send_all(client, bytes);
        }
    }
}

}  // namespace tocsin::storage::testing
