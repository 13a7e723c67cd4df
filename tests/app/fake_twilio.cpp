#include "tests/app/fake_twilio.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iterator>

namespace tocsin::app::testing {

FakeTwilio::FakeTwilio() {
    auto opened = net::HttpServer::listen(
        io_, {}, {.on_request = [this](const net::HttpRequest& request, net::Responder responder) {
            responder.respond(answer(request));
        }});
    REQUIRE(opened);
    server_ = std::move(*opened);
    thread_ = std::thread([this] { io_.run(); });
}

FakeTwilio::~FakeTwilio() {
    let_go();
    boost::asio::post(io_, [this] { server_->stop(); });
    thread_.join();
}

std::string FakeTwilio::url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port());
}

std::string FakeTwilio::keys(const std::string& inbound) const {
    return "  phone: [twilio]\n  sms: [twilio]\n  providers:\n    twilio: {account_sid: ACtest, auth_token: "
           "'" +
           auth_token.reveal() + "', from: '+12025550199', inbound: " + inbound + ", base_url: '" + url() +
           "'}\n";
}

std::vector<FakeTwilio::Order> FakeTwilio::orders(std::string_view kind) {
    const std::lock_guard lock(mutex_);
    std::vector<Order> found;
    std::ranges::copy_if(orders_, std::back_inserter(found),
                         [&](const Order& one) { return one.url.ends_with(kind); });
    return found;
}

std::optional<FakeTwilio::Order> FakeTwilio::order(std::string_view kind) {
    const auto found = orders(kind);
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

bool FakeTwilio::was_asked(const std::string& target) {
    const std::lock_guard lock(mutex_);
    return std::ranges::find(looked_at_, target) != looked_at_.end();
}

void FakeTwilio::is_texted(const std::string& from, const std::string& body) {
    const std::lock_guard lock(mutex_);
    listed_ = R"({"messages":[{"direction":"inbound","from":")" + from + R"(","body":")" + body +
              R"(","sid":"SMin1"}]})";
}

void FakeTwilio::hold() {
    const std::lock_guard lock(mutex_);
    holds_ = true;
}

void FakeTwilio::let_go() {
    const std::lock_guard lock(mutex_);
    holds_ = false;
    changed_.notify_all();
}

net::HttpResponse FakeTwilio::answer(const net::HttpRequest& request) {
    std::unique_lock lock(mutex_);
    if (request.method == "GET") {
        looked_at_.push_back(request.target);
        const bool list = request.target.contains("/Messages.json");
        return {.status = list ? 200 : 404, .body = list ? listed_ : "{}"};
    }
    orders_.push_back({request.target, read_form(request.body)});
    const auto kind = request.target.contains("Calls") ? "CA" : "SM";
    const auto id = kind + std::to_string(orders_.size());
    changed_.wait(lock, [this] { return !holds_; });
    return {.status = 201, .body = R"({"sid":")" + id + "\"}"};
}

}  // namespace tocsin::app::testing
