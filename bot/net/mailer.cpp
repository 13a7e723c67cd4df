#include "bot/net/mailer.h"

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <unordered_set>
#include <utility>

#include "bot/net/coroutine.h"
#include "bot/net/dial.h"
#include "bot/net/stream.h"

namespace tocsin::net {

using channels::MailAnswer;
using channels::SmtpSession;

namespace {

constexpr std::size_t read_bytes = 4096;

}  // namespace

class Mailer::Impl : public std::enable_shared_from_this<Impl> {
  public:
    Impl(asio::io_context& io, std::optional<channels::SmtpServer> server, MailerOptions options)
        : io_(io), server_(std::move(server)), options_(options), dialer_(io) {}

    void use(std::optional<channels::SmtpServer> server) { server_ = std::move(server); }

    void send(channels::MailRequest mail, OnAnswer on_answer) {
        if (!server_) return refuse("no mail server is configured", std::move(on_answer));
        if (under_way_ >= options_.most_at_once)
            return refuse("too many mails are on their way", std::move(on_answer));
        ++under_way_;
        spawn(io_, deliver(shared_from_this(), *server_, std::move(mail), std::move(on_answer)));
    }

    void stop() {
        if (std::exchange(stopped_, true)) return;
        dialer_.stop();
        for (auto* stream : streams_) stream->cut(true);
    }

  private:
    using Instant = std::chrono::steady_clock::time_point;

    void refuse(const char* why, OnAnswer on_answer) {
        asio::post(io_, [self = shared_from_this(), why, on_answer = std::move(on_answer)] {
            if (!self->stopped_) on_answer({0, why, channels::MailStep::connect});
        });
    }

    asio::awaitable<void> deliver(std::shared_ptr<Impl> self, channels::SmtpServer server,
                                  channels::MailRequest mail, OnAnswer on_answer) {
        auto answer = co_await talk(std::move(server), std::move(mail));
        --under_way_;
        if (!stopped_) on_answer(std::move(answer));
    }

    asio::awaitable<MailAnswer> talk(channels::SmtpServer server, channels::MailRequest mail) {
        const Instant begun = std::chrono::steady_clock::now();
        const Instant deadline = begun + options_.budget;
        Stream* connecting = nullptr;
        auto dialled = co_await dialer_.dial(
            {server.tls_first, server.host, server.port, "/"}, begun + options_.connect,
            [&](Stream* stream) {
                if (connecting) streams_.erase(connecting);
                connecting = stream;
                if (connecting) streams_.insert(connecting);
            },
            Reach::anywhere);
        if (!dialled) co_return MailAnswer{0, std::move(dialled.error()), channels::MailStep::connect};
        Stream& stream = **dialled;
        streams_.insert(&stream);
        SmtpSession session(server, std::move(mail));
        auto answer = co_await converse(stream, session, server.host, deadline);
        streams_.erase(&stream);
        stream.cut(false);
        co_return answer;
    }

    asio::awaitable<MailAnswer> converse(Stream& stream, SmtpSession& session, const std::string& host,
                                         Instant deadline) {
        std::array<char, read_bytes> bytes;
        stream.next_layer().expires_at(deadline);
        for (;;) {
            const auto [ended, size] = co_await stream.async_read_some(asio::buffer(bytes), awaiting);
            auto next = ended ? session.closed() : session.received({bytes.data(), size});
            while (!next.send.empty() || next.start_tls) {
                // The farewell of a dialogue that is over is sent for politeness: nobody waits for an answer.
                const auto [cut, sent] =
                    co_await asio::async_write(stream, asio::buffer(next.send), awaiting);
                if (next.result) break;
                if (cut) {
                    next = session.closed();
                } else if (next.start_tls) {
                    const auto secured = co_await dialer_.secure(stream, host, deadline);
                    next = secured ? session.tls_started() : session.tls_failed();
                } else {
                    break;
                }
            }
            if (next.result) co_return *std::move(next.result);
        }
    }

    asio::io_context& io_;
    std::optional<channels::SmtpServer> server_;
    const MailerOptions options_;
    Dialer dialer_;
    std::unordered_set<Stream*> streams_;
    std::size_t under_way_ = 0;
    bool stopped_ = false;
};

Mailer::Mailer(asio::io_context& io, std::optional<channels::SmtpServer> server, MailerOptions options)
    : impl_(std::make_shared<Impl>(io, std::move(server), options)) {}
Mailer::~Mailer() {
    impl_->stop();
}
void Mailer::use(std::optional<channels::SmtpServer> server) {
    impl_->use(std::move(server));
}
void Mailer::send(channels::MailRequest mail, OnAnswer on_answer) {
    impl_->send(std::move(mail), std::move(on_answer));
}
void Mailer::stop() {
    impl_->stop();
}

}  // namespace tocsin::net
