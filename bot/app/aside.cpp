#include "bot/app/aside.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "bot/base/log.h"

namespace tocsin::app {
namespace {

using Steady = std::chrono::steady_clock;

// What was pressed before is taken when the database is back: longer than a fail-over takes.
constexpr auto stands_aside_after = std::chrono::seconds{30};

}  // namespace

void Aside::tried(bool taken, bool has_others) {
    if (taken) {
        has_others_ = has_others;
        failing_since_.reset();
        if (std::exchange(stands_aside_, false)) boost::asio::post(io_, [this] { gateway_.start(); });
        return;
    }
    if (!failing_since_) failing_since_ = Steady::now();
    if (!has_others_ || stands_aside_ || Steady::now() - *failing_since_ < stands_aside_after) return;
    stands_aside_ = true;
    log::warn("the database cannot be reached; this replica leaves Slack to the others until it can");
    boost::asio::post(io_, [this] { gateway_.leave(); });
}

}  // namespace tocsin::app
