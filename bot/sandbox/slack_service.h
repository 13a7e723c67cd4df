// The whole stand-in without sockets and HTTP routing: workspace, Web API, gateway, phones, people's acts,
// and the clock's hooks. The server in slack_server.h puts it on the network.
#pragma once

#include <functional>
#include <memory>

#include "bot/sandbox/gateway.h"
#include "bot/sandbox/interactions.h"
#include "bot/sandbox/page_state.h"
#include "bot/sandbox/phones.h"
#include "bot/sandbox/web_api.h"

namespace tocsin::sandbox {

struct ServiceOptions {
    Tokens tokens;
    GatewayOptions gateway;
    std::vector<Person> people;  // added to, or in place of, Dana, Lee, Sam, Kim and Guest
    std::vector<Group> groups;
    std::vector<PhoneOwner> phones;
    json commands = json::array();   // [{"name", "hint", "should_escape", "verbs": […]}]
    json shortcuts = json::array();  // [{"callback_id", "name", "type": "global" | "message"}]
    bool keep_transcript = true;
    std::size_t max_messages = 10'000;  // for each channel
    // Moves the clock; every event on the way happens at its own time. Calls `moved` on the I/O thread when
    // that is done: meanwhile the stand-in goes on serving. Empty: the clock cannot be moved.
    std::function<void(Duration by, std::function<void()> moved)> advance{};
    std::function<std::optional<NextEvent>()> next_event{};
    std::function<void()> on_reset{};  // the bot's half of the act `reset`
};

class SlackService {
  public:
    // `clock` is the sandbox's, `network` the one that sockets and acknowledgments live by.
    SlackService(const Clock& clock, const Clock& network, ServiceOptions options);

    using OnDone = std::function<void(json)>;
    void act(const json& act, OnDone on_done);  // docs/sandbox.md, Acts
    void narrate(std::string sentence);         // shown on top of everybody's page; empty: nothing
    json state(const std::string& person);      // empty: the first person; null: nobody of that name

    Workspace& workspace() { return *workspace_; }
    Gateway& gateway() { return *gateway_; }
    Interactions& interactions() { return *interactions_; }
    WebApi& web_api() { return *web_api_; }
    Phones& phones() { return phones_; }
    Transcript& transcript() { return transcript_; }
    void set_base_url(const std::string& url) { interactions_->base_url = url; }
    void set_websocket_url(std::string url) { websocket_url_ = std::move(url); }
    Time now() const { return clock_.now(); }

  private:
    void build();
    json do_now(const std::string& person, const std::string& what, const json& act);
    json speak(const std::string& person, const std::string& what, const json& act);
    void move_clock(const std::string& what, const json& act, OnDone on_done);
    json play_trouble(const json& act);
    json reset();

    const Clock& clock_;
    const Clock& network_;
    ServiceOptions options_;
    std::string websocket_url_;
    std::string narration_;
    Transcript transcript_;
    Phones phones_;
    Ids ids_;
    std::unique_ptr<Workspace> workspace_;
    std::unique_ptr<Gateway> gateway_;
    std::unique_ptr<WebApi> web_api_;
    std::unique_ptr<Interactions> interactions_;
};

}  // namespace tocsin::sandbox
