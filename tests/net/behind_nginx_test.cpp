// Debian's nginx before our server: whatever is sent to it, our server sees the requests that nginx believes
// to have handed on, and no other one.

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "bot/net/http_server.h"
#include "network.h"

using namespace tocsin;
using namespace tocsin::net;
using namespace tocsin::test;
using nlohmann::json;

namespace {

constexpr const char* program = "/usr/sbin/nginx";

class Nginx {
  public:
    Nginx(boost::asio::io_context& io, std::uint16_t behind)
        : folder_(std::filesystem::temp_directory_path() / ("tocsin-nginx-" + random_token(8))) {
        REQUIRE_MESSAGE(std::filesystem::exists(program), "scripts/install test");
        std::filesystem::create_directories(folder_);
        {
            tcp::acceptor free(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
            port_ = free.local_endpoint().port();
        }
        std::ofstream(folder_ / "nginx.conf") << fmt::format(
            R"(daemon off; master_process off; pid {0}/pid; error_log {0}/error.log;
events {{}}
http {{
  log_format handed '$upstream_addr $request_uri';
  access_log {0}/access.log handed;
  client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; fastcgi_temp_path {0}/fastcgi;
  uwsgi_temp_path {0}/uwsgi; scgi_temp_path {0}/scgi;
  client_header_timeout 1s; client_body_timeout 1s; keepalive_timeout 1s; lingering_close off;
  upstream bot {{ server 127.0.0.1:{2}; keepalive 4; }}
  server {{
    listen 127.0.0.1:{1};
    location / {{
      proxy_pass http://bot; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_request_buffering off; proxy_ignore_client_abort on;
    }}
  }}
}}
)",
            folder_.string(), port_, behind);
        std::string words[] = {program, "-c", (folder_ / "nginx.conf").string(), "-e",
                               (folder_ / "error.log").string()};
        char* arguments[] = {words[0].data(), words[1].data(), words[2].data(),
                             words[3].data(), words[4].data(), nullptr};
        REQUIRE(posix_spawn(&pid_, program, nullptr, nullptr, arguments, environ) == 0);
        run_until(io, [&] {
            tcp::socket socket(io);
            boost::system::error_code refused;
            socket.connect(place(), refused);
            return !refused;
        });
    }
    ~Nginx() {
        kill(pid_, SIGTERM);
        waitpid(pid_, nullptr, 0);
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    tcp::endpoint place() const { return {boost::asio::ip::address_v4::loopback(), port_}; }
    // The targets that went to the server behind it.
    std::multiset<std::string> handed_on() const {
        std::multiset<std::string> targets;
        std::ifstream log(folder_ / "access.log");
        for (std::string upstream, target; log >> upstream >> target;)
            if (upstream != "-") targets.insert(target);
        return targets;
    }

  private:
    std::filesystem::path folder_;
    std::uint16_t port_ = 0;
    pid_t pid_ = 0;
};

// Sends bytes and reads until the other side ends it.
struct Exchange {
    tcp::socket socket;
    std::string bytes, answer;
    bool ended = false;

    Exchange(boost::asio::io_context& io, const tcp::endpoint& place, std::string said)
        : socket(io), bytes(std::move(said)) {
        socket.connect(place);
        boost::asio::async_write(socket, boost::asio::buffer(bytes),
                                 [](boost::system::error_code, std::size_t) {});
        boost::asio::async_read(socket, boost::asio::dynamic_buffer(answer),
                                [this](boost::system::error_code, std::size_t) { ended = true; });
    }
};

// Each case with targets of its own, and as long as before.
std::string numbered(std::string text, std::size_t number) {
    for (const std::string name : {"/first", "/second", "/smuggled", "/end"})
        text = replace_all(std::move(text), name,
                           fmt::format("{}{:02}", name.substr(0, name.size() - 2), number));
    return text;
}

std::string lines_of(const std::multiset<std::string>& targets) {
    return fmt::format("{}", fmt::join(targets, "\n"));
}

}  // namespace

TEST_CASE("behind nginx no request is read twice, and none that nginx did not hand on") {
    const auto framing = json::parse(std::ifstream(TOCSIN_SOURCE_DIR "/tests/net/framing.json"));
    boost::asio::io_context io;
    std::multiset<std::string> seen, seen_whole;
    auto server =
        HttpServer::listen(io, {}, {.on_request = [&](const HttpRequest& request, Responder responder) {
                               seen.insert(request.target);
                               seen_whole.insert(request.target + " " + request.body);
                               responder.respond({.body = "taken"});
                           }});
    REQUIRE(server);
    const Nginx nginx(io, (*server)->port());

    std::vector<std::unique_ptr<Exchange>> exchanges;
    std::multiset<std::string> wanted;
    for (const auto& each : framing.at("taken")) {
        const auto number = exchanges.size();
        exchanges.push_back(std::make_unique<Exchange>(
            io, nginx.place(), numbered(each.at("bytes").get<std::string>(), number)));
        for (const auto& request : each.at("seen"))
            wanted.insert(numbered(request.get<std::string>(), number));
    }
    for (const auto& each : framing.at("refused")) {
        const auto bytes =
            each.at("bytes").get<std::string>() + "GET /end HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        exchanges.push_back(std::make_unique<Exchange>(io, nginx.place(), numbered(bytes, exchanges.size())));
    }
    run_until(io, [&] { return std::ranges::all_of(exchanges, &Exchange::ended); });

    CHECK(lines_of(seen) == lines_of(nginx.handed_on()));
    CHECK(seen.size() > wanted.size());  // nginx repairs some of what we would refuse
    for (const auto& request : wanted) CHECK_MESSAGE(seen_whole.count(request) == 1, request);
    for (const auto& target : seen) CHECK_MESSAGE(seen.count(target) == 1, target);
}
