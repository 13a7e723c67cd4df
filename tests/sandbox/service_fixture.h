// A stand-in without a network and one connected socket: people act on one side, the test plays the app on
// the other.
#pragma once

#include <doctest/doctest.h>

#include "bot/sandbox/slack_service.h"
#include "tests/sandbox/fake_socket.h"

namespace tocsin::sandbox {

struct ServiceFixture {
    ManualClock clock{time_from_unix(1'737'469'920)};
    ManualClock network{time_from_unix(1'737'469'920)};
    SlackService slack;
    std::shared_ptr<FakeSocket> socket = std::make_shared<FakeSocket>();

    static constexpr const char* incidents = "C0INCIDENTS";
    static constexpr const char* dana = "U000DANA";

    ServiceFixture() : slack(clock, network, options()) {
        slack.set_base_url("http://127.0.0.1:1");
        slack.set_websocket_url("ws://127.0.0.1:1");
        socket->events = slack.gateway().connect(socket, false);
    }

    ServiceOptions options() {
        ServiceOptions options;
        options.commands = json::array();
        options.commands.push_back({{"name", "/incident"}, {"should_escape", true}});
        options.groups = {{"S0ONCALL", "oncall", "On call", {"U000DANA"}}};
        options.advance = [this](Duration by, const std::function<void()>& moved) {
            clock.advance(by);
            moved();
        };
        options.next_event = []() -> std::optional<NextEvent> {
            return NextEvent{time_from_unix(1'737'470'000), "Update reminder of INC-42"};
        };
        return options;
    }

    // A call of the bot; the whole answer.
    json call(const std::string& method, const json& arguments) {
        return json::parse(answer(method, arguments).response.body);
    }
    WebApiAnswer answer(const std::string& method, const json& arguments,
                        const std::string& token = "xoxb-sandbox") {
        net::HttpRequest request;
        request.method = "POST";
        request.headers = {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}};
        request.body = arguments.dump();
        WebApiAnswer answered = slack.web_api().answer(method, request, "http://127.0.0.1:1");
        slack.interactions().send_events();
        return answered;
    }
    std::string post(const std::string& text, const json& more = json::object()) {
        json arguments = {{"channel", incidents}, {"text", text}};
        arguments.update(more);
        const json done = call("chat.postMessage", arguments);
        REQUIRE_MESSAGE(done["ok"] == true, done.dump());
        return done["ts"].get<std::string>();
    }
    // A person's act; its answer.
    json act(json act) {
        if (!act.contains("as")) act["as"] = dana;
        json answer;
        slack.act(act, [&](json done) { answer = std::move(done); });
        return answer;
    }
    // The newest envelope and its payload; acknowledged with what is given.
    json envelope() const { return socket->last(); }
    json payload() const { return socket->last()["payload"]; }
    void acknowledge(const json& with = json()) {
        json frame = {{"envelope_id", socket->last()["envelope_id"]}};
        if (!with.is_null()) frame["payload"] = with;
        socket->say(frame.dump());
    }
    json channel(const std::string& person = dana, const std::string& id = incidents) {
        const json state = slack.state(person);
        for (const auto& each : state["channels"]) {
            if (each["id"] == id) return each;
        }
        return nullptr;
    }
};

}  // namespace tocsin::sandbox
