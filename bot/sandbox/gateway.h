// The Socket Mode gateway: tickets, hello, pings, one socket for each envelope, the three seconds for its
// acknowledgment, retries and redelivery. Knows sockets only by their interface, and no payload's meaning.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/time.h"
#include "bot/net/socket.h"
#include "bot/sandbox/ids.h"
#include "bot/sandbox/transcript.h"

namespace tocsin::sandbox {

struct GatewayOptions {
    std::string app = "A0TOCSIN";
    Duration acknowledge_within = 3s;
    std::vector<Duration> retry_after = {0s, 60s, 300s};
    Duration ping_every = 5s;
    Duration warning_grace = 10s;
    Duration ticket_life = 30s;
    Duration redeliver_within = 60s;  // how long what was in flight on a lost socket is kept
    bool close_oversized = true;      // false: too long messages of the client vanish silently
};

// What became of an envelope, for whoever sent it.
enum class Outcome { acknowledged, timed_out, unreachable };
using OnOutcome = std::function<void(Outcome, const json& payload)>;

struct Envelope {
    std::string type;  // slash_commands, interactive, events_api
    json payload;
    bool accepts_response = false;
    OnOutcome on_outcome{};  // called once; may be empty
};

class Gateway {
  public:
    static constexpr std::size_t max_client_message = 20'480;
    static constexpr std::size_t max_sockets = 10;
    static constexpr std::size_t max_waiting_events = 1000;

    // `clock` is the network's: it is not moved when people move the sandbox's.
    Gateway(const Clock& clock, Ids& ids, Transcript& transcript, GatewayOptions options)
        : clock_(clock), ids_(ids), transcript_(transcript), options_(std::move(options)) {}

    std::string issue_ticket();
    bool redeem_ticket(const std::string& ticket);  // false: unknown, used or too old
    net::SocketEvents connect(std::shared_ptr<net::Socket> socket, bool debug_reconnects);

    std::string deliver(Envelope envelope);  // its ID
    // A frame made elsewhere, on the next socket; for load. False: no socket.
    bool deliver_frame(const std::string& envelope_id, std::string frame, OnOutcome on_outcome);
    void tick();  // whatever is due
    std::optional<Time> next_due() const;

    // Trouble on demand.
    void disconnect(const std::string& reason);
    void cut(bool all);
    void silence(Duration duration);
    void duplicate(int times, bool new_envelope_id);
    void send_raw(const std::string& text);
    void restore();  // no more trouble
    bool disabled() const { return disabled_; }

    std::size_t connections() const;
    std::size_t in_flight() const { return in_flight_.size(); }
    json counters() const;

  private:
    struct Connection {
        std::shared_ptr<net::Socket> socket;
        bool draining = false;
        bool silent = false;
        std::optional<Time> close_at;
        std::optional<Time> warn_at;
    };
    struct InFlight {
        Envelope envelope;
        std::string frame;
        int attempt = 0;
        int socket = 0;  // 0: its socket is gone
        Time sent{};
        bool reported = false;
    };
    struct Retry {
        Envelope envelope;
        int attempt = 0;
    };

    void received(int id, std::string_view text);
    void closed(int id, std::uint16_t code);
    void acknowledged(const std::string& envelope_id, const json& payload, int socket);
    std::string send(Envelope envelope, int attempt);
    void send_on(int id, const std::string& frame);
    int pick_socket();
    void fail_event(Envelope envelope, int attempt);
    void report(InFlight& flight, Outcome outcome, const json& payload);
    void expire();
    void redeliver(int id);
    std::string frame_of(const std::string& id, const Envelope& envelope, int attempt) const;

    const Clock& clock_;
    Ids& ids_;
    Transcript& transcript_;
    GatewayOptions options_;
    std::map<std::string, Time> tickets_;
    std::map<int, Connection> connections_;
    int last_id_ = 0;
    int last_used_ = 0;
    std::map<std::string, InFlight, std::less<>> in_flight_;
    std::deque<std::pair<Time, std::string>> deadlines_;  // in order: every envelope has the same time
    std::multimap<Time, Retry> retries_;
    Time next_ping_{};
    std::optional<Time> silent_until_;
    int duplicates_ = 0;
    bool duplicate_new_id_ = false;
    bool disabled_ = false;
    Time last_hello_{};  // for measuring how fast a client is back
    Time last_cut_{};
    std::map<std::string, std::uint64_t> counts_;
};

}  // namespace tocsin::sandbox
