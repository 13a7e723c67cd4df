// Slack for tests and benchmarks without a page: prints its address alone on a line and serves until its
// standard input ends or it is asked to stop.
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <charconv>
#include <cstdio>
#include <string_view>
#include <vector>

#include "bot/sandbox/slack_server.h"

namespace {

constexpr std::string_view usage =
    "slack_stand_in [--port N] [--tls CERT KEY] [--host NAME] [--no-transcript] [--messages N] [--stay]\n"
    "  --no-transcript  keep none, and 50 messages of a channel\n"
    "  --messages       keep so many\n"
    "  --stay           do not stop when standard input ends\n";

struct Arguments {
    tocsin::sandbox::SlackServerOptions server;
    bool stay = false;
    bool good = true;
};

Arguments read(const std::vector<std::string_view>& words) {
    Arguments arguments;
    auto& server = arguments.server;
    const auto read_number = [&](std::string_view text, auto& number) {
        const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
        arguments.good = arguments.good && error == std::errc() && end == text.end();
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto left = words.size() - i - 1;
        if (words[i] == "--port" && left >= 1) {
            read_number(words[++i], server.port);
        } else if (words[i] == "--messages" && left >= 1) {
            read_number(words[++i], server.service.max_messages);
        } else if (words[i] == "--tls" && left >= 2) {
            server.tls = {std::string(words[i + 1]), std::string(words[i + 2])};
            i += 2;
        } else if (words[i] == "--host" && left >= 1) {
            server.host = words[++i];
        } else if (words[i] == "--no-transcript") {
            server.service.keep_transcript = false;
            server.service.max_messages = 50;
        } else if (words[i] == "--stay") {
            arguments.stay = true;
        } else {
            arguments.good = false;
        }
    }
    return arguments;
}

}  // namespace

int main(int count, char** values) {
    Arguments arguments = read({values + 1, values + count});
    if (!arguments.good) {
        std::fputs(usage.data(), stderr);
        return 2;
    }
    // So that the page's examples work without a manifest.
    arguments.server.service.commands =
        tocsin::sandbox::json::array({{{"name", "/incident"},
                                       {"hint", ""},
                                       {"should_escape", true},
                                       {"verbs", tocsin::sandbox::json::array()}}});
    boost::asio::io_context io(1);
    tocsin::MovableClock clock;
    arguments.server.service.advance = [&](tocsin::Duration by, const std::function<void()>& moved) {
        clock.advance(by);
        moved();
    };
    auto server = tocsin::sandbox::SlackServer::start(io, clock, std::move(arguments.server));
    if (!server) {
        std::fprintf(stderr, "%s\n", server.error().message.c_str());
        return 1;
    }
    std::printf("%s\n", (*server)->url().c_str());
    std::fflush(stdout);

    boost::asio::signal_set signals(io, SIGTERM, SIGINT);
    signals.async_wait([&](const boost::system::error_code&, int) { io.stop(); });
    boost::asio::posix::stream_descriptor input(io);
    char ignored[256];
    std::function<void()> watch = [&] {
        input.async_read_some(
            boost::asio::buffer(ignored),
            [&](const boost::system::error_code& error, std::size_t) { error ? io.stop() : watch(); });
    };
    if (!arguments.stay) {
        boost::system::error_code failed;
        input.assign(::dup(STDIN_FILENO), failed);
        if (!failed) watch();
    }
    io.run();
    return 0;
}
