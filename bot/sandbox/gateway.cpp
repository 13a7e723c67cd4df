#include "bot/sandbox/gateway.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/sandbox/json_access.h"

namespace tocsin::sandbox {

std::string Gateway::issue_ticket() {
    static constexpr std::size_t max_tickets = 1000;
    if (tickets_.size() >= max_tickets) tickets_.clear();
    return tickets_.emplace(random_token(16), clock_.now()).first->first;
}

bool Gateway::redeem_ticket(const std::string& ticket) {
    auto found = tickets_.find(ticket);
    if (found == tickets_.end()) return false;
    const bool fresh = clock_.now() - found->second <= options_.ticket_life;
    tickets_.erase(found);
    return fresh;
}

net::SocketEvents Gateway::connect(std::shared_ptr<net::Socket> socket, bool debug_reconnects) {
    const int id = ++last_id_;
    const Time now = clock_.now();
    Connection& connection = connections_[id];
    connection.socket = std::move(socket);
    if (debug_reconnects) connection.warn_at = now + 350s;
    if (connections_.size() == 1) next_ping_ = now + options_.ping_every;
    transcript_.add(now, "connect", [&] { return json{{"socket", id}}; });
    if (connections_.size() > max_sockets) {
        send_on(id, R"({"type":"disconnect","reason":"too_many_websockets"})");
        connection.draining = true;
        connection.close_at = now;
    } else if (silent_until_) {
        connection.silent = true;
        connection.socket->fall_silent();
    } else {
        const json hello = {{"type", "hello"},
                            {"num_connections", connections()},
                            {"debug_info",
                             {{"host", "applink-sandbox"},
                              {"build_number", 1},
                              {"approximate_connection_time", debug_reconnects ? 360 : 18060}}},
                            {"connection_info", {{"app_id", options_.app}}}};
        send_on(id, hello.dump());
        last_hello_ = now;
        redeliver(id);
    }
    net::SocketEvents events;
    events.on_text = [this, id](std::string_view text) { received(id, text); };
    events.on_closed = [this, id](std::uint16_t code, std::string_view) { closed(id, code); };
    return events;
}

void Gateway::received(int id, std::string_view text) {
    auto connection = connections_.find(id);
    if (connection == connections_.end()) return;
    if (text.size() > max_client_message) {
        ++counts_["oversized"];
        transcript_.add(clock_.now(), "oversized",
                        [&] { return json{{"socket", id}, {"bytes", text.size()}}; });
        if (options_.close_oversized) {
            connection->second.draining = true;
            connection->second.socket->close(1009, "Max frame length of 20480 has been exceeded.");
        }
        return;
    }
    // The commonest acknowledgment has no payload: no need to build a document for it.
    static constexpr std::string_view prefix = R"({"envelope_id":")";
    static constexpr std::string_view suffix = R"("})";
    if (text.starts_with(prefix) && text.ends_with(suffix)) {
        auto envelope_id = text.substr(prefix.size(), text.size() - prefix.size() - suffix.size());
        if (!envelope_id.contains('"')) return acknowledged(std::string(envelope_id), json(), id);
    }
    const json message = json::parse(text, nullptr, false);
    const std::string envelope_id = string_member(message, "envelope_id");
    if (envelope_id.empty()) {
        ++counts_["malformed"];
        transcript_.add(clock_.now(), "malformed",
                        [&] { return json{{"socket", id}, {"bytes", text.size()}}; });
        return;
    }
    acknowledged(envelope_id, member(message, "payload"), id);
}

void Gateway::acknowledged(const std::string& envelope_id, const json& payload, int socket) {
    auto found = in_flight_.find(envelope_id);
    const Time now = clock_.now();
    if (found == in_flight_.end()) {
        ++counts_["late"];
        transcript_.add(now, "late", [&] { return json{{"envelope_id", envelope_id}, {"socket", socket}}; });
        return;
    }
    InFlight flight = std::move(found->second);
    in_flight_.erase(found);
    ++counts_["acknowledged"];
    transcript_.add(now, "ack", [&] {
        return json{{"envelope_id", envelope_id},
                    {"socket", socket},
                    {"payload", payload},
                    {"after_ms", static_cast<double>((now - flight.sent).count()) / 1000}};
    });
    const bool empty = payload.is_null() || (payload.is_object() && payload.empty());
    if (!empty && !flight.envelope.accepts_response) {
        ++counts_["unwanted_payload"];
        return report(flight, Outcome::acknowledged, json());
    }
    report(flight, Outcome::acknowledged, payload);
}

void Gateway::report(InFlight& flight, Outcome outcome, const json& payload) {
    if (flight.reported) return;
    flight.reported = true;
    if (flight.envelope.on_outcome) flight.envelope.on_outcome(outcome, payload);
}

void Gateway::closed(int id, std::uint16_t code) {
    if (connections_.erase(id) == 0) return;
    transcript_.add(clock_.now(), "closed", [&] { return json{{"socket", id}, {"code", code}}; });
    std::vector<InFlight> events;
    for (auto flight = in_flight_.begin(); flight != in_flight_.end();) {
        if (flight->second.socket != id) {
            ++flight;
        } else if (flight->second.envelope.type == "events_api") {
            events.push_back(std::move(flight->second));
            flight = in_flight_.erase(flight);
        } else {
            flight->second.socket = 0;
            ++flight;
        }
    }
    for (auto& flight : events) fail_event(std::move(flight.envelope), flight.attempt);
}

void Gateway::redeliver(int id) {
    for (auto& [envelope_id, flight] : in_flight_) {
        if (flight.socket != 0) continue;
        ++counts_["redelivered"];
        flight.socket = id;
        send_on(id, flight.frame);
    }
}

std::string Gateway::deliver(Envelope envelope) {
    const int copies = duplicates_ > 0 ? 2 : 1;
    if (duplicates_ > 0) --duplicates_;
    Envelope again{envelope.type, envelope.payload, envelope.accepts_response, {}};
    const std::string id = send(std::move(envelope), 0);
    if (copies == 2) {
        ++counts_["duplicated"];
        if (duplicate_new_id_) {
            send(std::move(again), 0);
        } else if (const int socket = pick_socket(); socket != 0) {
            send_on(socket, frame_of(id, again, 0));
        }
    }
    return id;
}

std::string Gateway::frame_of(const std::string& id, const Envelope& envelope, int attempt) const {
    json frame = json::object();
    frame["envelope_id"] = id;
    frame["type"] = envelope.type;
    frame["accepts_response_payload"] = envelope.accepts_response;
    frame["payload"] = envelope.payload;
    if (envelope.type == "events_api") {
        frame["retry_attempt"] = attempt;
        frame["retry_reason"] = attempt == 0 ? "" : "timeout";
    }
    return frame.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string Gateway::send(Envelope envelope, int attempt) {
    const std::string id = ids_.uuid();
    const int socket = pick_socket();
    if (socket == 0) {
        ++counts_["unreachable"];
        if (envelope.type == "events_api") {
            fail_event(std::move(envelope), attempt);
        } else if (envelope.on_outcome) {
            envelope.on_outcome(Outcome::unreachable, json());
        }
        return id;
    }
    InFlight flight;
    flight.frame = frame_of(id, envelope, attempt);
    flight.envelope = std::move(envelope);
    flight.attempt = attempt;
    flight.socket = socket;
    flight.sent = clock_.now();
    const InFlight& kept = in_flight_.emplace(id, std::move(flight)).first->second;
    deadlines_.emplace_back(kept.sent + options_.acknowledge_within, id);
    ++counts_["sent"];
    transcript_.add(kept.sent, "envelope", [&] {
        return json{{"envelope_id", id},
                    {"socket", socket},
                    {"type", kept.envelope.type},
                    {"retry_attempt", attempt},
                    {"payload", kept.envelope.payload}};
    });
    send_on(socket, kept.frame);
    return id;
}

bool Gateway::deliver_frame(const std::string& envelope_id, std::string frame, OnOutcome on_outcome) {
    const int socket = pick_socket();
    if (socket == 0) {
        ++counts_["unreachable"];
        return false;
    }
    InFlight flight;
    flight.envelope.type = "slash_commands";
    flight.envelope.accepts_response = true;
    flight.envelope.on_outcome = std::move(on_outcome);
    flight.frame = std::move(frame);
    flight.socket = socket;
    flight.sent = clock_.now();
    const InFlight& kept = in_flight_.emplace(envelope_id, std::move(flight)).first->second;
    deadlines_.emplace_back(kept.sent + options_.acknowledge_within, envelope_id);
    ++counts_["sent"];
    send_on(socket, kept.frame);
    return true;
}

void Gateway::send_on(int id, const std::string& frame) {
    connections_.at(id).socket->send(frame);
}

int Gateway::pick_socket() {
    for (const bool draining_too : {false, true}) {
        int first = 0;
        for (const auto& [id, connection] : connections_) {
            if (connection.draining != draining_too || !connection.socket->open()) continue;
            if (first == 0) first = id;
            if (id > last_used_) return last_used_ = id;
        }
        if (first != 0) return last_used_ = first;
    }
    return 0;
}

void Gateway::fail_event(Envelope envelope, int attempt) {
    if (attempt >= static_cast<int>(options_.retry_after.size()) || retries_.size() >= max_waiting_events) {
        ++counts_["given_up"];
        return;
    }
    const Time due = clock_.now() + options_.retry_after[static_cast<std::size_t>(attempt)];
    retries_.emplace(due, Retry{std::move(envelope), attempt + 1});
}

std::size_t Gateway::connections() const {
    std::size_t count = 0;
    for (const auto& [id, connection] : connections_) count += connection.socket->open() ? 1u : 0u;
    return count;
}

json Gateway::counters() const {
    json object = counts_;
    object["connections"] = connections();
    object["in_flight"] = in_flight_.size();
    object["last_hello_us"] = last_hello_.time_since_epoch().count();
    object["last_cut_us"] = last_cut_.time_since_epoch().count();
    return object;
}

}  // namespace tocsin::sandbox
