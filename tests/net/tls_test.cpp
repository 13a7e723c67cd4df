// What a stranger's TLS may look like, on both sides: the certificates that browsers are tried with, and old
// versions.

#include "bot/net/tls.h"

#include <doctest/doctest.h>

#include <boost/asio/ssl/stream.hpp>
#include <cstdlib>

#include "bot/net/http_client.h"
#include "bot/net/http_server.h"
#include "network.h"

using namespace tocsin;
using namespace tocsin::net;
using namespace tocsin::test;

namespace {

namespace ssl = boost::asio::ssl;

using Dates = TestAuthority::Dates;
using Key = TestAuthority::Key;

struct World {
    TestAuthority authority;
    boost::asio::io_context io;

    World() { REQUIRE(setenv("SSL_CERT_FILE", authority.certificate_file().c_str(), 1) == 0); }

    HttpResult asks(const std::string& host, std::uint16_t port) {
        HttpClient client(io, {.attempt = std::chrono::seconds{5}, .connect = std::chrono::seconds{4}});
        return fetch(io, client, {.url = "https://" + host + ":" + std::to_string(port) + "/"});
    }
};

// Old versions are shut out by Debian's own settings too, which a test that means ours has to open first.
void allow_old(SSL_CTX* context, int newest) {
    REQUIRE(SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0") == 1);
    REQUIRE(SSL_CTX_set_min_proto_version(context, TLS1_VERSION) == 1);
    REQUIRE(SSL_CTX_set_max_proto_version(context, newest) == 1);
}

}  // namespace

TEST_CASE("TLS: a certificate that is over, not yet valid, somebody else's or nobody's is refused") {
    World world;
    struct Case {
        const char* what;
        CertificateFiles files;
        const char* reason;
    };
    const std::vector<Case> cases{
        {"over", world.authority.issue("localhost", false, Key::elliptic, Dates::over), "expired"},
        {"to come", world.authority.issue("localhost", false, Key::elliptic, Dates::to_come),
         "not yet valid"},
        {"of another host", world.authority.issue("localhost.example.com"), "certificate"},
        {"of a host that this one is below", world.authority.issue("host"), "certificate"},
        {"by itself", world.authority.issue("localhost", true), "self-signed"},
    };
    for (const auto& [what, files, reason] : cases) {
        int requests = 0;
        auto server = HttpServer::listen(world.io, {.tls = TlsFiles{files.certificate, files.key}},
                                         {.on_request = [&](HttpRequest, Responder responder) {
                                             ++requests;
                                             responder.respond({});
                                         }});
        REQUIRE_MESSAGE(server, what);
        const auto result = world.asks("localhost", (*server)->port());
        REQUIRE_MESSAGE(!result, what);
        CHECK_MESSAGE(result.error().reason.contains(reason), what, ": ", result.error().reason);
        CHECK_FALSE(result.error().maybe_sent);
        CHECK(requests == 0);
    }
}

TEST_CASE("TLS: a server of 1.1 or older is not spoken to") {
    World world;
    const auto files = world.authority.issue("localhost", false, Key::rsa);
    for (const int newest : {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION}) {
        ScriptedPeer peer([&](tcp::socket& socket) {
            ssl::context context(ssl::context::tls_server);
            context.use_certificate_chain_file(files.certificate);
            context.use_private_key_file(files.key, ssl::context::pem);
            allow_old(context.native_handle(), newest);
            ssl::stream<tcp::socket&> stream(socket, context);
            boost::system::error_code error;
            stream.handshake(ssl::stream_base::server, error);
            if (error) return;
            std::string request(4096, ' ');
            stream.read_some(boost::asio::buffer(request), error);
            boost::asio::write(
                stream, boost::asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")),
                error);
            wait_for_end(socket);
        });
        const auto result = world.asks("localhost", peer.port());
        CHECK((result.has_value() == (newest == TLS1_2_VERSION)));
        if (!result) CHECK_FALSE(result.error().maybe_sent);
    }
}

TEST_CASE("TLS: our listener speaks nothing older than 1.2, with or without a name asked for") {
    World world;
    const auto files = world.authority.issue("localhost", false, Key::rsa);
    auto server = HttpServer::listen(
        world.io, {.tls = TlsFiles{files.certificate, files.key}},
        {.on_request = [](HttpRequest, Responder responder) { responder.respond({.body = "safe"}); }});
    REQUIRE(server);
    for (const int newest : {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION}) {
        std::optional<bool> spoken;
        std::thread caller([&] {
            boost::asio::io_context own;
            ssl::context context(ssl::context::tls_client);
            allow_old(context.native_handle(), newest);
            ssl::stream<tcp::socket> stream(own, context);
            boost::system::error_code error;
            stream.next_layer().connect({boost::asio::ip::address_v4::loopback(), (*server)->port()}, error);
            stream.handshake(ssl::stream_base::client, error);
            const bool agreed = !error;
            boost::asio::post(world.io, [&spoken, agreed] { spoken = agreed; });
        });
        run_until(world.io, [&] { return spoken.has_value(); });
        caller.join();
        CHECK(*spoken == (newest >= TLS1_2_VERSION));
    }
}
