// One mail handed to an SMTP server, as a state machine without I/O: bytes in, bytes out, when to start TLS,
// and how it ended. Sockets, timeouts and certificates are whoever's that drives it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/secret.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

struct SmtpServer {
    std::string host;
    std::uint16_t port = 587;
    bool tls_first = false;      // implicit TLS: encrypted before the first byte
    bool plain_allowed = false;  // a loopback host; credentials are sent encrypted even there
    std::string ehlo;            // our name
    std::string username;        // empty: no sign-in
    Secret password;
    bool operator==(const SmtpServer&) const = default;
};

class SmtpSession {
  public:
    SmtpSession(const SmtpServer& server, MailRequest mail);

    struct Next {
        std::string send;
        bool start_tls = false;            // once `send` is out; then call tls_started or tls_failed
        std::optional<MailAnswer> result;  // it is over: once `send` is out, close
    };
    Next received(std::string_view bytes);
    Next tls_started();
    Next tls_failed();  // also a certificate that is not the server's
    Next closed();      // by the other side, by a timeout, before it was connected

  private:
    enum class State {
        greeting,
        hello,
        starttls,
        handshake,
        plain,
        user,
        password,
        sender,
        recipient,
        data,
        message,
        over
    };
    struct Reply {
        int code = 0;
        std::vector<std::string> lines;  // without the code
    };

    std::optional<Reply> take_reply();  // none: not complete yet; code 0: no SMTP
    Next react(const Reply& reply);
    Next after_hello(const Reply& reply);
    Next sign_in();
    Next send(std::string line, State then);
    Next finish(int code, std::string text, bool say_goodbye);
    MailStep step() const;

    SmtpServer server_;
    MailRequest mail_;
    State state_ = State::greeting;
    bool encrypted_;
    bool offers_tls_ = false;
    bool offers_plain_ = false;
    bool offers_login_ = false;
    std::string buffer_;  // received, not read yet
};

// With CRLF line ends, dots doubled where a line begins with one, and the final dot: what follows DATA's 354.
std::string smtp_data(std::string_view message);

}  // namespace tocsin::channels
