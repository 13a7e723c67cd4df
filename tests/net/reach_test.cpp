// Addresses that others name reach the public internet and nothing else: no loopback, no private network, no
// cloud's own.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>

#include "bot/net/http_client.h"
#include "bot/net/http_server.h"
#include "bot/net/public_address.h"
#include "bot/net/slack_reach.h"
#include "network.h"

using namespace tocsin;
using namespace tocsin::net;
using namespace tocsin::test;

namespace {

namespace ip = boost::asio::ip;

// In the form in which an address stands in a URL.
const std::vector<std::string> inside{
    // this machine
    "127.0.0.1",
    "127.255.255.254",
    "127.0.0.53",
    "0.0.0.0",
    "0.1.2.3",
    "localhost",
    "LOCALHOST",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    // the same, as the system's lookup reads it: octal, hexadecimal, one number, short
    "0177.0.0.1",
    "0177.0.0.01",
    "0x7f.0.0.1",
    "0x7f000001",
    "0x7F.1",
    "2130706433",
    "017700000001",
    "127.1",
    "127.0.1",
    "0",
    "0x0",
    // its network
    "10.0.0.1",
    "10.255.255.255",
    "0x0a.0.0.1",
    "012.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.255.255",
    "3232235521",
    "100.64.0.1",
    "100.127.255.255",
    "[fc00::1]",
    "[fd12:3456:789a::1]",
    "[fec0::1]",
    "169.254.0.1",
    "[fe80::1]",
    "[febf::1]",
    // the cloud that it is in
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "169.254.43518",
    "169.254.170.2",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "[fd00:ec2::254]",
    "[fd20:ce::254]",
    // an IPv4 address inside of an IPv6 one
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[::ffff:10.0.0.1]",
    "[::127.0.0.1]",
    "[::a9fe:a9fe]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[2002:808:808::1]",
    "[2001::a9fe:a9fe]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    // nobody's, everybody's, examples
    "192.0.2.1",
    "198.51.100.7",
    "203.0.113.200",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "[ff02::1]",
    "[ff0e::1]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[100::1]",
    "[5f00::1]",
};

HttpClientOptions hasty() {
    return {.attempt = std::chrono::milliseconds{400}, .connect = std::chrono::milliseconds{300}};
}

// This machine stands for a public one.
HttpClientOptions seen_as_public() {
    return {.is_public = [](const ip::address&) { return true; }};
}

HttpResult from_outside(HttpClient& client, boost::asio::io_context& io, const std::string& url) {
    return fetch(io, client, {.url = url, .body = "secret"}, Reach::outside);
}

}  // namespace

TEST_CASE("an address that others name leads to no machine of ours, however it is written") {
    REQUIRE(inside.size() >= 60);
    boost::asio::io_context io;
    ScriptedPeer peer([](tcp::socket& socket) { wait_for_end(socket); });
    HttpClient client(io, hasty());
    for (const std::string& host : inside) {
        const auto result =
            from_outside(client, io, "https://" + host + ":" + std::to_string(peer.port()) + "/");
        REQUIRE_MESSAGE(!result, host);
        CHECK_MESSAGE(result.error().reason.contains("no public address"), host, ": ", result.error().reason);
        CHECK_FALSE(result.error().maybe_sent);
    }
    CHECK(peer.accepted() == 0);
}

TEST_CASE("what is public is told from what only looks like it") {
    for (const char* address : {"1.1.1.1",
                                "8.8.8.8",
                                "9.255.255.255",
                                "11.0.0.0",
                                "100.63.255.255",
                                "100.128.0.0",
                                "126.255.255.255",
                                "128.0.0.1",
                                "168.63.129.15",
                                "168.63.129.17",
                                "169.253.255.255",
                                "169.255.0.0",
                                "172.15.255.255",
                                "172.32.0.0",
                                "192.0.1.0",
                                "192.167.255.255",
                                "192.169.0.0",
                                "198.17.255.255",
                                "198.20.0.0",
                                "223.255.255.255",
                                "2606:4700:4700::1111",
                                "2001:4860:4860::8888",
                                "2001:200::1",
                                "2003::1",
                                "2a00:1450:4001::1",
                                "64:ff9b::8.8.8.8"})
        CHECK_MESSAGE(is_public(ip::make_address(address)), address);
    CHECK_FALSE(is_public(ip::make_address("fe80::1%1")));
}

TEST_CASE("a plain address is for this machine only, and so for nobody outside") {
    boost::asio::io_context io;
    ScriptedPeer peer([](tcp::socket& socket) { wait_for_end(socket); });
    HttpClient client(io, hasty());
    CHECK_FALSE(from_outside(client, io, peer.url()));
    CHECK_FALSE(from_outside(client, io, "http://example.com/"));
    CHECK(peer.accepted() == 0);
}

TEST_CASE("where an answer leads is not followed, from outside neither") {
    boost::asio::io_context io;
    ScriptedPeer elsewhere([](tcp::socket& socket) { wait_for_end(socket); });
    for (const char* status : {"301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"}) {
        ScriptedPeer peer([&](tcp::socket& socket) {
            read_request(socket);
            write(socket, fmt::format("HTTP/1.1 {}\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", status,
                                      elsewhere.url("/x")));
            wait_for_end(socket);
        });
        for (const Reach reach : {Reach::outside, Reach::anywhere}) {
            HttpClient client(io, seen_as_public());
            const auto moved = fetch(io, client, {.url = peer.url()}, reach);
            REQUIRE_MESSAGE(moved, status);
            CHECK(std::to_string(moved->status) == std::string_view(status).substr(0, 3));
        }
    }
    CHECK(elsewhere.accepted() == 0);
}

TEST_CASE("what is said from outside is read up to 64 KiB") {
    constexpr std::size_t most = 64 * 1024;
    boost::asio::io_context io;
    for (const bool in_chunks : {false, true}) {
        for (const std::size_t size : {most, most + 1, most + 1024}) {
            ScriptedPeer peer([&](tcp::socket& socket) {
                read_request(socket);
                const std::string body(size, 'x');
                write(socket,
                      in_chunks ? fmt::format("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                              "{:x}\r\n{}\r\n0\r\n\r\n",
                                              size, body)
                                : fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", size, body));
                wait_for_end(socket);
            });
            const auto asks = [&](Reach reach) {
                HttpClient client(io, seen_as_public());
                return fetch(io, client, {.url = peer.url()}, reach);
            };
            const auto ours = asks(Reach::anywhere), theirs = asks(Reach::outside);
            REQUIRE(ours);
            CHECK(ours->body.size() == size);
            CHECK(theirs.has_value() == (size <= most));
            if (!theirs) CHECK_MESSAGE(theirs.error().reason.contains("body limit"), theirs.error().reason);
        }
    }
}

TEST_CASE("an address that Slack hands out is Slack's own or leads outside") {
    const SlackReach slack("https://slack.com/api/");
    for (const char* own :
         {"https://hooks.slack.com/commands/1", "wss://wss-primary.slack.com/link/?ticket=1",
          "https://files.SLACK.com/upload", "https://slack.com/x"})
        CHECK_MESSAGE(slack.of(own) == Reach::anywhere, own);
    for (const char* other : {"https://notslack.com/", "wss://slack.com.example.com/", "ws://127.0.0.1/",
                              "ws://localhost/", "https://slack.com@10.0.0.1/", "nonsense", ""})
        CHECK_MESSAGE(slack.of(other) == Reach::outside, other);
    const SlackReach here("http://localhost:8080/api/");
    for (const char* own : {"ws://127.0.0.1:9/link", "ws://[::1]:9/link", "http://localhost:1/r"})
        CHECK_MESSAGE(here.of(own) == Reach::anywhere, own);
    for (const char* other : {"wss://10.0.0.1/link", "https://slack.com/"})
        CHECK_MESSAGE(here.of(other) == Reach::outside, other);
    CHECK(SlackReach("").of("nonsense") == Reach::outside);
}

TEST_CASE("a name is resolved once: what it says later changes nothing, and one bad address spoils it") {
    boost::asio::io_context io;
    ScriptedPeer peer([](tcp::socket& socket) { wait_for_end(socket); });
    const std::string url = "https://rebinding.example:" + std::to_string(peer.port()) + "/";
    const auto here = ip::make_address("127.0.0.1");
    const auto nowhere = ip::make_address("2fff:ffff::1");  // given to nobody
    std::atomic<int> asked = 0;
    auto options = hasty();

    options.look_up = [&](const std::string&) -> Resolver::Lookup {
        return {{asked++ == 0 ? nowhere : here}, ""};
    };
    HttpClient first(io, options);
    for (int i = 0; i < 3; ++i) {
        const auto result = from_outside(first, io, url);
        REQUIRE_FALSE(result);
        CHECK_FALSE(result.error().reason.contains("no public address"));
    }
    CHECK(asked == 1);

    options.look_up = [&](const std::string&) -> Resolver::Lookup { return {{nowhere, here}, ""}; };
    HttpClient second(io, options);
    const auto mixed = from_outside(second, io, url);
    REQUIRE_FALSE(mixed);
    CHECK(mixed.error().reason.contains("is at 127.0.0.1, which is no public address"));
    CHECK(peer.accepted() == 0);
}

TEST_CASE("a connection that the operator's own word opened is no way in for an address of others") {
    boost::asio::io_context io;
    TestAuthority authority;
    REQUIRE(setenv("SSL_CERT_FILE", authority.certificate_file().c_str(), 1) == 0);
    const auto files = authority.issue("inside.example");
    int requests = 0;
    auto server = HttpServer::listen(io, {.tls = TlsFiles{files.certificate, files.key}},
                                     {.on_request = [&](HttpRequest, Responder responder) {
                                         ++requests;
                                         responder.respond({.body = "inside"});
                                     }});
    REQUIRE(server);
    auto options = hasty();
    options.attempt = options.connect = std::chrono::milliseconds{5000};
    options.look_up = [](const std::string&) -> Resolver::Lookup {
        return {{ip::make_address("127.0.0.1")}, ""};
    };
    HttpClient client(io, options);
    const std::string url = "https://inside.example:" + std::to_string((*server)->port()) + "/";
    const auto ours = fetch(io, client, {.url = url});
    REQUIRE_MESSAGE(ours, (ours ? "" : ours.error().reason));
    CHECK(ours->body == "inside");
    CHECK_FALSE(from_outside(client, io, url));
    CHECK(requests == 1);
}
