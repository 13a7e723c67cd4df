// The gateway's times and its trouble on demand.
#include <algorithm>

#include "bot/sandbox/gateway.h"

namespace tocsin::sandbox {

void Gateway::tick() {
    const Time now = clock_.now();
    expire();
    while (!retries_.empty() && retries_.begin()->first <= now) {
        Retry retry = std::move(retries_.begin()->second);
        retries_.erase(retries_.begin());
        ++counts_["retried"];
        send(std::move(retry.envelope), retry.attempt);
    }
    std::vector<int> ids;
    for (const auto& [id, connection] : connections_) ids.push_back(id);
    for (const int id : ids) {
        Connection& connection = connections_.at(id);
        if (connection.warn_at && *connection.warn_at <= now) {
            connection.warn_at.reset();
            connection.draining = true;
            connection.close_at = now + options_.warning_grace;
            send_on(id,
                    R"({"type":"disconnect","reason":"warning","debug_info":{"host":"applink-sandbox"}})");
        }
        if (connection.close_at && *connection.close_at <= now) {
            connection.close_at.reset();
            connection.socket->close(1000, "");
        }
    }
    if (silent_until_ && *silent_until_ <= now) {
        silent_until_.reset();
        std::vector<std::shared_ptr<net::Socket>> dead;
        for (const auto& [id, connection] : connections_) {
            if (connection.silent) dead.push_back(connection.socket);
        }
        for (auto& socket : dead) socket->abort();
    }
    if (!connections_.empty() && next_ping_ <= now) {
        next_ping_ = now + options_.ping_every;
        for (auto& [id, connection] : connections_) connection.socket->ping("Ping from applink-sandbox");
    }
}

void Gateway::expire() {
    const Time now = clock_.now();
    while (!deadlines_.empty() && deadlines_.front().first <= now) {
        const std::string id = std::move(deadlines_.front().second);
        deadlines_.pop_front();
        auto found = in_flight_.find(id);
        if (found == in_flight_.end()) continue;
        if (!found->second.reported) ++counts_["timed_out"];
        transcript_.add(now, "timeout", [&] { return json{{"envelope_id", id}}; });
        const bool lost_socket = found->second.socket == 0;
        report(found->second, Outcome::timed_out, json());
        found = in_flight_.find(id);
        if (found == in_flight_.end()) continue;
        if (lost_socket && now - found->second.sent < options_.redeliver_within) {
            // Kept for the next connection. It goes behind the others, which are due no later.
            const Time again =
                deadlines_.empty() ? now + options_.acknowledge_within : deadlines_.back().first;
            deadlines_.emplace_back(std::max(again, now + options_.acknowledge_within), id);
            continue;
        }
        InFlight flight = std::move(found->second);
        in_flight_.erase(found);
        if (flight.envelope.type == "events_api") fail_event(std::move(flight.envelope), flight.attempt);
    }
}

std::optional<Time> Gateway::next_due() const {
    std::optional<Time> due;
    const auto consider = [&](Time at) { due = due ? std::min(*due, at) : at; };
    if (!deadlines_.empty()) consider(deadlines_.front().first);
    if (!retries_.empty()) consider(retries_.begin()->first);
    if (!connections_.empty()) consider(next_ping_);
    if (silent_until_) consider(*silent_until_);
    for (const auto& [id, connection] : connections_) {
        if (connection.warn_at) consider(*connection.warn_at);
        if (connection.close_at) consider(*connection.close_at);
    }
    return due;
}

void Gateway::disconnect(const std::string& reason) {
    const int id = pick_socket();
    if (reason == "link_disabled") disabled_ = true;
    if (id == 0) return;
    json frame = {{"type", "disconnect"}, {"reason", reason}, {"debug_info", {{"host", "applink-sandbox"}}}};
    send_on(id, frame.dump(-1, ' ', false, json::error_handler_t::replace));
    Connection& connection = connections_.at(id);
    connection.draining = true;
    connection.close_at = clock_.now() + (reason == "warning" ? options_.warning_grace : Duration{0});
}

void Gateway::cut(bool all) {
    last_cut_ = clock_.now();
    std::vector<std::shared_ptr<net::Socket>> sockets;
    if (all) {
        for (const auto& [id, connection] : connections_) sockets.push_back(connection.socket);
    } else if (const int id = pick_socket(); id != 0) {
        sockets.push_back(connections_.at(id).socket);
    }
    for (auto& socket : sockets) socket->abort();
}

void Gateway::silence(Duration duration) {
    silent_until_ = clock_.now() + duration;
    for (auto& [id, connection] : connections_) {
        connection.silent = true;
        connection.socket->fall_silent();
    }
}

void Gateway::duplicate(int times, bool new_envelope_id) {
    duplicates_ = times;
    duplicate_new_id_ = new_envelope_id;
}

void Gateway::send_raw(const std::string& text) {
    if (const int id = pick_socket(); id != 0) send_on(id, text);
}

void Gateway::restore() {
    duplicates_ = 0;
    disabled_ = false;
    if (silent_until_) silent_until_ = clock_.now();
}

}  // namespace tocsin::sandbox
