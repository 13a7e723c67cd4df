#include "bot/net/slack_gateway.h"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <random>
#include <unordered_map>
#include <utility>

#include "bot/base/log.h"
#include "bot/net/coroutine.h"
#include "bot/net/dial.h"
#include "bot/net/slack_reach.h"
#include "bot/net/stream.h"
#include "bot/net/web_socket.h"

namespace tocsin::net {

using slack::SocketId;

namespace {

constexpr auto dial_limit = std::chrono::seconds(4);
constexpr std::size_t max_frame_bytes = 16'000;
constexpr std::uint16_t normal_closure = 1000;

slack::Instant now() {
    return std::chrono::steady_clock::now();
}

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

slack::Outcome outcome_of(const HttpResult& result) {
    if (result)
        return slack::read_answer(result->status, header(result->headers, "Retry-After"), result->body);
    return slack::Unreachable{result.error().reason};
}

}  // namespace

class SlackGateway::Impl : public std::enable_shared_from_this<Impl> {
  public:
    Impl(asio::io_context& io, HttpClient& client, SlackGatewayOptions options, SlackGatewayEvents events)
        : io_(io),
          client_(client),
          options_(std::move(options)),
          events_(std::move(events)),
          slack_(options_.api_url),
          dialer_(io),
          timer_(io),
          random_(std::random_device{}()),
          session_(
              options_.connections, [this] { return std::uniform_real_distribution<double>()(random_); },
              options_.times) {
        if (!options_.api_url.ends_with('/')) options_.api_url += '/';
    }

    void start() {
        if (!stopped_) perform(session_.start(now()));
    }

    void leave() {
        if (stopped_) return;
        perform(session_.stop());
        if (events_.on_live) events_.on_live(0);
    }

    void stop() {
        if (stopped_) return;
        stopped_ = true;
        timer_.cancel();
        dialer_.stop();
        for (auto& [id, socket] : sockets_) socket->forget_events();
        carry_out(session_.stop());
        sockets_.clear();
    }

    void use_token(Secret app_token) {
        options_.app_token = std::move(app_token);
        reconnect();
    }

    void reconnect() {
        if (!stopped_) perform(session_.renew(now()));
    }

    void acknowledge(SocketId id, std::string frame) {
        if (frame.size() > max_frame_bytes) {
            log::error("acknowledgment too long, left out",
                       {{"bytes", static_cast<long long>(frame.size())}});
            return;
        }
        if (WebSocket* socket = serving(id)) return socket->send(std::move(frame));
        const auto other = session_.any_live();
        if (WebSocket* socket = other ? serving(*other) : nullptr) return socket->send(std::move(frame));
        log::warn("no connection left to acknowledge on, Slack will deliver again");
    }

  private:
    WebSocket* serving(SocketId id) const {
        const auto found = sockets_.find(id);
        const bool usable = found != sockets_.end() && found->second->open() && session_.serves(id);
        return usable ? found->second.get() : nullptr;
    }

    void perform(slack::SessionActions actions) {
        carry_out(std::move(actions));
        if (!stopped_) arm();
    }

    void carry_out(slack::SessionActions actions) {
        for (slack::SessionAction& action : actions)
            std::visit(Overloaded{[&](const slack::RequestUrl& wish) { request_url(wish.socket); },
                                  [&](slack::Connect& wish) {
                                      spawn(io_,
                                            connect(shared_from_this(), wish.socket, std::move(wish.url)));
                                  },
                                  [&](const slack::SendPing& wish) {
                                      if (WebSocket* socket = serving(wish.socket)) socket->ping("tocsin");
                                  },
                                  [&](const slack::CloseSocket& wish) { close(wish); },
                                  [&](const slack::LiveChanged& change) {
                                      log::info("Slack connections", {{"live", change.live}});
                                      if (events_.on_live) events_.on_live(change.live);
                                  },
                                  [&](const slack::RaiseAlarm& alarm) {
                                      log::error(alarm.problem);
                                      if (events_.on_alarm) events_.on_alarm(alarm.problem);
                                  }},
                       action);
    }

    // What is received only moves the session's due time back: a timer that is early does no harm.
    void arm() {
        const auto due = session_.due();
        if (!due) {
            timer_.cancel();
            return;
        }
        timer_.expires_at(*due);
        timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
            const auto self = weak.lock();
            if (!error && self && !self->stopped_) self->perform(self->session_.tick(now()));
        });
    }

    void request_url(SocketId id) {
        OutgoingRequest request;
        request.url = options_.api_url + "apps.connections.open";
        request.headers = {{"Authorization", "Bearer " + options_.app_token.reveal()},
                           {"Content-Type", "application/x-www-form-urlencoded"}};
        client_.send(
            std::move(request), Reach::anywhere, [weak = weak_from_this(), id](const HttpResult& result) {
                const auto self = weak.lock();
                if (!self || self->stopped_) return;
                if (!result)
                    log::warn("cannot ask Slack for a connection", {{"reason", result.error().reason}});
                self->perform(self->session_.url_answered(id, outcome_of(result), now()));
            });
    }

    static asio::awaitable<void> connect(std::shared_ptr<Impl> self, SocketId id, std::string url_text) {
        std::string problem;
        const auto url = parse_url(url_text);
        if (url) {
            auto stream = co_await self->dialer_.dial(
                *url, now() + dial_limit, [](Stream*) {}, self->slack_.of(url_text));
            if (stream) {
                auto socket = co_await shake_hands(self->io_, std::move(*stream), url->authority(),
                                                   url->target, slack::max_envelope_bytes);
                if (socket) {
                    self->adopt(id, std::move(*socket));
                    co_return;
                }
                problem = socket.error();
            } else {
                problem = stream.error();
            }
        } else {
            problem = url.error().message;
        }
        if (self->stopped_) co_return;
        log::warn("cannot connect to Slack", {{"reason", problem}});
        self->perform(self->session_.connect_failed(id, now()));
    }

    void adopt(SocketId id, std::shared_ptr<WebSocket> socket) {
        if (stopped_ || !session_.knows(id)) return socket->abort();
        sockets_[id] = socket;
        const auto seen = [this, id](std::string_view) { session_.received(id, now()); };
        socket->start({.on_text = [this, id](std::string_view text) { receive(id, text); },
                       .on_ping = seen,
                       .on_pong = seen,
                       .on_closed =
                           [this, id](std::uint16_t code, std::string_view) {
                               log::info("Slack connection closed", {{"code", static_cast<long long>(code)}});
                               sockets_.erase(id);
                               perform(session_.closed(id, now()));
                           }});
    }

    void receive(SocketId id, std::string_view text) {
        session_.received(id, now());
        slack::Envelope envelope = slack::parse_envelope(text);
        if (const auto* hello = std::get_if<slack::Hello>(&envelope.payload)) {
            log::info("Slack says hello",
                      {{"connections_of_the_app", static_cast<long long>(hello->connections)}});
            return perform(session_.hello(id, *hello, now()));
        }
        if (const auto* notice = std::get_if<slack::Disconnect>(&envelope.payload)) {
            log::info("Slack asks for a new connection", {{"reason", notice->reason}});
            return perform(session_.disconnect(id, *notice, now()));
        }
        if (envelope.id.empty()) {
            log::warn("a frame from Slack that is no envelope",
                      {{"bytes", static_cast<long long>(text.size())}});
            if (events_.on_unreadable) events_.on_unreadable();
            return;
        }
        if (events_.on_envelope) events_.on_envelope(id, std::move(envelope));
    }

    void close(const slack::CloseSocket& wish) {
        const auto found = sockets_.find(wish.socket);
        if (found == sockets_.end()) return;
        if (wish.orderly)
            found->second->close(normal_closure, "");
        else
            found->second->abort();
    }

    asio::io_context& io_;
    HttpClient& client_;
    SlackGatewayOptions options_;
    const SlackGatewayEvents events_;
    const SlackReach slack_;
    Dialer dialer_;
    asio::steady_timer timer_;
    std::mt19937_64 random_;
    slack::Session session_;
    std::unordered_map<SocketId, std::shared_ptr<WebSocket>> sockets_;
    bool stopped_ = false;
};

SlackGateway::SlackGateway(asio::io_context& io, HttpClient& client, SlackGatewayOptions options,
                           SlackGatewayEvents events)
    : impl_(std::make_shared<Impl>(io, client, std::move(options), std::move(events))) {}
SlackGateway::~SlackGateway() {
    stop();
}
void SlackGateway::start() {
    impl_->start();
}
void SlackGateway::leave() {
    impl_->leave();
}
void SlackGateway::use_token(Secret app_token) {
    impl_->use_token(std::move(app_token));
}
void SlackGateway::reconnect() {
    impl_->reconnect();
}
void SlackGateway::acknowledge(std::uint64_t connection, std::string frame) {
    impl_->acknowledge(connection, std::move(frame));
}
void SlackGateway::stop() {
    impl_->stop();
}

}  // namespace tocsin::net
