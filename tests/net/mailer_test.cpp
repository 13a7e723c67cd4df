#include "bot/net/mailer.h"

#include <doctest/doctest.h>

#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>

#include "bot/net/tls.h"
#include "network.h"

using namespace tocsin;
using namespace tocsin::net;
using namespace tocsin::test;
using channels::MailAnswer;
using channels::MailRequest;
using channels::MailStep;
using channels::SmtpServer;

namespace {

namespace asio = boost::asio;

const MailRequest mail{"tocsin@example.com", "dana@example.com", "Subject: x\r\n\r\nAPI Down\r\n"};

// The commands a server understands, in order; what it read of the mail is kept.
template <class Stream>
void serve(Stream& stream, std::string& seen, bool offers_tls) {
    std::string buffer;
    const auto say = [&](const std::string& text) { asio::write(stream, asio::buffer(text)); };
    boost::system::error_code ended;
    for (bool data = false; !ended;) {
        const auto size = asio::read_until(stream, asio::dynamic_buffer(buffer), '\n', ended);
        if (ended) return;
        const auto line = buffer.substr(0, size - 1);
        buffer.erase(0, size);
        seen += line + "\n";
        const auto is = [&](const char* word) { return line.starts_with(word); };
        if (data) {
            if (line != ".\r") continue;
            data = false;
            say("250 queued\r\n");
        } else if (is("EHLO")) {
            say(offers_tls ? "250-mail\r\n250 STARTTLS\r\n" : "250-mail\r\n250 AUTH PLAIN\r\n");
        } else if (is("STARTTLS")) {
            return say("220 go ahead\r\n");
        } else if (is("AUTH")) {
            say("235 ok\r\n");
        } else if (is("DATA")) {
            data = true;
            say("354 go\r\n");
        } else if (is("QUIT")) {
            return say("221 bye\r\n");
        } else {
            say("250 ok\r\n");
        }
    }
}

struct MailHouse {
    TestAuthority authority;
    CertificateFiles files = authority.issue("localhost");
    boost::asio::io_context io;

    MailHouse() { ::setenv("SSL_CERT_FILE", authority.certificate_file().c_str(), 1); }
    ~MailHouse() { ::unsetenv("SSL_CERT_FILE"); }

    static SmtpServer at(std::uint16_t port, bool plain_allowed = false) {
        SmtpServer server;
        server.host = "localhost";
        server.port = port;
        server.plain_allowed = plain_allowed;
        server.ehlo = "tocsin.example.com";
        return server;
    }

    MailAnswer sends(std::optional<SmtpServer> server, MailerOptions options = {}) {
        Mailer mailer(io, std::move(server), options);
        std::optional<MailAnswer> answer;
        mailer.send(mail, [&](MailAnswer given) { answer = std::move(given); });
        CHECK_FALSE(answer);
        run_until(io, [&] { return answer.has_value(); });
        return *answer;
    }
};

}  // namespace

TEST_CASE_FIXTURE(MailHouse,
                  "a mail is handed to the server encrypted, after a sign-in that is encrypted too") {
    std::string in_plain, encrypted;
    auto context = server_tls(files.certificate, files.key);
    REQUIRE(context);
    std::optional<ScriptedPeer> peer;
    peer.emplace([&](tcp::socket& socket) {
        write(socket, "220 mail ESMTP\r\n");
        serve(socket, in_plain, true);
        boost::system::error_code refused;
        asio::ssl::stream<tcp::socket&> stream(socket, *context);
        if (stream.handshake(asio::ssl::stream_base::server, refused)) return;
        serve(stream, encrypted, false);
    });
    auto server = at(peer->port());
    server.username = "tocsin";
    server.password = Secret("hunter2");
    const auto answer = sends(server);
    CHECK(answer.code == 250);
    CHECK(answer.step == MailStep::message);
    peer.reset();  // its thread has written what it read
    CHECK(in_plain == "EHLO tocsin.example.com\r\nSTARTTLS\r\n");
    CHECK(encrypted.contains("AUTH PLAIN "));
    CHECK(encrypted.contains("RCPT TO:<dana@example.com>\r\n"));
    CHECK(encrypted.contains("API Down\r\n.\r\n"));
}

TEST_CASE_FIXTURE(MailHouse, "a server whose certificate nobody vouches for gets no password and no mail") {
    const TestAuthority another;
    std::string in_plain, encrypted;
    ::setenv("SSL_CERT_FILE", another.certificate_file().c_str(), 1);
    auto context = server_tls(files.certificate, files.key);
    std::optional<ScriptedPeer> peer;
    peer.emplace([&](tcp::socket& socket) {
        write(socket, "220 mail ESMTP\r\n");
        serve(socket, in_plain, true);
        boost::system::error_code refused;
        asio::ssl::stream<tcp::socket&> stream(socket, *context);
        if (stream.handshake(asio::ssl::stream_base::server, refused)) return;
        serve(stream, encrypted, false);
    });
    const auto answer = sends(at(peer->port()));
    CHECK(answer.code != 250);
    CHECK(answer.step == MailStep::tls);
    peer.reset();  // its thread has written what it read
    CHECK(encrypted.empty());
}

TEST_CASE_FIXTURE(MailHouse, "a mail server on this machine may do without encryption") {
    std::string seen;
    std::optional<ScriptedPeer> peer;
    peer.emplace([&](tcp::socket& socket) {
        write(socket, "220 mail ESMTP\r\n");
        serve(socket, seen, false);
    });
    CHECK(sends(at(peer->port(), true)).code == 250);
    peer.reset();  // its thread has written what it read
    CHECK(seen.ends_with("QUIT\r\n"));
}

TEST_CASE_FIXTURE(MailHouse, "a server that is silent, cuts or is not there costs no more than the budget") {
    SUBCASE("silent") {
        ScriptedPeer peer([](tcp::socket& socket) { wait_for_end(socket); });
        const auto answer = sends(at(peer.port()), {.budget = std::chrono::milliseconds(100)});
        CHECK(answer.code == 0);
        CHECK(answer.step == MailStep::greeting);
    }
    SUBCASE("cut after the greeting") {
        ScriptedPeer peer([](tcp::socket& socket) {
            write(socket, "220 mail ESMTP\r\n");
            read_until(socket, "\n");
        });
        CHECK(sends(at(peer.port())).code == 0);
    }
    SUBCASE("nobody listens") {
        const auto answer = sends(at(1));
        CHECK(answer.code == 0);
        CHECK(answer.step == MailStep::connect);
    }
    SUBCASE("none is configured") {
        CHECK(sends(std::nullopt).text == "no mail server is configured");
    }
}

TEST_CASE_FIXTURE(MailHouse, "more mails at once than servers like fail at once, to be tried again") {
    ScriptedPeer peer([](tcp::socket& socket) { wait_for_end(socket); });
    Mailer mailer(io, at(peer.port()), {.budget = std::chrono::milliseconds(200), .most_at_once = 1});
    std::vector<std::string> answers;
    for (int i = 0; i < 2; ++i)
        mailer.send(mail, [&](const MailAnswer& answer) { answers.push_back(answer.text); });
    run_until(io, [&] { return answers.size() == 1; });
    CHECK(answers.front() == "too many mails are on their way");
    run_until(io, [&] { return answers.size() == 2; });
}

TEST_CASE_FIXTURE(MailHouse, "a mailer that is stopped reports nothing any more") {
    ScriptedPeer peer([](tcp::socket& socket) { wait_for_end(socket); });
    bool answered = false;
    {
        Mailer mailer(io, at(peer.port()));
        mailer.send(mail, [&](const MailAnswer&) { answered = true; });
        run_until(io, [&] { return peer.accepted() == 1; });
    }
    run_ready(io);
    CHECK_FALSE(answered);
}
