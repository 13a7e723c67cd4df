#include "bot/channels/smtp_session.h"

#include <doctest/doctest.h>

#include <functional>
#include <vector>

#include "bot/base/encoding.h"
#include "bot/base/text.h"

using namespace tocsin;
using namespace tocsin::channels;

namespace {

const std::string secret = "hunter2-canary";

SmtpServer server(std::string username = "tocsin") {
    SmtpServer out;
    out.host = "mail.example.com";
    out.ehlo = "tocsin.example.com";
    out.username = std::move(username);
    out.password = Secret(secret);
    return out;
}

MailRequest mail() {
    return {"tocsin@example.com", "dana@example.com", "Subject: x\r\n\r\n.\r\nbody\n"};
}

std::string login() {
    return base64(std::string(1, '\0') + "tocsin" + std::string(1, '\0') + secret);
}

// What a server says in a dialogue that goes well, and what we answer to each.
struct Exchange {
    const char* reply;
    std::string answer;
};
const std::vector<Exchange> whole{
    {"220 mail.example.com ESMTP\r\n", "EHLO tocsin.example.com\r\n"},
    {"250-mail.example.com\r\n250-PIPELINING\r\n250 STARTTLS\r\n", "STARTTLS\r\n"},
    {"220 2.0.0 go ahead\r\n", ""},
    {"250-mail.example.com\r\n250 AUTH PLAIN LOGIN\r\n", "AUTH PLAIN " + login() + "\r\n"},
    {"235 2.7.0 ok\r\n", "MAIL FROM:<tocsin@example.com>\r\n"},
    {"250 2.1.0 ok\r\n", "RCPT TO:<dana@example.com>\r\n"},
    {"250 2.1.5 ok\r\n", "DATA\r\n"},
    {"354 go\r\n", "Subject: x\r\n\r\n..\r\nbody\r\n.\r\n"},
    {"250 2.0.0 queued as 1\r\n", "QUIT\r\n"},
};
const std::vector<MailStep> steps{MailStep::greeting,  MailStep::hello, MailStep::tls,
                                  MailStep::hello,     MailStep::login, MailStep::sender,
                                  MailStep::recipient, MailStep::data,  MailStep::message};
constexpr std::size_t starttls_reply = 2;

// Plays the first `count` exchanges of `whole`; the last thing the session wanted.
SmtpSession::Next played(SmtpSession& session, std::size_t count) {
    SmtpSession::Next next;
    for (std::size_t i = 0; i < count; ++i) {
        next = session.received(whole[i].reply);
        if (next.start_tls) next = session.tls_started();
    }
    return next;
}

}  // namespace

TEST_CASE("a mail goes through greeting, TLS, sign-in, envelope and data") {
    SmtpSession session(server(), mail());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        CAPTURE(i);
        auto next = session.received(whole[i].reply);
        CHECK(next.send == whole[i].answer);
        CHECK(next.start_tls == (i == starttls_reply));
        if (next.start_tls) CHECK(session.tls_started().send == "EHLO tocsin.example.com\r\n");
        CHECK(next.result.has_value() == (i + 1 == whole.size()));
        if (next.result) CHECK(*next.result == MailAnswer{250, "2.0.0 queued as 1", MailStep::message});
    }
}

TEST_CASE("replies may come in any pieces") {
    SmtpSession session(server(), mail());
    std::string said;
    std::optional<MailAnswer> result;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const char c : std::string_view(whole[i].reply)) {
            auto next = session.received({&c, 1});
            said += next.send;
            if (next.start_tls) said += session.tls_started().send;
            if (next.result) result = next.result;
        }
    }
    REQUIRE(result.has_value());
    CHECK(result->code == 250);
    CHECK(said.ends_with("\r\n.\r\nQUIT\r\n"));
}

TEST_CASE("whatever step a server refuses, the result names the step and the code") {
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const char* refusal : {"421 4.3.0 busy\r\n", "451-4.7.1 grey\r\n451 4.7.1 listed\r\n",
                                    "550 5.1.1 no\r\n", "554 5.7.1 no\r\n", "502 what\r\n"}) {
            CAPTURE(i);
            CAPTURE(refusal);
            SmtpSession session(server(), mail());
            played(session, i);
            const auto next = session.received(refusal);
            REQUIRE(next.result.has_value());
            CHECK(next.result->code == std::stoi(refusal));
            CHECK(next.result->step == steps[i]);
            CHECK(next.send == "QUIT\r\n");
            CHECK(session.received("250 ok\r\n").send.empty());
            CHECK_FALSE(session.closed().result.has_value());
        }
    }
}

TEST_CASE("a connection that is cut anywhere is an answer that did not come") {
    for (std::size_t i = 0; i < whole.size(); ++i) {
        CAPTURE(i);
        SmtpSession session(server(), mail());
        played(session, i);
        session.received("250");  // half a reply
        const auto next = session.closed();
        REQUIRE(next.result.has_value());
        CHECK(next.result->code == 0);
        CHECK(next.result->step == steps[i]);
        CHECK(next.send.empty());
    }
}

TEST_CASE("what is no SMTP ends the dialogue at once") {
    const std::string garbage[] = {"HTTP/1.1 400 Bad Request\r\n",
                                   "hello\r\n",
                                   "\r\n",
                                   "25 ok\r\n",
                                   "250ok\r\n",
                                   "999 ok\r\n",
                                   "250-a\r\n251 b\r\n",
                                   std::string("250 \0\r\n250 b\r\n", 15),
                                   "250 one\r\n250 two\r\n",
                                   std::string(5000, 'x')};
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (i == starttls_reply) continue;
        for (const std::string& each : garbage) {
            CAPTURE(i);
            CAPTURE(each.substr(0, 30));
            SmtpSession session(server(), mail());
            played(session, i);
            const auto next = session.received(each);
            REQUIRE(next.result.has_value());
            CHECK(next.result->code == 0);
            CHECK(next.send.empty());
        }
    }
}

TEST_CASE("a reply without end is given up") {
    SmtpSession session(server(), mail());
    std::optional<MailAnswer> result;
    int lines = 0;
    for (; !result && lines < 1000; ++lines) result = session.received("220-more\r\n").result;
    CHECK(lines == 101);
    REQUIRE(result.has_value());
    CHECK(result->code == 0);
}

TEST_CASE("nothing goes in plain to a server that does not offer encryption") {
    for (const char* hello :
         {"250 mail.example.com\r\n", "250-x\r\n250 AUTH PLAIN LOGIN\r\n", "250-STARTTLS\r\n250 x\r\n"}) {
        SmtpSession session(server(), mail());
        played(session, 1);
        const auto next = session.received(hello);
        REQUIRE(next.result.has_value());
        CHECK(next.result->step == MailStep::tls);
        CHECK(next.result->code == 538);
        CHECK(next.send == "QUIT\r\n");
    }
}

TEST_CASE("what was slipped in before encryption is not believed") {
    SmtpSession together(server(), mail());
    played(together, starttls_reply);
    CHECK(together.received("220 go\r\n250-x\r\n250 AUTH PLAIN\r\n").result ==
          MailAnswer{538, "", MailStep::tls});
    SmtpSession half(server(), mail());
    played(half, starttls_reply);
    CHECK(half.received("220 go\r\n25").result == MailAnswer{538, "", MailStep::tls});
    SmtpSession after(server(), mail());
    played(after, starttls_reply);
    CHECK(after.received("220 go\r\n").start_tls);
    CHECK(after.received("2").result == MailAnswer{538, "", MailStep::tls});
    CHECK(after.tls_started().send.empty());
}

TEST_CASE("a certificate that is not the server's is told from a cut") {
    SmtpSession session(server(), mail());
    played(session, starttls_reply);
    session.received("220 go\r\n");
    CHECK(session.tls_failed().result == MailAnswer{538, "", MailStep::tls});
    SmtpSession cut_off(server(), mail());
    played(cut_off, starttls_reply);
    cut_off.received("220 go\r\n");
    CHECK(cut_off.closed().result == MailAnswer{0, "", MailStep::tls});
}

TEST_CASE("what was offered before encryption is forgotten after it") {
    SmtpSession session(server(), mail());
    session.received("220 x\r\n");
    session.received("250-x\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n");
    session.received("220 go\r\n");
    session.tls_started();
    const auto next = session.received("250 x\r\n");
    CHECK(next.result == MailAnswer{504, "", MailStep::login});
}

TEST_CASE("with implicit TLS there is no STARTTLS, on loopback without sign-in no TLS at all") {
    auto implicit = server();
    implicit.tls_first = true;
    SmtpSession encrypted(implicit, mail());
    encrypted.received("220 x\r\n");
    CHECK(encrypted.received("250-x\r\n250-STARTTLS\r\n250 AUTH LOGIN\r\n").send == "AUTH LOGIN\r\n");
    auto relay = server("");
    relay.plain_allowed = true;
    SmtpSession plain(relay, mail());
    plain.received("220 x\r\n");
    CHECK(plain.received("250 x\r\n").send == "MAIL FROM:<tocsin@example.com>\r\n");
    auto with_user = server();
    with_user.plain_allowed = true;
    SmtpSession careful(with_user, mail());
    careful.received("220 x\r\n");
    CHECK(careful.received("250-x\r\n250 AUTH PLAIN\r\n").result == MailAnswer{538, "", MailStep::tls});
}

TEST_CASE("AUTH LOGIN asks twice") {
    auto implicit = server();
    implicit.tls_first = true;
    SmtpSession session(implicit, mail());
    session.received("220 x\r\n");
    session.received("250-x\r\n250 AUTH=LOGIN\r\n");
    CHECK(session.received("334 VXNlcm5hbWU6\r\n").send == base64("tocsin") + "\r\n");
    CHECK(session.received("334 UGFzc3dvcmQ6\r\n").send == base64(secret) + "\r\n");
    CHECK(session.received("235 ok\r\n").send == "MAIL FROM:<tocsin@example.com>\r\n");
}

TEST_CASE("a line break in an address does not become a command") {
    auto relay = server("");
    relay.plain_allowed = true;
    for (const auto& [from, to, step] :
         {std::tuple("tocsin@example.com", "a@e.t>\r\nRCPT TO:<evil@e.t", MailStep::recipient),
          std::tuple("a@e.t\r\nDATA", "dana@example.com", MailStep::sender)}) {
        SmtpSession session(relay, {from, to, "x"});
        session.received("220 x\r\n");
        const auto next = session.received("250 x\r\n");
        CHECK(next.send == "QUIT\r\n");
        CHECK(next.result == MailAnswer{553, "", step});
    }
}

TEST_CASE("the data ends only where it ends, whatever line ends it came with") {
    CHECK(smtp_data("") == ".\r\n");
    CHECK(smtp_data("a") == "a\r\n.\r\n");
    CHECK(smtp_data("a\n.\nb") == "a\r\n..\r\nb\r\n.\r\n");
    CHECK(smtp_data("a\r\n.\r\nb\r\n") == "a\r\n..\r\nb\r\n.\r\n");
    CHECK(smtp_data("a\r.\rb") == "a\r\n..\r\nb\r\n.\r\n");
    CHECK(smtp_data("a\n.\r\nb") == "a\r\n..\r\nb\r\n.\r\n");
    CHECK(smtp_data("..") == "...\r\n.\r\n");
}
