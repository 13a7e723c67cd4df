#include "bot/app/front_door.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>

#include "bot/app/descriptors.h"
#include "bot/app/process.h"
#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/base/log_scope.h"
#include "bot/net/http_server.h"
#include "bot/web/admin_door.h"
#include "bot/web/public_door.h"

namespace tocsin::app {

namespace asio = boost::asio;
using asio::ip::tcp;
using engine::Metric;

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t connections_per_address = 20;
constexpr std::size_t most_connections = 1024;
constexpr std::size_t most_at_admin = 64;
constexpr auto engine_limit = std::chrono::seconds{8};  // Twilio gives an answer 15 s, Vonage 5 s or 10 s
constexpr std::size_t longest_told = 200;               // of an answer, in the log
constexpr auto drain_limit = std::chrono::seconds{2};
constexpr std::size_t most_certificates = 8;  // that are being fetched at once

// An address as the socket takes it: names (localhost) are looked up once, at the start.
Expected<std::string> address_of(asio::io_context& io, const std::string& host) {
    boost::system::error_code error;
    tcp::resolver resolver(io);
    const auto found = resolver.resolve(host, "", tcp::resolver::passive, error);
    if (error || found.empty())
        return fail(ErrorKind::invalid, fmt::format("Cannot listen on {}: there is no such address.", host));
    return found.begin()->endpoint().address().to_string();
}

net::HttpResponse no_room(bool json) {
    constexpr std::string_view sentence =
        "The disk is full. Nothing was recorded; send it again. The admins are told.";
    auto answer = json ? web::json_error(503, sentence) : web::plain_answer(503, sentence);
    answer.headers.push_back({"Retry-After", "15"});
    return answer;
}

std::string place_of(const std::string& address, std::uint16_t port) {
    return address.contains(':') ? fmt::format("[{}]:{}", address, port)
                                 : fmt::format("{}:{}", address, port);
}

// What the caller calls the request, if that is a plain word, else one of ours.
std::string id_of(const net::HttpRequest& request) {
    constexpr std::size_t longest = 64, bytes = 8;
    const auto given = net::header(request.headers, "X-Request-Id");
    const bool is_plain = !given.empty() && given.size() <= longest && std::ranges::all_of(given, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    });
    return is_plain ? std::string(given) : random_token(bytes);
}

std::vector<web::AlertSource> sources_of(const config::Alerts& alerts) {
    std::vector<web::AlertSource> sources;
    for (const auto& [name, source] : alerts.sources) {
        web::AlertSource made{name, source.kind, source.fields, {}};
        for (const auto& token : {source.token, source.old_token}) {
            if (!token.empty()) made.tokens.push_back(token);
        }
        sources.push_back(std::move(made));
    }
    return sources;
}

web::PublicDoorSettings settings_of(const config::Configuration& configuration, channels::Registry registry) {
    const auto& http = configuration.http;
    return {std::move(registry),
            http.public_url,
            {http.trusted_proxies.begin(), http.trusted_proxies.end()},
            http.tokens,
            sources_of(configuration.alerts),
            http.internal_hosts};
}

}  // namespace

class FrontDoor::Impl {
  public:
    Impl(asio::io_context& io, const Clock& clock, web::PublicDoorSettings settings, web::Metrics& metrics,
         HandIn hand_in, ReadCertificate read_certificate)
        : io_(io),
          clock_(clock),
          metrics_(metrics),
          public_(std::move(settings), metrics),
          hand_in_(std::move(hand_in)),
          read_certificate_(std::move(read_certificate)) {
        if (read_certificate_) public_.check_signatures();
    }

    Expected<void> open(const config::Http& http) {
        net::HttpServerOptions options;
        // Whoever only knocks leaves half of the descriptors to the pages.
        options.max_connections = std::min(most_connections, allow_descriptors(4 * most_connections) / 2);
        options.max_connections_per_address = connections_per_address;
        // Whoever asks from this machine is a proxy or its owner.
        options.shared_addresses = {http.trusted_proxies.begin(), http.trusted_proxies.end()};
        options.shared_addresses.insert({"127.0.0.1", "::1"});
        auto at_admin = options;
        at_admin.max_connections = most_at_admin;
        if (http.tls) options.tls = {http.tls->certificate_file.string(), http.tls->key_file.string()};
        if (auto opened = open(http.listen, options, "http", public_server_,
                               [this](auto request, auto responder) {
                                   const Caller caller{web::PublicDoor::named(request), id_of(request)};
                                   take_public(std::move(request), std::move(responder), caller);
                               });
            !opened)
            return opened;
        return open(http.admin_listen, at_admin, "admin", admin_server_,
                    [this](auto request, auto responder) {
                        measure_process(metrics_);
                        take(web::at_admin_door(request, metrics_), std::move(responder),
                             Caller{"admin", id_of(request)});
                    });
    }

    std::string listening() const { return listening_; }

    void change(web::PublicDoorSettings settings) { public_.change(std::move(settings)); }

    void answer(engine::Answered answered) {
        const auto found = waiting_.find(answered.id);
        if (found == waiting_.end()) return;  // it was told that we are busy
        if (answered.answer.status == 404 && !found->second.client.empty())
            public_.guessed(found->second.client, clock_.now());
        auto waiting = waiting_.extract(found);
        const auto& caller = waiting.mapped().caller;
        const std::chrono::duration<double> took = Steady::now() - caller.came;
        metrics_.add(Metric::http_request, {std::string(caller.door)}, took.count());
        auto response = web::response_of(std::move(answered.answer));
        log_answer(caller, response);
        respond(waiting.mapped().responder, caller, std::move(response));
    }

    void show(std::shared_ptr<const templates::StatusSite> site) { public_.show(std::move(site)); }

    void refuse_alerts(bool disk_is_full) { disk_is_full_ = disk_is_full; }

    void drain() {
        if (std::exchange(draining_, true)) return;
        for (auto& [id, request] : waiting_) let_wait(id, request, drain_limit);
        for (const auto& server : {public_server_.get(), admin_server_.get()})
            if (server) server->drain(drain_limit);
    }

  private:
    struct Caller {
        std::string_view door;  // what it asked for
        std::string request;    // its ID, for the log and for who asks
        Steady::time_point came = Steady::now();
    };
    struct Waiting {
        net::Responder responder;
        Caller caller;
        std::string client;
        bool json;
        asio::steady_timer limit;
    };
    struct Unchecked {
        net::HttpRequest request;
        net::Responder responder;
        Caller caller;
    };
    using Door = std::function<void(net::HttpRequest, net::Responder)>;

    Expected<void> open(const std::optional<config::ListenAddress>& where, net::HttpServerOptions options,
                        std::string_view name, std::unique_ptr<net::HttpServer>& server, Door door) {
        if (!where) return {};
        auto address = address_of(io_, where->host);
        if (!address) return std::unexpected(address.error());
        options.address = *address;
        options.port = where->port;
        auto opened = net::HttpServer::listen(io_, std::move(options), {.on_request = std::move(door)});
        if (!opened) return std::unexpected(opened.error());
        server = std::move(*opened);
        listening_ +=
            fmt::format("{}{}={}", listening_.empty() ? "" : " ", name, place_of(*address, server->port()));
        return {};
    }

    void take_public(net::HttpRequest request, net::Responder responder, const Caller& caller) {
        auto taken = public_.take(request, clock_.now());
        if (auto* wanted = std::get_if<web::CertificateWanted>(&taken))
            return wait_for(std::move(wanted->url), {std::move(request), std::move(responder), caller});
        take(std::move(taken), std::move(responder), caller);
    }

    // As many wait as there are connections: each has one request at a time.
    void take(web::Taken taken, net::Responder responder, const Caller& caller) {
        if (auto* response = std::get_if<net::HttpResponse>(&taken))
            return respond(responder, caller, std::move(*response));
        auto& handed = std::get<web::Handed>(taken);
        if (draining_) return respond(responder, caller, web::busy(handed.json));
        if (disk_is_full_ && std::holds_alternative<engine::AlertsCame>(handed.what)) {
            metrics_.add(Metric::alerts_refused, {"disk"});
            return respond(responder, caller, no_room(handed.json));
        }
        const auto id = next_id_++;
        auto& waiting = waiting_
                            .emplace(id, Waiting{std::move(responder), caller, std::move(handed.client),
                                                 handed.json, asio::steady_timer(io_)})
                            .first->second;
        let_wait(id, waiting, engine_limit);
        hand_in_({id, std::move(handed.what), Steady::now() + engine_limit});
    }

    // Each certificate is asked for once, however many wait for it.
    void wait_for(std::string url, Unchecked unchecked) {
        if (draining_ || (!unchecked_.contains(url) && unchecked_.size() == most_certificates))
            return respond(unchecked.responder, unchecked.caller, web::cannot_check());
        auto& waiting = unchecked_[url];
        waiting.push_back(std::move(unchecked));
        if (waiting.size() > 1) return;
        read_certificate_(url, [this, url](Expected<std::string> pem) { take_again(url, std::move(pem)); });
    }

    void take_again(const std::string& url, Expected<std::string> pem) {
        auto waiting = std::move(unchecked_.extract(url).mapped());
        if (pem) {
            public_.learn(url, *std::move(pem));
        } else {
            log::warn("messages of SNS cannot be checked: the certificate cannot be had",
                      {{"url", url}, {"reason", pem.error().message}, {"messages", std::ssize(waiting)}});
        }
        for (auto& [request, responder, caller] : waiting) {
            if (pem) {
                take_public(std::move(request), std::move(responder), caller);
            } else {
                metrics_.add(Metric::alerts_refused, {"certificate"});
                respond(responder, caller, web::cannot_check());
            }
        }
    }

    void let_wait(std::uint64_t id, Waiting& waiting, std::chrono::milliseconds limit) {
        waiting.limit.expires_after(limit);
        waiting.limit.async_wait([this, id](const boost::system::error_code& error) {
            const auto found = waiting_.find(id);
            if (error || found == waiting_.end()) return;
            respond(found->second.responder, found->second.caller, web::busy(found->second.json));
            waiting_.erase(found);
        });
    }

    // Of what programs send: people's looks at pages are many, and change nothing.
    void log_answer(const Caller& caller, const net::HttpResponse& response) const {
        constexpr std::array<std::string_view, 3> told{"alerts", "api", "callbacks"};
        if (std::ranges::find(told, caller.door) == told.end()) return;
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - caller.came);
        std::vector<log::Field> fields{{"request", caller.request},
                                       {"door", caller.door},
                                       {"status", static_cast<long long>(response.status)},
                                       {"took_ms", static_cast<long long>(took.count())}};
        // The alerts' own numbers, by which their lines are found.
        if (caller.door == "alerts" && response.status == 202)
            fields.emplace_back("answer", response.body.substr(0, longest_told));
        const log::Scope scope(std::move(fields));
        log::info("a request is answered");
    }

    void respond(net::Responder& responder, const Caller& caller, net::HttpResponse response) {
        response.headers.push_back({"X-Request-Id", caller.request});
        metrics_.add(Metric::http_requests, {std::string(caller.door), std::to_string(response.status)});
        responder.respond(std::move(response));
    }

    asio::io_context& io_;
    const Clock& clock_;
    web::Metrics& metrics_;
    web::PublicDoor public_;
    HandIn hand_in_;
    ReadCertificate read_certificate_;
    std::string listening_;
    std::map<std::uint64_t, Waiting> waiting_;
    std::map<std::string, std::vector<Unchecked>> unchecked_;  // by the certificate's address
    std::uint64_t next_id_ = 1;
    bool draining_ = false;
    bool disk_is_full_ = false;
    std::unique_ptr<net::HttpServer> public_server_;  // last: they end before what they use
    std::unique_ptr<net::HttpServer> admin_server_;
};

Expected<std::unique_ptr<FrontDoor>> FrontDoor::open(asio::io_context& io, const Clock& clock,
                                                     const config::Configuration& configuration,
                                                     channels::Registry registry, web::Metrics& metrics,
                                                     HandIn hand_in, ReadCertificate read_certificate) {
    auto impl = std::make_unique<Impl>(io, clock, settings_of(configuration, std::move(registry)), metrics,
                                       std::move(hand_in), std::move(read_certificate));
    if (auto opened = impl->open(configuration.http); !opened) return std::unexpected(opened.error());
    return std::unique_ptr<FrontDoor>(new FrontDoor(std::move(impl)));
}

FrontDoor::FrontDoor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FrontDoor::~FrontDoor() = default;
std::string FrontDoor::listening() const {
    return impl_->listening();
}
void FrontDoor::change(const config::Configuration& configuration, channels::Registry registry) {
    impl_->change(settings_of(configuration, std::move(registry)));
}
void FrontDoor::answer(engine::Answered answered) {
    impl_->answer(std::move(answered));
}
void FrontDoor::show(std::shared_ptr<const templates::StatusSite> site) {
    impl_->show(std::move(site));
}
void FrontDoor::refuse_alerts(bool disk_is_full) {
    impl_->refuse_alerts(disk_is_full);
}
void FrontDoor::drain() {
    impl_->drain();
}

}  // namespace tocsin::app
