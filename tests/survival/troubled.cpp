#include "tests/survival/troubled.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <boost/asio/ip/tcp.hpp>
#include <fstream>

namespace tocsin::app::testing {
namespace {

constexpr std::string_view texts = "/Messages.json";
constexpr std::string_view calls = "/Calls.json";

// A port that is free, so that the log need not be read for it.
std::uint16_t free_port() {
    namespace asio = boost::asio;
    asio::io_context io;
    asio::ip::tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), 0});
    return acceptor.local_endpoint().port();
}

}  // namespace

Troubled::Troubled(std::string folder, const std::string& timeout)
    : folder_(folder.empty() ? scratch_.path.string() : std::move(folder)), port_(free_port()) {
    std::ofstream(scratch_.file("tocsin.yaml")) << configuration(
        slack_.api_url(), store(),
        fmt::format(R"(http: {{listen: '127.0.0.1:{}', admin_listen: '', public_url: 'https://t.example.com'}}
roles: {{admin: ['person:lee']}}
escalation_policies:
  all:
    levels:
      - {{to: ['person:dana'], via: [phone, sms], timeout: {}}}
      - {{to: ['person:lee'], via: [phone, sms], timeout: 10m}}
severities: {{sev1: {{page: {{to: ['person:dana'], via: [phone, sms], policy: all}}}}}}
alerts: {{sources: {{am: {{kind: json, token: the-token}}, bad: {{kind: json, token: the-token-2}}}}}}
paging:
)",
                    port_, timeout) +
            twilio_.keys("webhook"));
}

void Troubled::start(std::vector<std::string> environment, const std::string& log) {
    bot_.reset();
    REQUIRE(wait_until([&] { return slack_.connections() == 0; }));
    environment.push_back("PROGRAM=" TOCSIN_PROGRAM);
    bot_.emplace(scratch_.file("tocsin.yaml"),
                 log.empty() ? scratch_.file("log." + std::to_string(++lives_)) : log, environment);
    REQUIRE_MESSAGE(wait_until([&] { return bot_->ended() || slack_.connections() > 0; }), bot_->log());
}

bool Troubled::stop() {
    bot_->signal(SIGTERM);
    return bot_->wait_for_end() == 0;
}

sandbox::RawAnswer Troubled::tell(const std::string& source, const std::string& key,
                                  const std::string& severity) {
    const auto body = fmt::format(R"({{"key":"{0}","title":"Alert {0}","severity":"{1}"}})", key, severity);
    try {
        return sandbox::exchange(
            port_, fmt::format("POST /api/v1/alerts/{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                               "Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{}",
                               source, source == "am" ? "the-token" : "the-token-2", body.size(), body));
    } catch (const std::exception&) {  // nobody listens there any more
        return {};
    }
}

bool Troubled::pages(const std::string& key) {
    return tell("am", key, "sev1").status == 202 && is_texted(danas_number, "Alert " + key);
}

bool Troubled::is_texted(const std::string& number, const std::string& words) {
    return wait_until([&] {
        for (const auto& order : twilio_.orders(texts)) {
            if (order.field("To") == number && order.field("Body").contains(words)) return true;
        }
        return false;
    });
}

std::size_t Troubled::calls_to(const std::string& number) {
    std::size_t count = 0;
    for (const auto& order : twilio_.orders(calls)) count += order.field("To") == number ? 1 : 0;
    return count;
}

void Troubled::look(const std::function<void(storage::Tx&)>& work) {
    const SystemClock clock;
    const auto opened = storage::Store::open("sqlite:" + store(), clock);
    REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().message));
    const auto verification = (*opened)->verify();
    CHECK_MESSAGE(verification.intact, verification.problem);
    (*opened)->transact(work);
}

std::map<std::string, bool> Troubled::stored(const std::string& source,
                                             const std::vector<std::string>& keys) {
    std::map<std::string, bool> found;
    look([&](storage::Tx& tx) {
        for (const auto& key : keys) found[key] = tx.alert(source, key).has_value();
    });
    return found;
}

std::size_t Troubled::incidents_stored() {
    std::size_t count = 0;
    look([&](storage::Tx& tx) { count = tx.incidents(storage::ListFilter::all, 1000).size(); });
    return count;
}

}  // namespace tocsin::app::testing
