#include "bot/net/slack_gateway.h"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>

#include "bot/net/http_server.h"
#include "network.h"

using namespace tocsin;
using namespace tocsin::net;
using namespace tocsin::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

// The least of a Slack: tickets, sockets that say hello, and what arrives on them.
struct TinySlack {
    struct Peer {
        std::shared_ptr<Socket> socket;
        std::vector<std::string> received;
        std::vector<std::string> pongs;
        int pings = 0;
        std::optional<std::uint16_t> closed;
    };

    explicit TinySlack(boost::asio::io_context& io, std::optional<TlsFiles> tls = {})
        : secure(tls.has_value()) {
        auto listening = HttpServer::listen(
            io, {.tls = std::move(tls)},
            {.on_request = [this](const HttpRequest& request,
                                  Responder responder) { open(request, responder); },
             .refuse_upgrade = [this](const HttpRequest&) -> std::optional<HttpResponse> {
                 if (refuse_links) return HttpResponse{.status = 409};
                 return std::nullopt;
             },
             .on_socket = [this](const HttpRequest&,
                                 std::shared_ptr<Socket> socket) { return greet(socket); }});
        REQUIRE(listening);
        server = std::move(*listening);
    }

    std::string authority() const { return "localhost:" + std::to_string(server->port()); }
    std::string api_url() const { return (secure ? "https://" : "http://") + authority() + "/api/"; }

    void open(const HttpRequest& request, Responder& responder) {
        ++opened;
        authorization = std::string(header(request.headers, "Authorization"));
        if (!next_answers.empty()) {
            const HttpResponse answer = next_answers.front();
            next_answers.erase(next_answers.begin());
            return responder.respond(answer);
        }
        const json body{{"ok", true},
                        {"url", (secure ? "wss://" : "ws://") + authority() + "/link/?ticket=1"}};
        responder.respond({.body = body.dump()});
    }

    SocketEvents greet(const std::shared_ptr<Socket>& socket) {
        const std::size_t index = peers.size();
        peers.push_back({socket, {}, {}, 0, {}});
        if (say_hello) socket->send(R"({"type":"hello","num_connections":1})");
        return {
            .on_text = [this, index](std::string_view text) { peers[index].received.emplace_back(text); },
            .on_ping = [this, index](std::string_view) { ++peers[index].pings; },
            .on_pong = [this, index](std::string_view payload) { peers[index].pongs.emplace_back(payload); },
            .on_closed = [this, index](std::uint16_t code, std::string_view) { peers[index].closed = code; }};
    }

    bool secure;
    std::unique_ptr<HttpServer> server;
    std::vector<Peer> peers;
    std::vector<HttpResponse> next_answers;
    std::string authorization;
    int opened = 0;
    bool say_hello = true;
    bool refuse_links = false;
};

std::string command(const std::string& id, const std::string& text = "") {
    json frame{{"envelope_id", id}, {"type", "slash_commands"}};
    frame["payload"] = {{"command", "/incident"}, {"text", text}};
    return frame.dump();
}

struct Bot {
    Bot(boost::asio::io_context& io, const std::string& api_url, int connections = 2,
        slack::SessionTimes times = {})
        : client(io),
          gateway(io, client,
                  {.api_url = api_url,
                   .app_token = Secret("xapp-test"),
                   .connections = connections,
                   .times = times},
                  {.on_envelope =
                       [this](std::uint64_t connection, slack::Envelope envelope) {
                           envelopes.emplace_back(connection, std::move(envelope));
                       },
                   .on_live = [this](int count) { live = count; },
                   .on_alarm = [this](const std::string& problem) { alarms.push_back(problem); }}) {
        gateway.start();
    }

    HttpClient client;
    std::vector<std::pair<std::uint64_t, slack::Envelope>> envelopes;
    int live = 0;
    std::vector<std::string> alarms;
    SlackGateway gateway;
};

std::string ack_of(const std::string& id) {
    return slack::acknowledgment(id, nullptr).frame;
}

}  // namespace

TEST_CASE("two sockets come up; each envelope is acknowledged where it came from") {
    boost::asio::io_context io;
    TinySlack slack(io);
    Bot bot(io, slack.api_url());
    run_until(io, [&] { return bot.live == 2; });
    CHECK(slack.authorization == "Bearer xapp-test");
    slack.peers[1].socket->send(command("E-1"));
    slack.peers[0].socket->send(command("E-2"));
    run_until(io, [&] { return bot.envelopes.size() == 2; });
    for (const auto& [connection, envelope] : bot.envelopes)
        bot.gateway.acknowledge(connection, ack_of(envelope.id));
    run_until(io, [&] { return slack.peers[0].received.size() + slack.peers[1].received.size() == 2; });
    CHECK(slack.peers[1].received == std::vector<std::string>{ack_of("E-1")});
    CHECK(slack.peers[0].received == std::vector<std::string>{ack_of("E-2")});
}

TEST_CASE("an acknowledgment whose connection is gone leaves on the other one, once") {
    boost::asio::io_context io;
    TinySlack slack(io);
    Bot bot(io, slack.api_url());
    run_until(io, [&] { return bot.live == 2; });
    slack.peers[0].socket->send(command("E-1"));
    run_until(io, [&] { return bot.envelopes.size() == 1; });
    slack.peers[0].socket->abort();
    run_until(io, [&] { return bot.live == 1; });
    bot.gateway.acknowledge(bot.envelopes[0].first, ack_of("E-1"));
    run_until(io, [&] { return !slack.peers[1].received.empty(); });
    run_until(io, [&] { return bot.live == 2; });
    bot.gateway.acknowledge(999, ack_of("E-9"));
    const auto all = [&] {
        std::vector<std::string> frames;
        for (const auto& peer : slack.peers)
            frames.insert(frames.end(), peer.received.begin(), peer.received.end());
        return frames;
    };
    run_until(io, [&] { return all().size() == 2; });
    CHECK(all() == std::vector<std::string>{ack_of("E-1"), ack_of("E-9")});
}

TEST_CASE("after an abrupt close the next hello comes at once while the other socket serves") {
    boost::asio::io_context io;
    TinySlack slack(io);
    Bot bot(io, slack.api_url());
    run_until(io, [&] { return bot.live == 2; });
    std::vector<std::chrono::steady_clock::duration> took;
    for (int i = 0; i < 5; ++i) {
        const auto before = std::chrono::steady_clock::now();
        slack.peers[slack.peers.size() - 2].socket->abort();
        run_until(io, [&] { return bot.live == 1; });
        slack.peers.back().socket->send(command("E"));
        run_until(io, [&] { return bot.live == 2; });
        took.push_back(std::chrono::steady_clock::now() - before);
    }
    run_until(io, [&] { return bot.envelopes.size() == 5; });
    std::sort(took.begin(), took.end());
    CHECK(took[2] < 100ms);
}

TEST_CASE("a refresh opens the new socket before the old one is closed, and the old one is read to its end") {
    boost::asio::io_context io;
    TinySlack slack(io);
    Bot bot(io, slack.api_url(), 1, {.drain = 200ms});
    run_until(io, [&] { return bot.live == 1; });
    slack.peers[0].socket->send(R"({"type":"disconnect","reason":"refresh_requested"})");
    slack.peers[0].socket->send(command("late"));
    run_until(io, [&] { return slack.peers.size() == 2 && bot.envelopes.size() == 1; });
    CHECK_FALSE(slack.peers[0].closed);
    bot.gateway.acknowledge(bot.envelopes[0].first, ack_of("late"));
    run_until(io, [&] { return slack.peers[0].received.size() == 1; });
    run_until(io, [&] { return slack.peers[0].closed.has_value(); });
    CHECK(slack.peers[0].closed == 1000);
    CHECK(bot.live == 1);
}

TEST_CASE("a half-open socket is noticed by the missing answers to our pings") {
    boost::asio::io_context io;
    TinySlack slack(io);
    Bot bot(io, slack.api_url(), 1, {.ping = 30ms, .silent = 300ms});
    run_until(io, [&] { return bot.live == 1; });
    run_until(io, [&] { return slack.peers[0].pings >= 15; });
    CHECK(slack.peers.size() == 1);
    slack.peers[0].socket->fall_silent();
    run_until(io, [&] { return slack.peers.size() == 2 && bot.live == 1; });
    slack.peers[0].socket->abort();
    run_until(io, [&] { return slack.peers[0].closed == 1006; });
}

TEST_CASE("frames in pieces, large frames and pings are taken as they come") {
    boost::asio::io_context io;
    TinySlack slack(io);
    Bot bot(io, slack.api_url(), 1);
    run_until(io, [&] { return bot.live == 1; });
    Socket& socket = *slack.peers[0].socket;
    socket.send_fragmented(command("pieces", std::string(5'000, 'p')), 100);
    socket.send(command("large", std::string(3'000'000, 'l')));
    socket.ping("Ping from applink-7fc4");
    socket.send("{broken");
    socket.send(R"({"envelope_id":"odd","type":"carrier_pigeon"})");
    run_until(io, [&] { return bot.envelopes.size() == 3 && slack.peers[0].pongs.size() == 1; });
    CHECK(std::get<slack::SlashCommand>(bot.envelopes[0].second.payload).text == std::string(5'000, 'p'));
    CHECK(std::get<slack::SlashCommand>(bot.envelopes[1].second.payload).text.size() == 3'000'000);
    CHECK(bot.envelopes[2].second.id == "odd");
    CHECK(slack.peers[0].pongs[0] == "Ping from applink-7fc4");
    CHECK(bot.live == 1);
}

TEST_CASE("a message beyond every limit costs the connection, not the bot") {
    boost::asio::io_context io;
    TinySlack slack(io);
    Bot bot(io, slack.api_url(), 1);
    run_until(io, [&] { return bot.live == 1; });
    slack.peers[0].socket->send(std::string(5 * 1024 * 1024, ' '));
    run_until(io, [&] { return slack.peers.size() == 2 && bot.live == 1; });
    CHECK(bot.envelopes.empty());
}

TEST_CASE("a handshake that is refused is tried again") {
    boost::asio::io_context io;
    TinySlack slack(io);
    slack.refuse_links = true;
    Bot bot(io, slack.api_url(), 1, {.longest_pause = 1ms});
    run_until(io, [&] { return slack.opened >= 3; });
    CHECK(bot.live == 0);
    slack.refuse_links = false;
    run_until(io, [&] { return bot.live == 1; });
}

TEST_CASE("a socket that never says hello is not live and is given up") {
    boost::asio::io_context io;
    TinySlack slack(io);
    slack.say_hello = false;
    Bot bot(io, slack.api_url(), 1, {.open_deadline = 200ms});
    run_until(io, [&] { return slack.peers.size() == 1; });
    slack.say_hello = true;
    run_until(io, [&] { return bot.live == 1; });
    CHECK(slack.peers.size() == 2);
    CHECK(slack.peers[0].closed.has_value());
}

TEST_CASE("a refused token raises the alarm without repeating it, and a later good answer connects") {
    boost::asio::io_context io;
    TinySlack slack(io);
    slack.next_answers.push_back({.body = R"({"ok":false,"error":"invalid_auth"})"});
    slack.next_answers.push_back({.status = 429, .headers = {{"Retry-After", "1"}}});
    slack.next_answers.push_back({.status = 500});
    Bot bot(io, slack.api_url(), 1, {.longest_pause = 1ms, .probe = 50ms});
    run_until(io, [&] { return bot.live == 1; });
    REQUIRE(bot.alarms.size() == 1);
    CHECK(bot.alarms[0].find("invalid_auth") != std::string::npos);
    CHECK(bot.alarms[0].find("xapp-test") == std::string::npos);
    CHECK(slack.opened == 4);
}

TEST_CASE("the whole way works over TLS with a trusted authority") {
    TestAuthority authority;
    REQUIRE(setenv("SSL_CERT_FILE", authority.certificate_file().c_str(), 1) == 0);
    const CertificateFiles files = authority.issue("localhost");
    boost::asio::io_context io;
    TinySlack slack(io, TlsFiles{files.certificate, files.key});
    Bot bot(io, slack.api_url());
    run_until(io, [&] { return bot.live == 2; });
    slack.peers[0].socket->send(command("E-1", std::string(100'000, 'x')));
    run_until(io, [&] { return bot.envelopes.size() == 1; });
    bot.gateway.acknowledge(bot.envelopes[0].first, ack_of("E-1"));
    run_until(io, [&] { return slack.peers[0].received.size() == 1; });
    slack.peers[0].socket->abort();
    run_until(io, [&] { return bot.live == 1; });
    run_until(io, [&] { return bot.live == 2; });
}

TEST_CASE("an address that Slack names leads to Slack or outside, and to no machine of ours") {
    TestAuthority authority;
    REQUIRE(setenv("SSL_CERT_FILE", authority.certificate_file().c_str(), 1) == 0);
    const CertificateFiles files = authority.issue("slack.example.com");
    boost::asio::io_context io;
    TinySlack slack(io, TlsFiles{files.certificate, files.key});
    ScriptedPeer inside([](tcp::socket& socket) { wait_for_end(socket); });
    const json body{{"ok", true}, {"url", "ws://127.0.0.1:" + std::to_string(inside.port()) + "/"}};
    slack.next_answers.assign(2, HttpResponse{.body = body.dump()});
    HttpClient client(io, {.look_up = [](const std::string&) -> Resolver::Lookup {
                          return {{boost::asio::ip::make_address("127.0.0.1")}, ""};
                      }});
    SlackGateway gateway(
        io, client,
        {.api_url = "https://slack.example.com:" + std::to_string(slack.server->port()) + "/api/",
         .app_token = Secret("xapp-test"),
         .connections = 1},
        {});
    gateway.start();
    run_until(io, [&] { return slack.opened == 2; });
    CHECK(inside.accepted() == 0);
}

TEST_CASE("whoever leaves says goodbye, stays away, and comes back when it is started again") {
    boost::asio::io_context io;
    TinySlack slack(io);
    Bot bot(io, slack.api_url());
    run_until(io, [&] { return bot.live == 2; });
    bot.gateway.leave();
    CHECK(bot.live == 0);
    run_until(io, [&] { return slack.peers[0].closed && slack.peers[1].closed; });
    CHECK(slack.peers[0].closed == 1000);
    bot.gateway.reconnect();
    run_ready(io);
    CHECK(slack.opened == 2);
    bot.gateway.start();
    run_until(io, [&] { return bot.live == 2; });
    CHECK(slack.opened == 4);
    bot.gateway.stop();
    bot.gateway.start();
    run_ready(io);
    CHECK(slack.opened == 4);
}

TEST_CASE("stopping says goodbye and no event follows") {
    boost::asio::io_context io;
    TinySlack slack(io);
    auto bot = std::make_unique<Bot>(io, slack.api_url());
    run_until(io, [&] { return bot->live == 2; });
    bot->gateway.stop();
    slack.peers[0].socket->send(command("too late"));
    run_until(io, [&] { return slack.peers[0].closed && slack.peers[1].closed; });
    CHECK(slack.peers[0].closed == 1000);
    CHECK(bot->live == 2);
    CHECK(bot->envelopes.empty());
}

TEST_CASE("an acknowledgment of 16,000 bytes is one unfragmented text frame, a longer one is never sent") {
    std::atomic<bool> asked = false;
    std::string head;
    std::string payload;
    ScriptedPeer link([&](tcp::socket& s) {
        const std::string request = read_request(s);
        const std::string key = request.substr(request.find("Sec-WebSocket-Key: ") + 19, 24) +
                                "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        unsigned char digest[SHA_DIGEST_LENGTH];
        SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest);
        unsigned char accept[64];
        EVP_EncodeBlock(accept, digest, SHA_DIGEST_LENGTH);
        CHECK(request.find("permessage-deflate") == std::string::npos);
        const std::string hello = R"({"type":"hello"})";
        write(s,
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Accept: " +
                  std::string(reinterpret_cast<char*>(accept)) + "\r\n\r\n\x81" +
                  static_cast<char>(hello.size()) + hello);
        head = read_exactly(s, 8);
        payload = read_exactly(s, 16'000);
        asked = true;
        wait_for_end(s);
    });
    boost::asio::io_context io;
    TinySlack api(io);
    api.next_answers.push_back(
        {.body = json{{"ok", true}, {"url", "ws://127.0.0.1:" + std::to_string(link.port()) + "/"}}.dump()});
    Bot bot(io, api.api_url(), 1);
    run_until(io, [&] { return bot.live == 1; });
    bot.gateway.acknowledge(1, std::string(16'001, 'x'));
    bot.gateway.acknowledge(1, std::string(16'000, 'a'));
    run_until(io, [&] { return asked.load(); });
    REQUIRE(head.size() == 8);
    CHECK(static_cast<unsigned char>(head[0]) == 0x81);          // last frame of its message, text
    CHECK(static_cast<unsigned char>(head[1]) == (0x80 | 126));  // masked, 16 bits of length
    CHECK(static_cast<unsigned char>(head[2]) * 256 + static_cast<unsigned char>(head[3]) == 16'000);
    CHECK(static_cast<char>(payload[0] ^ head[4]) == 'a');
    bot.gateway.stop();
    run_ready(io);
}
