// A session with sockets and a Slack that a test plays, on a clock that is stepped. No I/O.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bot/slack/session.h"

namespace tocsin::slack {

// Plays sockets and Slack around a session, on a clock that is stepped.
struct World {
    explicit World(int connections = 2, double random = 0.5)
        : session(connections, [random] { return random; }) {
        take(session.start(now));
    }

    void take(SessionActions actions) {
        for (SessionAction& action : actions) {
            if (const auto* live = std::get_if<LiveChanged>(&action)) last_live = live->live;
            if (const auto* alarm = std::get_if<RaiseAlarm>(&action)) alarms.push_back(alarm->problem);
            if (const auto* wish = std::get_if<RequestUrl>(&action)) requested.push_back(wish->socket);
            if (const auto* wish = std::get_if<Connect>(&action)) connecting.push_back(wish->socket);
            if (const auto* wish = std::get_if<SendPing>(&action)) pinged.push_back(wish->socket);
            if (const auto* wish = std::get_if<CloseSocket>(&action)) closed.push_back(*wish);
        }
    }

    // Steps through every due time up to then.
    void pass(Duration duration) {
        const Instant end = now + duration;
        for (int steps = 0; steps < 10'000; ++steps) {
            const auto due = session.due();
            if (!due || *due > end) break;
            now = std::max(now, *due);
            take(session.tick(now));
        }
        now = end;
        take(session.tick(now));
    }

    void step_to_request() {
        for (int steps = 0; requested.empty() && steps < 10'000; ++steps) {
            REQUIRE(session.due().has_value());
            now = std::max(now, *session.due());
            take(session.tick(now));
        }
    }

    SocketId requested_one() {
        REQUIRE(requested.size() == 1);
        const SocketId id = requested.front();
        requested.clear();
        return id;
    }

    void answer(SocketId id) {
        take(session.url_answered(id, Answered{{{"ok", true}, {"url", "wss://link/?ticket=1"}}}, now));
    }

    SocketId open_one(int life_seconds = 0) {
        const SocketId id = requested_one();
        answer(id);
        CHECK(connecting == std::vector<SocketId>{id});
        connecting.clear();
        take(session.hello(id, Hello{1, life_seconds, "A1"}, now));
        return id;
    }

    void keep_alive(Duration duration, const std::vector<SocketId>& ids) {
        for (Duration passed{}; passed < duration; passed += 5s) {
            for (const SocketId id : ids) session.received(id, now);
            pass(5s);
        }
    }

    Instant now{1000s};
    Session session;
    int last_live = 0;
    std::vector<std::string> alarms;
    std::vector<SocketId> requested, connecting, pinged;
    std::vector<CloseSocket> closed;
};

inline bool contains(const std::vector<CloseSocket>& closed, CloseSocket wanted) {
    return std::find(closed.begin(), closed.end(), wanted) != closed.end();
}

}  // namespace tocsin::slack
