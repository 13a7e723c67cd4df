// Host names to addresses on workers of its own, because the system's lookup blocks and may hang: with a
// deadline, a cache, and the last known answer when the name service is down.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tocsin::net {

class Resolver {
  public:
    using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

    struct Lookup {  // what one name has
        std::vector<boost::asio::ip::address> addresses;
        std::string error;  // where there are none
    };
    using LookUp = std::function<Lookup(const std::string& host)>;  // blocks; called on a worker

    explicit Resolver(boost::asio::io_context& io, LookUp look_up = {});  // as the system resolves
    ~Resolver();                                                          // as stop()

    void stop();  // does not wait for lookups that hang; to be called while the io_context still lives

    // Never empty. Error: a few words.
    boost::asio::awaitable<std::expected<Endpoints, std::string>> resolve(
        std::string host, std::uint16_t port, std::chrono::steady_clock::time_point deadline);

    class Impl;

  private:
    std::shared_ptr<Impl> impl_;
};

}  // namespace tocsin::net
