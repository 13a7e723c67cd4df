#include "bot/sandbox/slack_server.h"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <map>

#include "bot/sandbox/arguments.h"
#include "bot/sandbox/driver_access.h"
#include "bot/sandbox/load.h"
#include "bot/sandbox/phone_line.h"

namespace tocsin::sandbox {

namespace {

using boost::asio::steady_timer;

net::HttpResponse reply(int status, std::string_view type, std::string body) {
    net::HttpResponse response;
    response.status = status;
    response.headers = {{"Content-Type", std::string(type)}, {"Cache-Control", "no-store"}};
    response.body = std::move(body);
    return response;
}

net::HttpResponse reply_json(const json& body, int status = 200) {
    return reply(status, "application/json; charset=utf-8",
                 body.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

class SlackServer::Impl : public std::enable_shared_from_this<SlackServer::Impl> {
  public:
    Impl(boost::asio::io_context& io, const Clock& clock, SlackServerOptions options)
        : io_(io),
          options_(std::move(options)),
          service_(clock, options_.network_clock ? *options_.network_clock : system_clock_, options_.service),
          line_(std::make_shared<PhoneLine>(io, clock, service_.phones(), [this] { changed(); })),
          alerts_(std::make_shared<AlertPanel>(io, clock, service_.transcript(), options_.alerts)),
          gateway_timer_(io),
          feed_timer_(io),
          load_timer_(io) {}

    Expected<void> listen() {
        net::HttpServerOptions server;
        server.address = options_.address;
        server.port = options_.port;
        server.tls = options_.tls;
        net::HttpHandlers handlers;
        const auto weak = weak_from_this();  // connections may end after us
        handlers.on_request = [weak](net::HttpRequest request, net::Responder responder) {
            if (auto self = weak.lock()) self->handle(std::move(request), std::move(responder));
        };
        handlers.refuse_upgrade = [weak](const net::HttpRequest& request) {
            auto self = weak.lock();
            return self ? self->refuse_upgrade(request) : reply(503, "text/plain", "");
        };
        handlers.on_socket = [weak](net::HttpRequest request, std::shared_ptr<net::Socket> socket) {
            auto self = weak.lock();
            return self ? self->open_socket(std::move(request), std::move(socket)) : net::SocketEvents{};
        };
        auto listening = net::HttpServer::listen(io_, std::move(server), std::move(handlers));
        if (!listening) return std::unexpected(listening.error());
        server_ = std::move(*listening);
        service_.set_base_url(url());
        service_.set_websocket_url(
            fmt::format("{}://{}:{}", options_.tls ? "wss" : "ws", options_.host, server_->port()));
        return {};
    }

    std::string url() const {
        return fmt::format("{}://{}:{}", options_.tls ? "https" : "http", options_.host, server_->port());
    }

    void stop() {
        gateway_timer_.cancel();
        feed_timer_.cancel();
        load_timer_.cancel();
        line_->stop();
        alerts_->stop();
        stopped_ = true;
        feeds_.clear();
        if (server_) server_->stop();
    }

    std::uint16_t port() const { return server_->port(); }
    SlackService& service() { return service_; }
    AlertPanel& alerts() { return *alerts_; }

    // Something may look different now: tell the feeds soon, and keep the times of gateway and phones.
    void changed() {
        if (stopped_) return;
        arm_gateway();
        line_->look();
        if (feeds_.empty() || feed_armed_) return;
        static constexpr std::chrono::milliseconds gather{15};
        feed_armed_ = true;
        feed_timer_.expires_after(gather);
        feed_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
            auto self = weak.lock();
            if (!self) return;
            self->feed_armed_ = false;
            if (!error) self->push_feeds();
        });
    }

  private:
    struct Feed {
        std::string person;
        std::shared_ptr<net::Socket> socket;
        std::string last;
    };

    void handle(net::HttpRequest request, net::Responder responder) {
        const std::string path(path_of(request.target));
        if (path.starts_with("/api/")) {
            answer_api(path.substr(5), request, std::move(responder));
        } else if (path.starts_with("/response/")) {
            answer_response_url(path.substr(10), request, std::move(responder));
        } else if (path.starts_with("/upload/") && request.method == "POST") {
            const bool taken = service_.workspace().files.take(path.substr(8), std::move(request.body));
            responder.respond(taken ? reply(200, "text/plain", "OK") : reply(404, "text/plain", ""));
        } else if (path.starts_with("/twilio/")) {
            responder.respond(service_.phones().answer(request));
        } else if (!may_drive(request)) {
            responder.respond(reply(403, "text/plain", "Only this machine may use the sandbox.\n"));
        } else if (path.starts_with("/files/")) {
            responder.respond(uploaded_file(path.substr(7)));
        } else if (path == "/sandbox/act" && request.method == "POST") {
            play(request, std::move(responder));
        } else if (path == "/sandbox/state") {
            json state = service_.state(query_of(request.target)["as"]);
            responder.respond(reply_json(state, state.is_null() ? 404 : 200));
        } else if (path == "/sandbox/alerts") {
            responder.respond(reply_json(alerts_->state()));
        } else if (path == "/sandbox/transcript") {
            responder.respond(reply_json(
                {{"entries", service_.transcript().entries()}, {"gateway", service_.gateway().counters()}}));
        } else {
            responder.respond(page_file(path));
        }
        changed();
    }

    void answer_api(const std::string& method, const net::HttpRequest& request, net::Responder responder) {
        if (load_ && method == "chat.postMessage") {
            const auto now = std::chrono::steady_clock::now();
            if (load_->lean()) {
                responder.respond(
                    reply(200, "application/json; charset=utf-8", load_->lean_answer(request.body, now)));
                return load_->step(now);
            }
            load_->posted(request.body, now);
        }
        WebApiAnswer answer = service_.web_api().answer(method, request, url());
        service_.interactions().send_events();
        if (answer.delay.count() == 0 && !answer.cut) return responder.respond(std::move(answer.response));
        auto timer = std::make_shared<steady_timer>(io_, answer.delay);
        auto held = std::make_shared<std::pair<net::Responder, WebApiAnswer>>(std::move(responder),
                                                                              std::move(answer));
        timer->async_wait([timer, held](const boost::system::error_code&) {
            if (held->second.cut) return held->first.cut();
            held->first.respond(std::move(held->second.response));
        });
    }

    void answer_response_url(const std::string& token, const net::HttpRequest& request,
                             net::Responder responder) {
        auto fault = service_.web_api().faults.take("response_url");
        if (fault && fault->cut) return responder.cut();
        if (fault && fault->answers_itself()) {
            auto response =
                reply_json({{"ok", false}, {"error", fault->error}}, fault->status ? fault->status : 429);
            if (fault->retry_after_s) {
                response.headers.push_back({"Retry-After", std::to_string(fault->retry_after_s)});
            }
            return responder.respond(std::move(response));
        }
        const json body = json::parse(request.body, nullptr, false);
        const auto error =
            request.method == "POST" ? service_.interactions().respond(token, body) : "invalid_method";
        service_.transcript().add(service_.now(), "response", [&] {
            return json{{"body", body.is_discarded() ? json() : body},
                        {"error", error ? json(*error) : json()}};
        });
        service_.interactions().send_events();
        if (!error) return responder.respond(reply(200, "text/plain", "ok"));
        const bool expired = *error == "used_url" || *error == "expired_url" || *error == "no_such_url";
        responder.respond(reply_json({{"ok", false}, {"error", *error}}, expired ? 404 : 400));
    }

    void play(const net::HttpRequest& request, net::Responder responder) {
        const json act = json::parse(request.body, nullptr, false);
        if (!act.is_object())
            return responder.respond(reply_json({{"ok", false}, {"error", "invalid_json"}}, 400));
        auto held = std::make_shared<net::Responder>(std::move(responder));
        if (act.value("do", json()) == "load") return play_load(act, held);
        const auto answered = [held, self = weak_from_this()](const json& answer) {
            held->respond(reply_json(answer));
            if (auto server = self.lock()) server->changed();
        };
        if (AlertPanel::is_for_it(act)) return alerts_->act(act, answered);
        if (act.value("do", json()) == "reset") alerts_->forget();
        service_.act(act, answered);
    }

    // Answered when the load is over.
    void play_load(const json& act, std::shared_ptr<net::Responder> responder) {
        if (load_) return responder->respond(reply_json({{"ok", false}, {"error", "load_is_running"}}));
        service_.workspace().listening = false;  // the bot's own messages would come back as events
        load_ = std::make_shared<Load>(service_.workspace(), service_.gateway(), load_plan(act),
                                       std::chrono::steady_clock::now());
        step_load(std::move(responder));
    }

    void step_load(std::shared_ptr<net::Responder> responder) {
        const auto now = std::chrono::steady_clock::now();
        load_->step(now);
        if (load_->finished(now)) {
            responder->respond(reply_json(load_->result()));
            load_.reset();
            service_.workspace().listening = true;
            return;
        }
        static constexpr std::chrono::microseconds pause{500};
        load_timer_.expires_after(pause);
        load_timer_.async_wait([weak = weak_from_this(), responder](const boost::system::error_code& error) {
            auto self = weak.lock();
            if (!error && self && !self->stopped_) self->step_load(responder);
        });
    }

    net::HttpResponse uploaded_file(const std::string& id) {
        const auto* file = service_.workspace().files.find(id);
        if (file == nullptr || !file->complete) return reply(404, "text/plain", "There is no such file.\n");
        auto response = reply(200, content_type(file->name), file->bytes);
        response.headers.push_back({"X-Content-Type-Options", "nosniff"});
        return response;
    }

    net::HttpResponse page_file(const std::string& path) const {
        std::string name = path == "/" ? "index.html" : path.substr(1);
        if (name.starts_with("assets/")) name = name.substr(7);
        for (const auto& file : options_.page) {
            if (file.name.substr(file.name.rfind('/') + 1) != name) continue;
            auto response = reply(200, content_type(name), std::string(file.content));
            response.headers.push_back({"Content-Security-Policy", std::string(page_policy)});
            response.headers.push_back({"X-Content-Type-Options", "nosniff"});
            response.headers.push_back({"Referrer-Policy", "no-referrer"});
            return response;
        }
        return reply(404, "text/plain", "There is nothing here.\n");
    }

    std::optional<net::HttpResponse> refuse_upgrade(const net::HttpRequest& request) {
        const auto path = path_of(request.target);
        auto query = query_of(request.target);
        if (path == "/sandbox/feed") {
            if (may_drive(request) && !service_.state(query["as"]).is_null()) return std::nullopt;
            return reply(403, "text/plain", "");
        }
        // Any path with a good ticket is the gateway.
        if (service_.gateway().redeem_ticket(query["ticket"])) return std::nullopt;
        return reply(403, "text/plain", "invalid ticket");
    }

    net::SocketEvents open_socket(net::HttpRequest request, std::shared_ptr<net::Socket> socket) {
        auto query = query_of(request.target);
        if (path_of(request.target) == "/sandbox/feed") return open_feed(query["as"], std::move(socket));
        net::SocketEvents events =
            service_.gateway().connect(std::move(socket), query["debug_reconnects"] == "true");
        // Acknowledgments change what people see.
        auto on_text = std::move(events.on_text);
        const auto weak = weak_from_this();
        events.on_text = [weak, on_text](std::string_view text) {
            auto self = weak.lock();
            if (!self) return;
            on_text(text);
            self->service_.interactions().send_events();
            self->changed();
        };
        auto on_closed = std::move(events.on_closed);
        events.on_closed = [weak, on_closed](std::uint16_t code, std::string_view reason) {
            auto self = weak.lock();
            if (!self) return;
            on_closed(code, reason);
            self->changed();
        };
        changed();
        return events;
    }

    net::SocketEvents open_feed(const std::string& person, std::shared_ptr<net::Socket> socket) {
        const int id = ++last_feed_;
        feeds_[id] = {person, std::move(socket), ""};
        push_feeds();
        net::SocketEvents events;
        events.on_closed = [weak = weak_from_this(), id](std::uint16_t, std::string_view) {
            if (auto self = weak.lock()) self->feeds_.erase(id);
        };
        return events;
    }

    void push_feeds() {
        static constexpr std::size_t max_queued = 4 * 1024 * 1024;
        for (auto& [id, feed] : feeds_) {
            if (feed.socket->queued_bytes() > max_queued) continue;
            std::string text =
                service_.state(feed.person).dump(-1, ' ', false, json::error_handler_t::replace);
            if (text == feed.last) continue;
            feed.last = text;
            feed.socket->send(std::move(text));
        }
    }

    void arm_gateway() {
        const auto due = service_.gateway().next_due();
        if (!due || (armed_for_ && *armed_for_ <= *due)) return;
        armed_for_ = due;
        const Clock& network = options_.network_clock ? *options_.network_clock : system_clock_;
        const auto wait = std::max(Duration{0}, *due - network.now());
        // A clock that stands still is asked again now and then.
        gateway_timer_.expires_after(std::min<Duration>(wait + 1ms, options_.network_clock ? 20ms : 60s));
        gateway_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
            auto self = weak.lock();
            if (error || !self || self->stopped_) return;
            self->armed_for_.reset();
            self->service_.gateway().tick();
            self->service_.interactions().send_events();
            self->changed();
        });
    }

    boost::asio::io_context& io_;
    SlackServerOptions options_;
    SystemClock system_clock_;
    SlackService service_;
    std::shared_ptr<PhoneLine> line_;
    std::shared_ptr<AlertPanel> alerts_;
    std::unique_ptr<net::HttpServer> server_;
    steady_timer gateway_timer_;
    steady_timer feed_timer_;
    steady_timer load_timer_;
    std::shared_ptr<Load> load_;
    std::optional<Time> armed_for_;
    std::map<int, Feed> feeds_;
    int last_feed_ = 0;
    bool feed_armed_ = false;
    bool stopped_ = false;
};

Expected<std::unique_ptr<SlackServer>> SlackServer::start(boost::asio::io_context& io, const Clock& clock,
                                                          SlackServerOptions options) {
    auto impl = std::make_shared<Impl>(io, clock, std::move(options));
    if (auto listening = impl->listen(); !listening) return std::unexpected(listening.error());
    return std::unique_ptr<SlackServer>(new SlackServer(std::move(impl)));
}

SlackServer::SlackServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

SlackServer::~SlackServer() {
    stop();
}

std::string SlackServer::url() const {
    return impl_->url();
}

std::string SlackServer::api_url() const {
    return impl_->url() + "/api/";
}

std::string SlackServer::phone_api_url() const {
    return impl_->url() + "/twilio";
}

void SlackServer::look_at_phones() {
    impl_->changed();
}

std::uint16_t SlackServer::port() const {
    return impl_->port();
}

SlackService& SlackServer::service() {
    return impl_->service();
}

AlertPanel& SlackServer::alerts() {
    return impl_->alerts();
}

void SlackServer::stop() {
    impl_->stop();
}

}  // namespace tocsin::sandbox
