// The other side of the stand-in's port in tests: plain blocking HTTP on a socket, driven on the test's
// thread.
#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <string>

namespace tocsin::sandbox {

struct RawAnswer {
    int status = 0;  // 0: the connection ended without an answer
    std::string head;
    std::string body;
};

// Sends the request as it is and reads until the other side closes.
inline RawAnswer exchange(std::uint16_t port, const std::string& request) {
    namespace asio = boost::asio;
    asio::io_context io;
    asio::ip::tcp::socket socket(io);
    socket.connect({asio::ip::make_address("127.0.0.1"), port});
    boost::system::error_code error;
    asio::write(socket, asio::buffer(request), error);
    std::string text;
    asio::read(socket, asio::dynamic_buffer(text), error);
    RawAnswer answer;
    const auto blank = text.find("\r\n\r\n");
    if (!text.starts_with("HTTP/1.1 ") || blank == std::string::npos) return answer;
    answer.status = std::stoi(text.substr(9, 3));
    answer.head = text.substr(0, blank);
    answer.body = text.substr(blank + 4);
    return answer;
}

}  // namespace tocsin::sandbox
