// A socket that remembers what was sent, for tests of the gateway without a network.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/net/socket.h"

namespace tocsin::sandbox {

class FakeSocket final : public net::Socket {
  public:
    void send(std::string text) override {
        if (is_open && !silent) sent.push_back(std::move(text));
    }
    void send_fragmented(std::string text, std::size_t) override { send(std::move(text)); }
    void ping(std::string_view) override { ++pings; }
    void close(std::uint16_t code, std::string_view) override { end(code); }
    void abort() override { end(1006); }
    void fall_silent() override { silent = true; }
    bool open() const override { return is_open; }
    std::size_t queued_bytes() const override { return 0; }

    void say(const std::string& text) { events.on_text(text); }
    void acknowledge(const std::string& envelope_id) { say(R"({"envelope_id":")" + envelope_id + R"("})"); }
    nlohmann::json last() const { return nlohmann::json::parse(sent.back()); }
    void end(std::uint16_t code) {
        if (!is_open) return;
        is_open = false;
        closed_with = code;
        events.on_closed(code, "");
    }

    net::SocketEvents events;
    std::vector<std::string> sent;
    int pings = 0;
    std::uint16_t closed_with = 0;
    bool is_open = true;
    bool silent = false;
};

}  // namespace tocsin::sandbox
