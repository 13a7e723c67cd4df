// Any bytes, in any pieces, as what a mail server says: the dialogue ends, credentials leave only encrypted,
// and nothing that we send has a line too many.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/encoding.h"
#include "bot/channels/smtp.h"
#include "bot/channels/smtp_session.h"
#include "tests/fuzz/expect.h"

using namespace tocsin;
using namespace tocsin::channels;
using fuzz::expect;

namespace {

const std::string password = "never-in-plain";

struct Dialogue {
    SmtpSession session;
    bool encrypted;
    bool over = false;

    void take(const SmtpSession::Next& next) {
        expect(!over || (next.send.empty() && !next.start_tls && !next.result),
               "after the end there is nothing");
        if (!encrypted) {
            expect(next.send.find("AUTH") == std::string::npos, "no sign-in in plain");
            expect(next.send.find(base64(password)) == std::string::npos, "no password in plain");
        }
        const bool data = next.send.ends_with("\r\n.\r\n");
        if (!next.send.empty()) {
            expect(next.send.ends_with("\r\n"), "lines are whole");
            expect(data || next.send.find('\n') == next.send.size() - 1, "one line at a time");
        }
        if (next.result) {
            over = true;
            const bool good = next.result->code == 250 && next.result->step == MailStep::message;
            const Smtp channel({Mailbox{"", "tocsin@example.com"}});
            expect(std::holds_alternative<Accepted>(channel.outcome(*next.result)) == good,
                   "only a mail that was taken is accepted");
        }
        if (next.start_tls) {
            expect(!encrypted, "TLS starts once");
            encrypted = true;
            take(session.tls_started());
        }
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    SmtpServer server;
    server.tls_first = (data[0] & 1) != 0;
    server.plain_allowed = (data[0] & 2) != 0;
    if ((data[0] & 4) != 0) server.username = "tocsin";
    server.password = Secret(password);
    const std::size_t step = data[1] + 1U;
    std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
    Dialogue dialogue{
        SmtpSession(server, {"tocsin@example.com", "dana@example.com", "Subject: x\r\n\r\n.\r\n"}),
        server.tls_first};
    while (!bytes.empty()) {
        // One reply at a time, as servers do; pieces of another length where the first byte says so.
        const auto line = bytes.find('\n');
        const std::size_t take = (data[0] & 8) != 0 || line == std::string_view::npos ? step : line + 1;
        dialogue.take(dialogue.session.received(bytes.substr(0, take)));
        bytes.remove_prefix(std::min(take, bytes.size()));
    }
    dialogue.take(dialogue.session.closed());
    expect(dialogue.over, "a dialogue ends");
    return 0;
}
