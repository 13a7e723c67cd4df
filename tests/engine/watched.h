// A bot that really runs, so that it watches itself; Lee is its admin, whom it texts and calls.
#pragma once

#include <algorithm>

#include "tests/engine/pager.h"

namespace tocsin::engine::testing {

struct Watched : Pager {
    explicit Watched(const std::string& heartbeat = "") {
        auto watched = settings();
        watched.rules.admins = {{Target::Kind::person, "lee"}};
        watched.watchdog = Watchdog{heartbeat, 5min};
        change(std::move(watched));
    }
    std::size_t texts_saying(std::string_view words) const {
        const auto all = texts(lees_number);
        return static_cast<std::size_t>(
            std::ranges::count_if(all, [&](const auto& one) { return has(one.field("Body"), words); }));
    }
};

}  // namespace tocsin::engine::testing
