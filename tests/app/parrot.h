// Providers that refuse every request and say everything back that came, as some servers do with what they do
// not understand. Each party has a door of its own, which keeps what it heard.
#pragma once

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "bot/net/http_server.h"

namespace tocsin::app::testing {

class Parrot {
  public:
    explicit Parrot(const std::vector<std::string>& parties) {
        for (const auto& party : parties) open(party);
        thread_ = std::thread([this] { io_.run(); });
    }
    ~Parrot() {
        boost::asio::post(io_, [this] {
            for (auto& [party, server] : servers_) server->stop();
        });
        thread_.join();
    }
    std::string url(const std::string& party) const {
        return "http://127.0.0.1:" + std::to_string(servers_.at(party)->port());
    }
    std::string heard_by(const std::string& party) const {
        const std::scoped_lock lock(mutex_);
        const auto found = heard_.find(party);
        return found == heard_.end() ? "" : found->second;
    }
    void hears(const std::string& party, const std::string& what) {
        const std::scoped_lock lock(mutex_);
        heard_[party] += what + "\n";
    }

  private:
    void open(const std::string& party) {
        auto opened = net::HttpServer::listen(
            io_, {}, {.on_request = [this, party](const net::HttpRequest& request, net::Responder responder) {
                std::string said = request.target + " " + request.body;
                for (const auto& [name, value] : request.headers) said += " " + name + ": " + value;
                hears(party, said);
                const auto body = nlohmann::json{{"error", said},
                                                 {"message", said},
                                                 {"errors", nlohmann::json::array({said})},
                                                 {"code", 20003}};
                responder.respond({.status = 401, .headers = {{"X-Error", "refused"}}, .body = body.dump()});
            }});
        REQUIRE(opened);
        servers_[party] = std::move(*opened);
    }

    boost::asio::io_context io_{1};
    std::map<std::string, std::unique_ptr<net::HttpServer>> servers_;
    mutable std::mutex mutex_;
    std::map<std::string, std::string> heard_;
    std::thread thread_;
};

}  // namespace tocsin::app::testing
