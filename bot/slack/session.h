// Socket Mode without I/O: when to open sockets, replace them, ping them, give them up and wait. It is told
// what happened and answers what to do next; sockets, HTTP and clocks are its owner's.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/base/time.h"
#include "bot/slack/envelope.h"
#include "bot/slack/web_api.h"

namespace tocsin::slack {

using SocketId = std::uint64_t;  // never used twice
using Instant = std::chrono::steady_clock::time_point;

struct RequestUrl {  // call apps.connections.open, then url_answered
    SocketId socket = 0;
    bool operator==(const RequestUrl&) const = default;
};
struct Connect {  // then connect_failed, or frames
    SocketId socket = 0;
    std::string url;  // a secret that works once
    bool operator==(const Connect&) const = default;
};
struct SendPing {
    SocketId socket = 0;
    bool operator==(const SendPing&) const = default;
};
struct CloseSocket {  // then closed, or nothing; orderly: with a goodbye
    SocketId socket = 0;
    bool orderly = true;
    bool operator==(const CloseSocket&) const = default;
};
struct LiveChanged {  // how many sockets have said hello and still serve
    int live = 0;
    bool operator==(const LiveChanged&) const = default;
};
struct RaiseAlarm {  // a sentence for the operator
    std::string problem;
    bool operator==(const RaiseAlarm&) const = default;
};
using SessionAction = std::variant<RequestUrl, Connect, SendPing, CloseSocket, LiveChanged, RaiseAlarm>;
using SessionActions = std::vector<SessionAction>;

struct SessionTimes {
    Duration ping = 10s;
    Duration silent = 25s;         // nothing at all for that long: dead
    Duration open_deadline = 10s;  // from the URL request, and again from connecting to hello
    Duration drain = 30s;          // how long a replaced socket is still read
    Duration longest_pause = 30s;  // back-off: 1 s, doubled up to this, with full jitter
    Duration probe = 5min;         // pause while only the operator can help
    Duration crowded_pause = 10s;  // after too_many_websockets: half of it to all of it
    Duration outage_alarm = 60s;   // no live socket for that long
    // Sockets that end one after another, each within `restless` of the one before, are replaced at once up
    // to `restless_ends`, from then on after up to `restless_pause`.
    Duration restless = 60s;
    int restless_ends = 20;
    Duration restless_pause = 2s;
};

// Keeps `connections` sockets live. At most one is being opened at a time; they are replaced at different
// times.
class Session {
  public:
    // `random` answers numbers in [0, 1).
    Session(int connections, std::function<double()> random, SessionTimes times = {});

    SessionActions start(Instant now);
    SessionActions url_answered(SocketId socket, const Outcome& outcome, Instant now);
    SessionActions connect_failed(SocketId socket, Instant now);
    void received(SocketId socket, Instant now);  // anything: data, ping, pong
    SessionActions hello(SocketId socket, const Hello& hello, Instant now);
    SessionActions disconnect(SocketId socket, const Disconnect& notice, Instant now);
    SessionActions closed(SocketId socket, Instant now);
    // The token is another one: every socket is replaced, each next one first, and no pause counts any more.
    SessionActions renew(Instant now);
    SessionActions tick(Instant now);  // whenever `due` has come
    SessionActions stop();             // nothing is wanted any more

    std::optional<Instant> due() const;
    int live() const;
    bool knows(SocketId socket) const;   // still wanted
    bool serves(SocketId socket) const;  // live or draining: may carry acknowledgments
    std::optional<SocketId> any_live() const;

  private:
    enum class Phase { requesting, connecting, live, draining };

    struct Socket {
        SocketId id = 0;
        int slot = 0;
        Phase phase = Phase::requesting;
        Instant deadline;  // requesting, connecting: give up; live: replace; draining: close
        Instant last_seen;
        Instant next_ping;
    };

    Socket* find(SocketId id);
    bool opening() const;
    std::optional<int> slot_in_need() const;
    void remove(SocketId id);
    void opening_failed(SocketId id, Instant now);
    void live_ended(Instant now);
    void refused(SocketId id, const std::string& error, Instant now);
    void pause(Duration at_least, Instant now);
    void watch_sockets(Instant now);
    void open_next(Instant now);
    void note_live(Instant now);
    SessionActions settle(Instant now);

    const int connections_;
    const std::function<double()> random_;
    const SessionTimes times_;
    std::vector<Socket> sockets_;
    SessionActions actions_;
    SocketId last_id_ = 0;
    Instant not_before_;   // no URL request before
    int failures_ = 0;     // since the last hello
    int recent_ends_ = 0;  // live sockets that ended shortly after one another
    Instant last_end_;
    int told_live_ = 0;
    Instant without_since_;  // no live socket since
    bool outage_told_ = false;
    bool running_ = false;
};

}  // namespace tocsin::slack
