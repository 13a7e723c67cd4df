#include "bot/net/resolver.h"

#include <netdb.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <map>
#include <mutex>
#include <thread>

#include "bot/base/text.h"
#include "bot/net/system_lookup.h"

namespace tocsin::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

constexpr auto fresh_for = 60s;
constexpr auto patience_for_news = 500ms;  // when an old answer is at hand
constexpr std::size_t max_cached_hosts = 256;
constexpr int max_lookups = 8;  // at once; more only when lookups hang

using Lookup = Resolver::Lookup;

}  // namespace

Resolver::Lookup look_up_by_system(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    Lookup lookup;
    if (const int error = getaddrinfo(host.c_str(), nullptr, &hints, &found); error != 0) {
        lookup.error = gai_strerror(error);
        return lookup;
    }
    for (const addrinfo* each = found; each; each = each->ai_next) {
        tcp::endpoint endpoint;
        if (each->ai_addrlen > endpoint.capacity()) continue;
        std::copy_n(reinterpret_cast<const char*>(each->ai_addr), each->ai_addrlen,
                    reinterpret_cast<char*>(endpoint.data()));
        lookup.addresses.push_back(endpoint.address());
    }
    freeaddrinfo(found);
    if (lookup.addresses.empty()) lookup.error = "no address";
    return lookup;
}

class Resolver::Impl : public std::enable_shared_from_this<Impl> {
  public:
    Impl(asio::io_context& io, LookUp look_up)
        : io_(io),
          look_up_(look_up ? std::move(look_up) : look_up_by_system),
          lifeline_(std::make_shared<Lifeline>()) {}

    void shut() {
        const std::lock_guard lock(lifeline_->mutex);
        lifeline_->alive = false;
    }

    asio::awaitable<std::expected<std::vector<asio::ip::address>, std::string>> addresses(
        std::string host, std::chrono::steady_clock::time_point deadline) {
        const auto self = shared_from_this();
        Entry& entry = cache_[host];
        const auto now = std::chrono::steady_clock::now();
        const bool known = !entry.addresses.empty();
        if (!known || now - entry.at >= fresh_for) {
            const bool asked = entry.running || begin(host, entry);
            if (!asked && !known) co_return std::unexpected("too many name lookups hang");
            const auto until = known ? std::min(deadline, now + patience_for_news) : deadline;
            const auto waiter = entry.waiters.emplace(entry.waiters.end(), io_, until);
            if (asked) co_await waiter->async_wait(asio::as_tuple(asio::use_awaitable));
            entry.waiters.erase(waiter);
        }
        if (entry.addresses.empty())
            co_return std::unexpected(entry.running ? std::string("the name lookup takes too long")
                                                    : entry.error);
        co_return entry.addresses;
    }

  private:
    struct Entry {
        std::vector<asio::ip::address> addresses;
        std::string error;
        std::chrono::steady_clock::time_point at;
        bool running = false;
        std::list<asio::steady_timer> waiters;
    };

    // Shared with the workers, which may outlive us and the io_context.
    struct Lifeline {
        std::mutex mutex;
        bool alive = true;
    };

    bool begin(const std::string& host, Entry& entry) {
        if (running_ >= max_lookups || cache_.size() > max_cached_hosts) return false;
        ++running_;
        entry.running = true;
        std::thread([this, &io = io_, look_up = look_up_, lifeline = lifeline_, host] {
            Lookup lookup = look_up(host);
            const std::lock_guard lock(lifeline->mutex);
            if (!lifeline->alive) return;
            asio::post(io, [self = shared_from_this(), host, lookup = std::move(lookup)]() mutable {
                self->finish(host, std::move(lookup));
            });
        }).detach();
        return true;
    }

    void finish(const std::string& host, Lookup lookup) {
        --running_;
        Entry& entry = cache_[host];
        entry.running = false;
        entry.error = std::move(lookup.error);
        if (!lookup.addresses.empty()) {
            entry.addresses = std::move(lookup.addresses);
            entry.at = std::chrono::steady_clock::now();
        }
        for (asio::steady_timer& waiter : entry.waiters) waiter.cancel();
    }

    asio::io_context& io_;
    const LookUp look_up_;
    std::shared_ptr<Lifeline> lifeline_;
    std::map<std::string, Entry> cache_;  // never erased from: entries are referred to across waits
    int running_ = 0;
};

Resolver::Resolver(asio::io_context& io, LookUp look_up)
    : impl_(std::make_shared<Impl>(io, std::move(look_up))) {}
Resolver::~Resolver() {
    stop();
}
void Resolver::stop() {
    impl_->shut();
}

asio::awaitable<std::expected<Resolver::Endpoints, std::string>> Resolver::resolve(
    std::string host, std::uint16_t port, std::chrono::steady_clock::time_point deadline) {
    boost::system::error_code not_numeric;
    const auto numeric = asio::ip::make_address(host, not_numeric);
    Endpoints endpoints;
    if (!not_numeric) {
        endpoints.emplace_back(numeric, port);
        co_return endpoints;
    }
    if (iequals(host, "localhost")) {  // is this machine whatever a name service says (RFC 6761)
        endpoints.emplace_back(asio::ip::address_v4::loopback(), port);
        endpoints.emplace_back(asio::ip::address_v6::loopback(), port);
        co_return endpoints;
    }
    const auto found = co_await impl_->addresses(std::move(host), deadline);
    if (!found) co_return std::unexpected(found.error());
    for (const auto& address : *found) endpoints.emplace_back(address, port);
    co_return endpoints;
}

}  // namespace tocsin::net
