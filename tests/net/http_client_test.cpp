#include "bot/net/http_client.h"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <cstdlib>

#include "bot/net/http_server.h"
#include "network.h"

using namespace tocsin;
using namespace tocsin::net;
using namespace tocsin::test;
using namespace std::chrono_literals;

namespace {

const std::string ok_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

HttpClientOptions hasty() {
    return {
        .attempt = 400ms, .connect = 300ms, .keep = 15s, .max_body_bytes = 1000, .connections_per_origin = 2};
}

HttpResult fetch_from(ScriptedPeer& peer) {
    boost::asio::io_context io;
    HttpClient client(io, hasty());
    return fetch(io, client, {.url = peer.url("/x"), .body = "hello"});
}

void reset(tcp::socket& socket) {
    socket.set_option(boost::asio::socket_base::linger(true, 0));
    socket.close();
}

}  // namespace

TEST_CASE("a request arrives as it was meant and its answer comes back whole") {
    boost::asio::io_context io;
    HttpRequest seen;
    auto server = HttpServer::listen(
        io, {}, {.on_request = [&](HttpRequest request, Responder responder) {
            seen = request;
            responder.respond(
                {.status = 201, .headers = {{"X-Answer", "yes"}}, .body = "echo " + request.body});
        }});
    REQUIRE(server);
    HttpClient client(io);
    const std::string url = "http://localhost:" + std::to_string((*server)->port()) + "/api/x?y=1";
    const HttpResult result = fetch(
        io, client, {.url = url, .headers = {{"X-Question", "why"}}, .body = std::string(100'000, 'b')});
    REQUIRE(result);
    CHECK(result->status == 201);
    CHECK(header(result->headers, "x-answer") == "yes");
    CHECK(result->body == "echo " + std::string(100'000, 'b'));
    CHECK(seen.method == "POST");
    CHECK(seen.target == "/api/x?y=1");
    CHECK(header(seen.headers, "X-Question") == "why");
    CHECK(header(seen.headers, "Host") == "localhost:" + std::to_string((*server)->port()));
    CHECK(seen.peer == "127.0.0.1");
}

TEST_CASE("nothing was sent when nobody listens, nobody is found or the name is not this machine's") {
    boost::asio::io_context io;
    HttpClient client(io, hasty());
    std::uint16_t free_port = 0;
    {
        tcp::acceptor acceptor(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
        free_port = acceptor.local_endpoint().port();
    }
    for (const std::string& url :
         {"http://127.0.0.1:" + std::to_string(free_port) + "/", std::string("https://no-such-host.invalid/"),
          std::string("http://example.com/"), std::string("nonsense")}) {
        const HttpResult result = fetch(io, client, {.url = url});
        REQUIRE_MESSAGE(!result, url);
        CHECK_FALSE(result.error().maybe_sent);
        CHECK(result.error().reason != "");
    }
}

TEST_CASE("a connection cut in any phase after the request began is uncertain") {
    const std::vector<std::pair<const char*, ScriptedPeer::Script>> phases{
        {"ended before the answer", [](tcp::socket& s) { read_request(s); }},
        {"reset before the answer",
         [](tcp::socket& s) {
             read_request(s);
             reset(s);
         }},
        {"cut within the status line",
         [](tcp::socket& s) {
             read_request(s);
             write(s, "HTTP/1.1 20");
         }},
        {"cut within the headers",
         [](tcp::socket& s) {
             read_request(s);
             write(s, "HTTP/1.1 200 OK\r\nContent-Le");
         }},
        {"cut within the body",
         [](tcp::socket& s) {
             read_request(s);
             write(s, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
         }},
        {"no HTTP",
         [](tcp::socket& s) {
             read_request(s);
             write(s, "220 mail.example ESMTP\r\n\r\n");
         }},
        {"a body over the limit",
         [](tcp::socket& s) {
             read_request(s);
             write(s, "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + std::string(2000, 'x'));
         }},
        {"endless headers",
         [](tcp::socket& s) {
             read_request(s);
             write(s, "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x'));
         }},
        {"silence after the request",
         [](tcp::socket& s) {
             read_request(s);
             wait_for_end(s);
         }},
        {"silence within the answer",
         [](tcp::socket& s) {
             read_request(s);
             write(s, "HTTP/1.1 200 OK\r\n");
             wait_for_end(s);
         }},
    };
    for (const auto& [name, script] : phases) {
        ScriptedPeer peer(script);
        const HttpResult result = fetch_from(peer);
        REQUIRE_MESSAGE(!result, name);
        CHECK_MESSAGE(result.error().maybe_sent, name);
        CHECK(peer.accepted() == 1);
    }
}

TEST_CASE("the whole attempt ends within its budget") {
    ScriptedPeer peer([](tcp::socket& s) { wait_for_end(s); });
    const auto before = std::chrono::steady_clock::now();
    CHECK_FALSE(fetch_from(peer));
    CHECK(std::chrono::steady_clock::now() - before < 5s);
}

TEST_CASE("chunked bodies and bodies that end with the connection are whole") {
    ScriptedPeer chunked([](tcp::socket& s) {
        read_request(s);
        write(s, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        wait_for_end(s);
    });
    CHECK(fetch_from(chunked)->body == "abcde");
    ScriptedPeer closing([](tcp::socket& s) {
        read_request(s);
        write(s, "HTTP/1.1 200 OK\r\n\r\nuntil the end");
    });
    CHECK(fetch_from(closing)->body == "until the end");
}

TEST_CASE("connections are kept and used again") {
    ScriptedPeer peer([](tcp::socket& s) {
        while (read_request(s).ends_with("hello")) write(s, ok_answer);
    });
    boost::asio::io_context io;
    {
        HttpClient client(io);
        for (int i = 0; i < 5; ++i) CHECK(fetch(io, client, {.url = peer.url(), .body = "hello"}));
    }
    CHECK(peer.accepted() == 1);
}

TEST_CASE("a kept connection that the other side has closed is not used again") {
    std::atomic<int> ended = 0;
    ScriptedPeer peer([&](tcp::socket& s) {
        read_request(s);
        write(s, ok_answer);
        s.close();
        ++ended;
    });
    boost::asio::io_context io;
    HttpClient client(io);
    for (int i = 1; i <= 3; ++i) {
        CHECK(fetch(io, client, {.url = peer.url()}));
        run_until(io, [&] { return ended == i; });
    }
    CHECK(peer.accepted() == 3);
}

TEST_CASE("no more connections are opened than allowed, and everybody in line is served") {
    boost::asio::io_context io;
    std::vector<Responder> waiting;
    auto server = HttpServer::listen(io, {}, {.on_request = [&](HttpRequest, Responder responder) {
                                         waiting.push_back(std::move(responder));
                                     }});
    REQUIRE(server);
    HttpClient client(io, {.connections_per_origin = 2});
    int answered = 0;
    for (int i = 0; i < 7; ++i)
        client.send({.url = "http://127.0.0.1:" + std::to_string((*server)->port())}, Reach::anywhere,
                    [&](const HttpResult& result) {
                        CHECK(result);
                        ++answered;
                    });
    while (answered < 7) {
        run_until(io,
                  [&] { return answered + static_cast<int>(waiting.size()) >= std::min(answered + 2, 7); });
        run_ready(io);
        CHECK(waiting.size() <= 2);
        std::vector<Responder> batch = std::exchange(waiting, {});
        const int expected = answered + static_cast<int>(batch.size());
        for (Responder& responder : batch) responder.respond({});
        run_until(io, [&] { return answered == expected; });
    }
}

TEST_CASE("stopping ends what is under way and what comes later") {
    boost::asio::io_context io;
    ScriptedPeer peer([](tcp::socket& s) { wait_for_end(s); });
    HttpClient client(io);
    std::optional<HttpResult> result;
    client.send({.url = peer.url()}, Reach::anywhere, [&](HttpResult r) { result = std::move(r); });
    run_until(io, [&] { return peer.accepted() == 1; });
    client.stop();
    run_until(io, [&] { return result.has_value(); });
    CHECK_FALSE(*result);
    const HttpResult later = fetch(io, client, {.url = peer.url()});
    REQUIRE_FALSE(later);
    CHECK_FALSE(later.error().maybe_sent);
}

TEST_CASE("TLS: a certificate of a trusted authority for the right host is accepted, every other refused") {
    TestAuthority authority;
    REQUIRE(setenv("SSL_CERT_FILE", authority.certificate_file().c_str(), 1) == 0);
    boost::asio::io_context io;
    const auto serve = [&](const CertificateFiles& files) {
        auto server = HttpServer::listen(
            io, {.tls = TlsFiles{files.certificate, files.key}},
            {.on_request = [](HttpRequest, Responder responder) { responder.respond({.body = "safe"}); }});
        REQUIRE(server);
        return std::move(*server);
    };
    const auto result_of = [&](const HttpServer& server, const std::string& host) {
        HttpClient client(io);
        return fetch(io, client,
                     {.url = "https://" + host + ":" + std::to_string(server.port()) + "/",
                      .headers = {},
                      .body = {}});
    };
    const auto right = serve(authority.issue("localhost"));
    const HttpResult accepted = result_of(*right, "localhost");
    REQUIRE_MESSAGE(accepted, (accepted ? "" : accepted.error().reason));
    CHECK(accepted->body == "safe");
    CHECK_FALSE(accepted->certificate_until);
    HttpClient curious(io, {.tells_certificate = true});
    const HttpResult told =
        fetch(io, curious, {.url = "https://localhost:" + std::to_string(right->port()) + "/"});
    REQUIRE((told && told->certificate_until));
    const auto valid_for = *told->certificate_until - std::chrono::system_clock::now();
    CHECK(valid_for > std::chrono::minutes{50});
    CHECK(valid_for <= std::chrono::hours{1});
    const auto by_address = serve(authority.issue("127.0.0.1"));
    CHECK(result_of(*by_address, "127.0.0.1"));

    const auto wrong_host = serve(authority.issue("slack.example"));
    const auto self_signed = serve(authority.issue("localhost", true));
    for (const HttpServer* server : {wrong_host.get(), self_signed.get()}) {
        const HttpResult refused = result_of(*server, "localhost");
        REQUIRE_FALSE(refused);
        CHECK_FALSE(refused.error().maybe_sent);
        CHECK(refused.error().reason.find("certificate") != std::string::npos);
    }
    CHECK_FALSE(result_of(*right, "127.0.0.1"));
}

TEST_CASE("TLS: the server's name is asked for, old versions are not offered, silence is nothing sent") {
    std::string hello;
    auto peer = std::make_unique<ScriptedPeer>([&](tcp::socket& s) {
        const std::string record = read_exactly(s, 5);
        hello = read_exactly(s, static_cast<std::size_t>(static_cast<unsigned char>(record[3]) * 256 +
                                                         static_cast<unsigned char>(record[4])));
        wait_for_end(s);
    });
    boost::asio::io_context io;
    HttpClient client(io, hasty());
    const HttpResult result =
        fetch(io, client, {.url = "https://localhost:" + std::to_string(peer->port()) + "/"});
    client.stop();
    peer.reset();  // its thread has written what it read
    REQUIRE_FALSE(result);
    CHECK_FALSE(result.error().maybe_sent);
    CHECK(hello.find("localhost") != std::string::npos);
    // supported_versions: 1.3 and 1.2, nothing else.
    CHECK(hello.find(std::string("\x00\x2b\x00\x05\x04\x03\x04\x03\x03", 9)) != std::string::npos);
}

TEST_CASE("an answer whose header or whose chunks' lines do not end is given up at 64 KiB") {
    const std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const auto& [begin, more] :
         std::vector<std::pair<std::string, std::string>>{{"HTTP/1.1 200 OK\r\n", "X: y\r\n"},
                                                          {chunks + "4;", "aaaaaa"},
                                                          {chunks + "0\r\n", "X: y\r\n"}}) {
        std::string answer = begin;
        while (answer.size() < 100'000) answer += more;
        ScriptedPeer peer([&](tcp::socket& socket) {
            read_request(socket);
            // In pieces, of which the last one is never whole.
            for (std::size_t at = 0; at < answer.size(); at += 3001) write(socket, answer.substr(at, 3001));
            wait_for_end(socket);
        });
        const auto result = fetch_from(peer);
        REQUIRE_FALSE(result);
        CHECK_MESSAGE(result.error().reason.contains("header limit exceeded"), result.error().reason);
    }
}
