#include <doctest/doctest.h>

#include <algorithm>

#include "bot/base/encoding.h"
#include "bot/base/text.h"
#include "bot/channels/mail_message.h"
#include "bot/channels/smtp.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;

namespace {

const Mailbox from{"Tocsin", "tocsin@example.com"};
const Smtp smtp({from});

Mail page() {
    return {"dana@example.com",
            "[SEV 1] INC-42 API Down: acknowledgement needed",
            "SEV 1 INCIDENT: API Down\nStatus: Paging on-call\n",
            "<p>SEV 1 INCIDENT: <b>API Down</b></p>",
            "inc-42.7.a1b2",
            "inc-42.root",
            true};
}

std::vector<std::string> header_lines(const std::string& message) {
    std::vector<std::string> lines;
    const auto headers = std::string_view(message).substr(0, message.find("\r\n\r\n"));
    for (const auto line : lines_of(headers))
        lines.emplace_back(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
    return lines;
}

bool has(const std::vector<std::string>& lines, const std::string& line) {
    return std::ranges::find(lines, line) != lines.end();
}

// Undoes quoted-printable.
std::string decoded(std::string text) {
    text = replace_all(std::move(text), "=\r\n", "");
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
            continue;
        }
        out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
        i += 2;
    }
    return out;
}

Outcome replied(int code, std::string text, MailStep step) {
    return smtp.outcome(MailAnswer{code, std::move(text), step});
}

Rejected::Why why(const Outcome& outcome) {
    REQUIRE(std::holds_alternative<Rejected>(outcome));
    return std::get<Rejected>(outcome).why;
}

}  // namespace

TEST_CASE("a page's mail threads with its incident, is urgent, and answers no auto-responder") {
    const auto request = smtp.request(dispatch(page()), attempt());
    REQUIRE(request.has_value());
    const auto& mail = std::get<MailRequest>(*request);
    CHECK(mail.from == "tocsin@example.com");
    CHECK(mail.to == "dana@example.com");
    CHECK(header_lines(mail.message) ==
          std::vector<std::string>{
              "From: \"Tocsin\" <tocsin@example.com>", "To: dana@example.com",
              "Subject: [SEV 1] INC-42 API Down: acknowledgement needed",
              "Date: Wed, 01 Jan 2025 00:00:00 +0000", "Message-ID: <inc-42.7.a1b2@example.com>",
              "In-Reply-To: <inc-42.root@example.com>", "References: <inc-42.root@example.com>",
              "Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", "Importance: high",
              "X-Priority: 1", "MIME-Version: 1.0",
              "Content-Type: multipart/alternative; boundary=\"=_tocsin_=\""});
    CHECK(mail.message.find("text/plain; charset=utf-8") < mail.message.find("text/html; charset=utf-8"));
    CHECK(mail.message.ends_with("\r\n--=_tocsin_=--\r\n"));
}

TEST_CASE("a subscription's mail ends it by one click, and other mails offer nothing to end") {
    auto mail = page();
    mail.urgent = false;
    mail.unsubscribe = "https://status.example.com/status/subscription/0a1b";
    const auto lines = header_lines(mail_message(mail, from, now));
    CHECK(has(lines, "List-Unsubscribe: <https://status.example.com/status/subscription/0a1b>"));
    CHECK(has(lines, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    CHECK_FALSE(mail_message(page(), from, now).contains("List-Unsubscribe"));
}

TEST_CASE("the first mail of a thread refers to nothing, and one without HTML has one part") {
    auto first = page();
    first.id = first.thread;
    first.html.clear();
    first.urgent = false;
    const auto message = mail_message(first, from, now);
    CHECK(message.find("In-Reply-To") == std::string::npos);
    CHECK(message.find("X-Priority") == std::string::npos);
    CHECK(message.find("multipart") == std::string::npos);
    CHECK(message.find("Content-Type: text/plain; charset=utf-8\r\n") != std::string::npos);
}

TEST_CASE("nothing in a mail breaks out of its header or part") {
    auto hostile = page();
    hostile.subject = "API\r\nBcc: evil@e.t\r\n\r\nbody";
    hostile.id = "a>\r\nX-Evil: 1 <b";
    hostile.text = "--=_tocsin_=\r\nContent-Type: text/x-evil\r\n\r\n.\r\nFrom me\r\n";
    const auto message = mail_message(hostile, {"Toc\r\nBcc: x", "tocsin@example.com"}, now);
    const auto lines = header_lines(message);
    CHECK(has(lines, "Subject: API Bcc: evil@e.t  body"));
    CHECK(has(lines, "Message-ID: <aX-Evil1b@example.com>"));
    CHECK(has(lines, "From: \"Toc Bcc: x\" <tocsin@example.com>"));
    CHECK(std::ranges::none_of(lines, [](const std::string& line) {
        return line.starts_with("Bcc") || line.starts_with("X-Evil");
    }));
    CHECK(message.find("\r\n--=_tocsin_=\r\nContent-Type: text/x-evil") == std::string::npos);
}

TEST_CASE("subjects that are not plain become encoded words of at most 75 characters") {
    CHECK(header_text("API Down") == "API Down");
    CHECK(header_text("Größe") == "=?UTF-8?B?" + base64("Größe") + "?=");
    CHECK(header_text("a =?UTF-8?B?eA==?= b").starts_with("=?UTF-8?B?"));  // must not be read as one
    std::string words;
    for (int i = 0; i < 40; ++i) words += "日本語 ";
    std::string back;
    const std::string lines = replace_all(header_text(words), "\r\n ", "\n");
    for (const auto word : lines_of(lines)) {
        CHECK(word.size() <= 75);
        REQUIRE(word.starts_with("=?UTF-8?B?"));
        const auto piece = from_base64(word.substr(10, word.size() - 12));
        REQUIRE(piece.has_value());
        CHECK(valid_utf8(*piece));
        back += *piece;
    }
    CHECK(back == words);
    auto mail = page();
    mail.subject = std::string(1000, 'x');
    for (const auto& line : header_lines(mail_message(mail, from, now))) CHECK(line.size() < 300);
}

TEST_CASE("quoted-printable keeps its line length and comes back as it was") {
    const std::string texts[] = {"",
                                 "plain",
                                 "a=b",
                                 "trailing blank \nand tab\t\n",
                                 "ümläüt 🔥\n",
                                 std::string(500, 'x'),
                                 std::string(500, '='),
                                 std::string("\0\x01\r", 3),
                                 "one\r\ntwo\n\nthree"};
    for (const std::string& text : texts) {
        CAPTURE(text);
        const auto encoded = quoted_printable(text);
        for (auto line : lines_of(encoded)) {
            if (line.ends_with('\r')) line.remove_suffix(1);
            CHECK(line.size() <= 76);
            CHECK_FALSE(line.ends_with(' '));
            CHECK(std::ranges::all_of(line, [](char c) { return (c >= ' ' && c < 0x7f) || c == '\t'; }));
        }
        const bool ends_in_cr = text.ends_with('\r');
        CHECK(decoded(encoded) ==
              replace_all(replace_all(ends_in_cr ? text.substr(0, text.size() - 1) : text, "\r\n", "\n"),
                          "\n", "\r\n"));
    }
}

TEST_CASE("an address that is none is refused and not repeated") {
    for (const char* bad :
         {"", "dana", "a@e.t>\r\nRCPT TO:<evil@e.t", "dana@example.com\r\n", "dänä@example.com"}) {
        CAPTURE(bad);
        auto mail = page();
        mail.address = bad;
        const auto request = smtp.request(dispatch(mail), attempt());
        REQUIRE_FALSE(request.has_value());
        CHECK(request.error().kind == ErrorKind::invalid);
        CHECK(request.error().message.find("evil") == std::string::npos);
    }
}

TEST_CASE("only a message that the server took is accepted") {
    CHECK(std::holds_alternative<Accepted>(replied(250, "2.0.0 queued", MailStep::message)));
    CHECK(std::holds_alternative<Retry>(replied(250, "", MailStep::recipient)));
    CHECK(std::holds_alternative<Retry>(replied(0, "", MailStep::message)));
    CHECK(std::holds_alternative<Retry>(replied(354, "", MailStep::message)));
}

TEST_CASE("4yz is tried again, greylisting after a minute") {
    CHECK(std::get<Retry>(replied(421, "4.3.2 busy", MailStep::greeting)).after == 0s);
    CHECK(std::get<Retry>(replied(451, "4.7.1 greylisted", MailStep::recipient)).after == 1min);
    CHECK(std::holds_alternative<Retry>(replied(454, "4.7.0 TLS not available", MailStep::tls)));
    CHECK(std::holds_alternative<Retry>(replied(454, "4.7.0 temporary failure", MailStep::login)));
}

TEST_CASE("5yz blames the address or us, by step and code") {
    using enum Rejected::Why;
    CHECK(why(replied(550, "5.1.1 no such user", MailStep::recipient)) == address);
    CHECK(why(replied(550, "no such user", MailStep::recipient)) == address);
    CHECK(why(replied(553, "", MailStep::recipient)) == address);
    CHECK(why(replied(552, "5.2.2 mailbox full", MailStep::message)) == address);
    CHECK(why(replied(550, "5.7.1 relaying denied", MailStep::recipient)) == configuration);
    CHECK(why(replied(530, "5.7.0 sign in first", MailStep::recipient)) == configuration);
    CHECK(why(replied(550, "sender unknown", MailStep::sender)) == configuration);
    CHECK(why(replied(550, "5.1.8 bad sender", MailStep::recipient)) == configuration);
    CHECK(why(replied(535, "5.7.8 wrong", MailStep::login)) == configuration);
    CHECK(why(replied(538, "", MailStep::tls)) == configuration);
    CHECK(why(replied(554, "spam", MailStep::message)) == configuration);
    CHECK(why(replied(554, "5.7.1 blocked", MailStep::greeting)) == configuration);
}

TEST_CASE("reasons name code and step and nothing that the server said") {
    const auto outcome = replied(550, "5.1.1 <dana@example.com> canary +12025550101", MailStep::recipient);
    CHECK(std::get<Rejected>(outcome).reason ==
          "The mail server refuses the recipient's address (550 5.1.1).");
    CHECK(std::get<Rejected>(replied(550, "1.2.3.4 canary", MailStep::recipient)).reason ==
          "The mail server refuses the recipient's address (550).");
}
