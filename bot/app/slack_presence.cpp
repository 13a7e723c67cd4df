#include "bot/app/slack_presence.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "bot/base/log.h"

namespace tocsin::app {
namespace {

using Steady = std::chrono::steady_clock;

// What was pressed before is taken when the database is back: longer than a fail-over takes.
constexpr auto leaves_after = std::chrono::seconds{30};

}  // namespace

void SlackPresence::stepped(bool taken, bool has_company) {
    if (taken) {
        failing_since_.reset();
        if (std::exchange(is_away_, false)) boost::asio::post(io_, [this] { gateway_.start(); });
        return;
    }
    if (!failing_since_) failing_since_ = Steady::now();
    if (!has_company || is_away_ || Steady::now() - *failing_since_ < leaves_after) return;
    is_away_ = true;
    log::warn("the database cannot be reached; this replica leaves Slack to the others until it can");
    boost::asio::post(io_, [this] { gateway_.leave(); });
}

}  // namespace tocsin::app
