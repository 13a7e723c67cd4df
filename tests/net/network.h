// A small network for tests on loopback: an event loop that runs until something is true, certificates of a
// test authority, and peers that follow a script. Behaviour of Slack is the business of each test.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "bot/net/http_client.h"

namespace tocsin::test {

using boost::asio::ip::tcp;

// Runs the loop until `done` answers true; fails the test after 20 seconds.
void run_until(boost::asio::io_context& io, const std::function<bool()>& done);
// Runs whatever is ready now, without waiting.
void run_ready(boost::asio::io_context& io);

net::HttpResult fetch(boost::asio::io_context& io, net::HttpClient& client, net::OutgoingRequest request,
                      Reach reach = Reach::anywhere);

// Accepts one connection after the other on a thread of its own and plays the script on each.
class ScriptedPeer {
  public:
    using Script = std::function<void(tcp::socket&)>;

    explicit ScriptedPeer(Script script);
    ~ScriptedPeer();

    std::string url(const std::string& path = "/") const;  // http://127.0.0.1:…
    std::uint16_t port() const { return port_; }
    int accepted() const { return accepted_; }

  private:
    boost::asio::io_context io_;
    tcp::acceptor acceptor_;
    std::uint16_t port_;
    Script script_;
    std::atomic<int> accepted_ = 0;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

// For scripts. They answer what was read, or what there was when the other side ended.
std::string read_until(tcp::socket& socket, const std::string& end);
std::string read_exactly(tcp::socket& socket, std::size_t size);
std::string read_request(tcp::socket& socket);  // head and body
void write(tcp::socket& socket, const std::string& bytes);
void wait_for_end(tcp::socket& socket);  // until the other side ends the connection

struct CertificateFiles {
    std::string certificate;  // PEM
    std::string key;          // PEM
};

// An authority of its own in a temporary folder.
class TestAuthority {
  public:
    TestAuthority();
    ~TestAuthority();

    std::string certificate_file() const;
    enum class Key { elliptic, rsa };
    enum class Dates { now, over, to_come };
    // For a DNS name or an IP address; not signed by the authority but by itself when asked.
    CertificateFiles issue(const std::string& host, bool self_signed = false, Key kind = Key::elliptic,
                           Dates dates = Dates::now);

  private:
    std::filesystem::path folder_;
    void* key_;          // EVP_PKEY
    void* certificate_;  // X509
    int serial_ = 1;
};

}  // namespace tocsin::test
