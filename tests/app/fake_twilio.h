// Twilio on loopback, for tests of the whole program: takes calls and texts, and lists what was texted in.
#pragma once

#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bot/base/form.h"
#include "bot/base/secret.h"
#include "bot/net/http_server.h"

namespace tocsin::app::testing {

class FakeTwilio {
  public:
    struct Order {
        std::string url;
        FormFields fields;
        std::string field(std::string_view name) const { return std::string(field_of(fields, name)); }
    };

    inline static const Secret auth_token{"0123456789abcdef0123456789abcdef"};

    FakeTwilio();
    ~FakeTwilio();

    std::string url() const;
    // What belongs under `paging:`; `inbound` is webhook or poll.
    std::string keys(const std::string& inbound) const;
    std::vector<Order> orders(std::string_view kind);   // "/Calls.json" or "/Messages.json", oldest first
    std::optional<Order> order(std::string_view kind);  // the first of them
    bool was_asked(const std::string& target);          // with GET
    void is_texted(const std::string& from, const std::string& body);
    void hold();  // it takes orders, and answers nothing until
    void let_go();

  private:
    net::HttpResponse answer(const net::HttpRequest& request);

    std::mutex mutex_;
    std::condition_variable changed_;
    bool holds_ = false;
    std::vector<Order> orders_;
    std::vector<std::string> looked_at_;
    std::string listed_ = R"({"messages":[]})";
    boost::asio::io_context io_{1};
    std::unique_ptr<net::HttpServer> server_;
    std::thread thread_;
};

}  // namespace tocsin::app::testing
