#include "bot/sandbox/gateway.h"

#include <doctest/doctest.h>

#include "tests/sandbox/fake_socket.h"

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

struct Fixture {
    ManualClock clock{time_from_unix(1'737'469'920)};
    Ids ids;
    Transcript transcript;
    Gateway gateway{clock, ids, transcript, {}};

    std::shared_ptr<FakeSocket> connect(bool debug_reconnects = false) {
        auto socket = std::make_shared<FakeSocket>();
        socket->events = gateway.connect(socket, debug_reconnects);
        return socket;
    }
    void pass(Duration duration) {
        clock.advance(duration);
        gateway.tick();
    }
    Envelope command(OnOutcome on_outcome = {}) {
        return {"slash_commands", json{{"command", "/incident"}}, true, std::move(on_outcome)};
    }
    Envelope event() { return {"events_api", json{{"event_id", "Ev1"}}, false, {}}; }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a ticket is good once and for half a minute") {
    const std::string ticket = gateway.issue_ticket();
    CHECK(gateway.redeem_ticket(ticket));
    CHECK_FALSE(gateway.redeem_ticket(ticket));
    CHECK_FALSE(gateway.redeem_ticket("made up"));
    const std::string old = gateway.issue_ticket();
    clock.advance(31s);
    CHECK_FALSE(gateway.redeem_ticket(old));
}

TEST_CASE_FIXTURE(Fixture, "hello comes first and counts every connection") {
    auto first = connect();
    auto second = connect();
    CHECK(first->last()["type"] == "hello");
    CHECK(first->last()["num_connections"] == 1);
    CHECK(second->last()["num_connections"] == 2);
    CHECK(second->last()["connection_info"]["app_id"] == "A0TOCSIN");
}

TEST_CASE_FIXTURE(Fixture, "every envelope goes to exactly one socket, in turn") {
    auto first = connect();
    auto second = connect();
    for (int i = 0; i < 4; ++i) gateway.deliver(command());
    CHECK(first->sent.size() == 3);
    CHECK(second->sent.size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "an acknowledgment in time is told once, a late one is ignored and counted") {
    auto socket = connect();
    std::vector<Outcome> outcomes;
    auto note = [&](Outcome outcome, const json&) { outcomes.push_back(outcome); };
    const auto in_time = gateway.deliver(command(note));
    socket->acknowledge(in_time);
    CHECK(outcomes == std::vector{Outcome::acknowledged});
    const auto too_late = gateway.deliver(command(note));
    pass(3s);
    CHECK(outcomes.back() == Outcome::timed_out);
    socket->acknowledge(too_late);
    CHECK(outcomes.size() == 2);
    CHECK(gateway.counters()["late"] == 1);
}

TEST_CASE_FIXTURE(Fixture, "a payload counts only where the envelope accepts one") {
    auto socket = connect();
    json got;
    auto note = [&](Outcome, const json& payload) { got = payload; };
    auto answer = [&](const std::string& id) {
        socket->say(json{{"envelope_id", id}, {"payload", {{"text", "done"}}}}.dump());
    };
    answer(gateway.deliver(command(note)));
    CHECK(got["text"] == "done");
    answer(gateway.deliver({"interactive", json::object(), false, note}));
    CHECK(got.is_null());
    CHECK(gateway.counters()["unwanted_payload"] == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "an event without acknowledgment comes again at once, after a minute, after five") {
    auto socket = connect();
    gateway.deliver(event());
    std::vector<int> attempts = {socket->last()["retry_attempt"].get<int>()};
    auto wait_and_note = [&](Duration duration) {
        const auto before = socket->sent.size();
        pass(duration);
        if (socket->sent.size() > before) attempts.push_back(socket->last()["retry_attempt"].get<int>());
    };
    wait_and_note(3s);
    CHECK(socket->last()["retry_reason"] == "timeout");
    wait_and_note(3s);
    wait_and_note(60s);
    wait_and_note(3s);
    wait_and_note(300s);
    wait_and_note(3s);
    wait_and_note(1h);
    CHECK(attempts == std::vector{0, 1, 2, 3});
    CHECK(gateway.counters()["given_up"] == 1);
}

TEST_CASE_FIXTURE(Fixture, "without a connection a command fails at once and an event waits for its retry") {
    Outcome outcome{};
    gateway.deliver(command([&](Outcome o, const json&) { outcome = o; }));
    CHECK(outcome == Outcome::unreachable);
    gateway.deliver(event());
    pass(1s);
    auto socket = connect();
    pass(60s);
    CHECK(socket->last()["type"] == "events_api");
    CHECK(socket->last()["retry_attempt"] == 2);
}

TEST_CASE_FIXTURE(Fixture, "what was in flight on a lost socket comes again on the next one") {
    auto first = connect();
    int outcomes = 0;
    const auto id = gateway.deliver(command([&](Outcome, const json&) { ++outcomes; }));
    first->end(1006);
    auto second = connect();
    REQUIRE(second->sent.size() == 2);
    CHECK(second->last()["envelope_id"] == id);
    second->acknowledge(id);
    CHECK(outcomes == 1);
}

TEST_CASE_FIXTURE(Fixture, "a message of the client beyond 20,480 bytes ends the connection") {
    auto socket = connect();
    socket->say(std::string(20'480, ' '));
    CHECK(socket->is_open);
    socket->say(std::string(20'481, ' '));
    CHECK(socket->closed_with == 1009);
}

TEST_CASE_FIXTURE(Fixture, "the eleventh connection is sent away") {
    std::vector<std::shared_ptr<FakeSocket>> sockets;
    for (int i = 0; i < 11; ++i) sockets.push_back(connect());
    CHECK(sockets[9]->last()["type"] == "hello");
    CHECK(sockets[10]->last()["reason"] == "too_many_websockets");
    gateway.tick();
    CHECK_FALSE(sockets[10]->is_open);
    CHECK(gateway.connections() == 10);
}

TEST_CASE_FIXTURE(Fixture, "a warning leaves ten seconds, and new envelopes go elsewhere") {
    auto first = connect();
    gateway.disconnect("warning");
    CHECK(first->last()["reason"] == "warning");
    pass(9s);
    CHECK(first->is_open);
    auto second = connect();
    gateway.deliver(command());
    CHECK(second->last()["type"] == "slash_commands");
    pass(1s);
    CHECK_FALSE(first->is_open);
}

TEST_CASE_FIXTURE(Fixture,
                  "a switched-off link ends the connection and says so to whoever asks for another") {
    auto socket = connect();
    gateway.disconnect("link_disabled");
    gateway.tick();
    CHECK_FALSE(socket->is_open);
    CHECK(gateway.disabled());
    gateway.restore();
    CHECK_FALSE(gateway.disabled());
}

TEST_CASE_FIXTURE(Fixture, "silence keeps the connection and says nothing until it is over") {
    auto socket = connect();
    gateway.silence(30s);
    gateway.deliver(command());
    CHECK(socket->sent.size() == 1);
    auto second = connect();
    CHECK(second->sent.empty());
    pass(29s);
    CHECK(socket->is_open);
    pass(1s);
    CHECK_FALSE(socket->is_open);
    CHECK(connect()->last()["type"] == "hello");
}

TEST_CASE_FIXTURE(Fixture, "a duplicate has the same envelope ID, or another when asked for") {
    auto socket = connect();
    gateway.duplicate(1, false);
    gateway.deliver(command());
    REQUIRE(socket->sent.size() == 3);
    CHECK(socket->sent[1] == socket->sent[2]);
    gateway.duplicate(1, true);
    gateway.deliver(command());
    REQUIRE(socket->sent.size() == 5);
    CHECK(json::parse(socket->sent[3])["envelope_id"] != json::parse(socket->sent[4])["envelope_id"]);
    CHECK(json::parse(socket->sent[3])["payload"] == json::parse(socket->sent[4])["payload"]);
}

TEST_CASE_FIXTURE(Fixture, "pings come every few seconds") {
    auto socket = connect();
    CHECK(gateway.next_due().has_value());
    pass(5s);
    pass(5s);
    CHECK(socket->pings == 2);
}

TEST_CASE_FIXTURE(Fixture, "a connection for debugging reconnects is short and says so") {
    auto socket = connect(true);
    CHECK(socket->last()["debug_info"]["approximate_connection_time"] == 360);
    pass(350s);
    CHECK(socket->last()["reason"] == "warning");
    pass(10s);
    CHECK_FALSE(socket->is_open);
}

TEST_CASE_FIXTURE(Fixture, "what is no acknowledgment is counted and harms nobody") {
    auto socket = connect();
    for (const char* text :
         {"", "{", "[]", "null", R"({"envelope_id":7})", R"({"envelope_id":"x","payload":[]})"}) {
        socket->say(text);
    }
    CHECK(socket->is_open);
    CHECK(gateway.counters()["malformed"] == 5);
}
