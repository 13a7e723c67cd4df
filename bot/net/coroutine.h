// Starting coroutines on the I/O thread so that an exception ends the program loudly instead of vanishing.
// What they do is nobody's business here.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <utility>

namespace tocsin::net {

inline void spawn(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
    boost::asio::co_spawn(io, std::move(work), [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    });
}

}  // namespace tocsin::net
