// What people do in Slack turned into envelopes, and what the app's acknowledgment then does on their screen:
// commands, presses, forms, shortcuts, type-ahead, and the events of the Events API.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "bot/sandbox/block_validator.h"
#include "bot/sandbox/elements.h"
#include "bot/sandbox/gateway.h"
#include "bot/sandbox/workspace.h"

namespace tocsin::sandbox {

struct Toast {
    std::uint64_t id = 0;
    std::string text;
};

// Where a press happened: a message (channel, ts), an ephemeral message or a view.
struct Place {
    std::string channel;
    std::string ts;
    std::string ephemeral;
    std::string view;
};

using Did = std::expected<std::string, std::string>;  // the envelope's ID, or an error

class Interactions {
  public:
    Interactions(Workspace& workspace, Gateway& gateway, const Clock& clock, const RefusedTypes& refused)
        : workspace_(workspace), gateway_(gateway), clock_(clock), refused_(refused) {}

    json commands = json::array();   // of the manifest: name, hint, should_escape, verbs
    json shortcuts = json::array();  // callback_id, name, type
    std::string base_url;            // of response URLs

    Did slash(const std::string& user, const std::string& channel, const std::string& typed);
    Did press(const std::string& user, const Place& place, const std::string& block_id,
              const std::string& action_id, const json& value, const json& typed);
    Did submit(const std::string& user, const std::string& view_id, const json& typed);
    Did close(const std::string& user, const std::string& view_id);
    Did shortcut(const std::string& user, const std::string& callback_id);
    Did message_shortcut(const std::string& user, const std::string& callback_id, const std::string& channel,
                         const std::string& ts);
    using OnOptions = std::function<void(std::expected<json, std::string>)>;
    void suggest(const std::string& user, const Place& place, const std::string& block_id,
                 const std::string& action_id, const std::string& typed, OnOptions on_options);
    void open_home(const std::string& user);

    void send_events();  // what happened in the workspace, to the app
    // A POST to a response URL: nothing, or the error's name.
    std::optional<std::string> respond(const std::string& token, const json& body);

    std::map<std::string, Toast> toasts;  // by person

  private:
    struct Target {
        const json* blocks = nullptr;
        json container;
        json extras = json::object();  // message and channel, or view
        std::string view;
    };
    std::optional<Target> target_of(const std::string& user, const Place& place, const json& typed);
    json common(const std::string& user, std::string_view type) const;
    std::string trigger(const std::string& user, const std::string& view = "");
    std::string response_url(ResponseLink link);
    std::string interactive(json payload, bool accepts_response, OnOutcome on_outcome);
    void warn(const std::string& user, std::string text);
    void failed(const std::string& user, const std::string& what, Outcome outcome);
    void answer_command(const std::string& user, const std::string& channel, const std::string& typed,
                        const json& payload);
    void answer_submission(const std::string& user, const std::string& view_id, const json& payload);
    std::string action_ts() const;
    std::optional<std::string> say(const ResponseLink& link, const json& body);

    Workspace& workspace_;
    Gateway& gateway_;
    const Clock& clock_;
    const RefusedTypes& refused_;
    OfferedOptions offered_;
};

}  // namespace tocsin::sandbox
