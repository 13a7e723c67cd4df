// Hands mails to the mail server: one connection and one dialogue a mail, with a time budget for all of it.
// What is said is channels::SmtpSession's business, when a mail is tried again the outbox's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "bot/channels/smtp_session.h"

namespace tocsin::net {

struct MailerOptions {
    std::chrono::milliseconds budget{6000};   // from the name's lookup to the last reply
    std::chrono::milliseconds connect{2000};  // of it, for lookup, TCP and a first TLS
    std::size_t most_at_once = 16;            // servers turn away who opens more; later mails fail at once
};

// Use on the I/O thread only.
class Mailer {
  public:
    using OnAnswer = std::function<void(channels::MailAnswer)>;

    Mailer(boost::asio::io_context& io, std::optional<channels::SmtpServer> server,
           MailerOptions options = {});
    ~Mailer();  // as stop()

    void use(std::optional<channels::SmtpServer> server);  // for mails from now on; none: nobody takes them
    // `on_answer` is called exactly once, later, unless the mailer is stopped before.
    void send(channels::MailRequest mail, OnAnswer on_answer);
    void stop();  // cuts every dialogue

    class Impl;

  private:
    std::shared_ptr<Impl> impl_;
};

}  // namespace tocsin::net
