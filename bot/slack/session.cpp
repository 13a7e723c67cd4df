#include "bot/slack/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "bot/base/foreign_json.h"

namespace tocsin::slack {

namespace {

constexpr Instant never = Instant::max();
constexpr int max_doublings = 10;
constexpr double replaced_at = 0.8;  // of the life that Slack announces
constexpr double stagger = 0.1;      // less for each further slot, so that two never go at the same time

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

Duration scaled(Duration duration, double factor) {
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::micro>(duration) * factor);
}

}  // namespace

Session::Session(int connections, std::function<double()> random, SessionTimes times)
    : connections_(std::clamp(connections, 1, 4)), random_(std::move(random)), times_(times) {}

SessionActions Session::start(Instant now) {
    running_ = true;
    not_before_ = now;
    without_since_ = now;
    return settle(now);
}

SessionActions Session::url_answered(SocketId id, const Outcome& outcome, Instant now) {
    Socket* socket = find(id);
    if (!socket || socket->phase != Phase::requesting) return {};
    std::visit(Overloaded{[&](const Answered& answered) {
                              std::string url = text_of(answered.body, "url");
                              if (url.empty()) return opening_failed(id, now);
                              socket->phase = Phase::connecting;
                              socket->deadline = now + times_.open_deadline;
                              actions_.push_back(Connect{id, std::move(url)});
                          },
                          [&](const Limited& limited) {
                              remove(id);
                              pause(limited.after + scaled(1s, random_()), now);
                          },
                          [&](const Unreachable&) { opening_failed(id, now); },
                          [&](const Uncertain&) { opening_failed(id, now); },
                          [&](const Refused& answer) { refused(id, answer.error, now); }},
               outcome);
    return settle(now);
}

SessionActions Session::connect_failed(SocketId id, Instant now) {
    if (find(id)) opening_failed(id, now);
    return settle(now);
}

void Session::received(SocketId id, Instant now) {
    if (Socket* socket = find(id)) socket->last_seen = now;
}

SessionActions Session::hello(SocketId id, const Hello& hello, Instant now) {
    Socket* socket = find(id);
    if (!socket || socket->phase != Phase::connecting) return {};
    for (Socket& other : sockets_)
        if (other.slot == socket->slot && other.phase == Phase::draining) other.deadline = now + times_.drain;
    socket->phase = Phase::live;
    socket->last_seen = now;
    socket->next_ping = now + times_.ping;
    const auto life = std::chrono::seconds(hello.approximate_seconds);
    socket->deadline = life > 0s ? now + scaled(life, replaced_at - stagger * socket->slot) : never;
    failures_ = 0;
    return settle(now);
}

SessionActions Session::disconnect(SocketId id, const Disconnect& notice, Instant now) {
    Socket* socket = find(id);
    if (!socket) return {};
    if (socket->phase == Phase::connecting) {
        actions_.push_back(CloseSocket{id, true});
        opening_failed(id, now);
    } else if (socket->phase == Phase::live) {
        socket->phase = Phase::draining;
        socket->deadline = never;
        live_ended(now);
    }
    if (notice.reason == "link_disabled") {
        actions_.push_back(
            RaiseAlarm{"Slack says that Socket Mode is switched off for this app: no command reaches Tocsin. "
                       "Switch it on in "
                       "the app's settings; Tocsin tries again every 5 minutes."});
        pause(times_.probe, now);
    } else if (notice.reason == "too_many_websockets") {
        pause(scaled(times_.crowded_pause, 0.5 + random_() / 2), now);
    }
    return settle(now);
}

SessionActions Session::closed(SocketId id, Instant now) {
    const Socket* socket = find(id);
    if (!socket) return {};
    const Phase phase = socket->phase;
    if (phase == Phase::requesting || phase == Phase::connecting) {
        opening_failed(id, now);
    } else {
        remove(id);
        if (phase == Phase::live) live_ended(now);
    }
    return settle(now);
}

SessionActions Session::renew(Instant now) {
    std::vector<SocketId> half_open;
    for (Socket& socket : sockets_) {
        if (socket.phase == Phase::live) {
            socket.phase = Phase::draining;
            socket.deadline = never;
        } else if (socket.phase != Phase::draining) {
            half_open.push_back(socket.id);
        }
    }
    for (const SocketId id : half_open) {
        actions_.push_back(CloseSocket{id, false});
        remove(id);
    }
    failures_ = 0;
    not_before_ = now;
    return settle(now);
}

SessionActions Session::tick(Instant now) {
    watch_sockets(now);
    if (running_ && live() == 0 && !outage_told_ && now - without_since_ >= times_.outage_alarm) {
        outage_told_ = true;
        actions_.push_back(RaiseAlarm{
            fmt::format("No connection to Slack for {} seconds: commands and buttons do not reach Tocsin, "
                        "messages wait. Tocsin "
                        "keeps trying; check the network and https://slack-status.com.",
                        std::chrono::duration_cast<std::chrono::seconds>(now - without_since_).count())});
    }
    return settle(now);
}

SessionActions Session::stop() {
    running_ = false;
    for (const Socket& socket : sockets_)
        if (socket.phase != Phase::requesting) actions_.push_back(CloseSocket{socket.id, true});
    sockets_.clear();
    return std::exchange(actions_, {});
}

std::optional<Instant> Session::due() const {
    if (!running_) return std::nullopt;
    Instant due = never;
    for (const Socket& socket : sockets_) {
        due = std::min(due, socket.deadline);
        if (socket.phase == Phase::live || socket.phase == Phase::draining)
            due = std::min({due, socket.next_ping, socket.last_seen + times_.silent});
    }
    if (!opening() && slot_in_need()) due = std::min(due, not_before_);
    if (live() == 0 && !outage_told_) due = std::min(due, without_since_ + times_.outage_alarm);
    if (due == never) return std::nullopt;
    return due;
}

// A slot whose next socket is being opened while the old one drains counts once.
int Session::live() const {
    std::set<int> slots;
    for (const Socket& socket : sockets_)
        if (socket.phase == Phase::live || socket.phase == Phase::draining) slots.insert(socket.slot);
    return static_cast<int>(slots.size());
}

bool Session::knows(SocketId id) const {
    return std::any_of(sockets_.begin(), sockets_.end(),
                       [&](const Socket& socket) { return socket.id == id; });
}

bool Session::serves(SocketId id) const {
    return std::any_of(sockets_.begin(), sockets_.end(), [&](const Socket& socket) {
        return socket.id == id && (socket.phase == Phase::live || socket.phase == Phase::draining);
    });
}

std::optional<SocketId> Session::any_live() const {
    for (const Phase phase : {Phase::live, Phase::draining})
        for (const Socket& socket : sockets_)
            if (socket.phase == phase) return socket.id;
    return std::nullopt;
}

Session::Socket* Session::find(SocketId id) {
    const auto found =
        std::find_if(sockets_.begin(), sockets_.end(), [&](const Socket& s) { return s.id == id; });
    return found == sockets_.end() ? nullptr : &*found;
}

bool Session::opening() const {
    return std::any_of(sockets_.begin(), sockets_.end(), [](const Socket& socket) {
        return socket.phase == Phase::requesting || socket.phase == Phase::connecting;
    });
}

std::optional<int> Session::slot_in_need() const {
    for (int slot = 0; slot < connections_; ++slot)
        if (std::none_of(sockets_.begin(), sockets_.end(), [&](const Socket& socket) {
                return socket.slot == slot && socket.phase != Phase::draining;
            }))
            return slot;
    return std::nullopt;
}

void Session::remove(SocketId id) {
    std::erase_if(sockets_, [&](const Socket& socket) { return socket.id == id; });
}

// The first failure costs no pause: an outage of a moment is over with the next attempt.
void Session::opening_failed(SocketId id, Instant now) {
    remove(id);
    if (++failures_ == 1) return;
    const Duration cap =
        std::min<Duration>(times_.longest_pause, 1s * (1 << std::min(failures_ - 2, max_doublings)));
    pause(scaled(cap, random_()), now);
}

void Session::live_ended(Instant now) {
    if (now - last_end_ > times_.restless) recent_ends_ = 0;
    last_end_ = now;
    if (++recent_ends_ > times_.restless_ends) pause(scaled(times_.restless_pause, random_()), now);
}

void Session::refused(SocketId id, const std::string& error, Instant now) {
    remove(id);
    pause(times_.probe, now);
    actions_.push_back(RaiseAlarm{fmt::format(
        "Slack refuses to open a connection ({}): no command reaches Tocsin. Check that SLACK_APP_TOKEN is "
        "this app's app-level token with the scope connections:write and that Socket Mode is on; Tocsin "
        "tries again every 5 minutes.",
        error)});
}

void Session::pause(Duration at_least, Instant now) {
    not_before_ = std::max(not_before_, now + at_least);
}

void Session::watch_sockets(Instant now) {
    std::vector<SocketId> lost;
    std::vector<SocketId> stuck;
    for (Socket& socket : sockets_) {
        const bool open = socket.phase == Phase::live || socket.phase == Phase::draining;
        if (open && now - socket.last_seen >= times_.silent) {
            lost.push_back(socket.id);
        } else if (socket.phase == Phase::live && now >= socket.deadline) {
            socket.phase = Phase::draining;
            socket.deadline = never;
        } else if (socket.phase == Phase::draining && now >= socket.deadline) {
            lost.push_back(socket.id);
        } else if (!open && now >= socket.deadline) {
            stuck.push_back(socket.id);
        } else if (open && now >= socket.next_ping) {
            socket.next_ping = now + times_.ping;
            actions_.push_back(SendPing{socket.id});
        }
    }
    for (const SocketId id : lost) {
        const Socket& socket = *find(id);
        const bool silent = now - socket.last_seen >= times_.silent;
        const bool was_live = socket.phase == Phase::live;
        actions_.push_back(CloseSocket{id, !silent});
        remove(id);
        if (was_live) live_ended(now);
    }
    for (const SocketId id : stuck) {
        actions_.push_back(CloseSocket{id, false});
        opening_failed(id, now);
    }
}

void Session::open_next(Instant now) {
    if (!running_ || now < not_before_ || opening()) return;
    const std::optional<int> slot = slot_in_need();
    if (!slot) return;
    sockets_.push_back({.id = ++last_id_,
                        .slot = *slot,
                        .phase = Phase::requesting,
                        .deadline = now + times_.open_deadline,
                        .last_seen = now,
                        .next_ping = never});
    actions_.push_back(RequestUrl{last_id_});
}

void Session::note_live(Instant now) {
    const int count = live();
    if (count == told_live_) return;
    if (count == 0) without_since_ = now;
    outage_told_ = false;
    told_live_ = count;
    actions_.push_back(LiveChanged{count});
}

SessionActions Session::settle(Instant now) {
    note_live(now);
    open_next(now);
    return std::exchange(actions_, {});
}

}  // namespace tocsin::slack
