// A house in which an incident is over and something is learned from it.
#pragma once

#include <string>

#include "tests/engine/house.h"

namespace tocsin::engine::testing {

struct Learning : House {
    explicit Learning(Settings settings = with_two_schedules(example_settings()))
        : House(std::move(settings)) {}

    void incident_over(const std::string& cause = "Database connection pool exhausted.") {
        types(dana, "declare sev1 API Down -- all requests fail");
        types(dana, "ack");
        clock.advance(28min);
        types(dana, "resolve INC-1");
        submit(dana, {{"res.cause", {{"cause", {{"value", cause}}}}},
                      {"res.mitigation", {{"mitigation", {{"value", "Restarted."}}}}}});
        REQUIRE(incident(1).state == tocsin::State::resolved);
        pass(5s);
    }
    // As Slack does: what was not touched is sent with what it began with.
    json submit(const std::string& who, const json& typed) {
        settle();
        const auto open = slack.workspace().views.stack_of(who);
        REQUIRE_FALSE(open.empty());
        json values = json::object();
        for (const auto& block : open.back()->body["blocks"]) {
            if (block.value("type", "") != "input" || !block["element"].contains("initial_value")) continue;
            const auto& element = block["element"];
            values[block["block_id"].get<std::string>()] = {
                {element["action_id"].get<std::string>(), {{"value", element["initial_value"]}}}};
        }
        values.update(typed);
        return acts({{"as", who}, {"do", "submit"}, {"view_id", open.back()->id}, {"values", values}});
    }
    std::string form_of(const std::string& who) {
        settle();
        const auto open = slack.workspace().views.stack_of(who);
        return open.empty() ? "" : open.back()->body.dump();
    }
    std::string last_words() { return thread(card(1).ts).back().text; }
    sandbox::Message post_mortem() {
        std::optional<storage::PostedMessage> place;
        within([&](storage::Tx& tx) { place = tx.message(IncidentNumber{1}, "post_mortem"); });
        REQUIRE(place);
        return channel(place->channel.str())->messages.at(place->ts.str());
    }
    std::string last_direct(const std::string& who) {
        const auto messages = direct(who);
        return messages.empty() ? "" : everything(messages.back());
    }
    static json text(std::string words) { return {{"text", {{"value", std::move(words)}}}}; }
};

}  // namespace tocsin::engine::testing
