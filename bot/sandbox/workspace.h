// The state of the stand-in's workspace and the rules of its channels and messages. Pure: no sockets, no
// clock of its own (every change is told the time). Forms are in views.h, the Web API's methods in api_*.cpp.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/sandbox/files.h"
#include "bot/sandbox/ids.h"
#include "bot/sandbox/links.h"
#include "bot/sandbox/model.h"
#include "bot/sandbox/views.h"

namespace tocsin::sandbox {

struct Identity {
    std::string team = "T0SANDBOX";
    std::string team_name = "Sandbox";
    std::string team_domain = "sandbox";
    std::string app = "A0TOCSIN";
    std::string bot = "B0TOCSIN";
    std::string bot_user = "U0TOCSIN";
};

// Slack's name of an error, or the value.
template <class T>
using OrSlackError = std::expected<T, std::string>;

class Workspace {
  public:
    Workspace();  // Tocsin, Dana, Lee, Sam, Kim and Guest in #incidents and #general

    Identity identity;
    std::map<std::string, Person> people;
    std::map<std::string, Channel> channels;
    std::vector<Group> groups;
    Views views;
    Triggers triggers;
    ResponseLinks response_links;
    Files files;
    Ids ids;
    std::size_t max_messages = 10'000;  // kept per channel; the oldest is forgotten
    bool public_write = false;          // chat:write.public

    Channel* find_channel(const std::string& id_or_name);
    const Channel* find_channel(const std::string& id_or_name) const;
    Channel& direct_with(const std::string& person);  // Tocsin's conversation with them; made when missing
    Channel& add_channel(std::string id, std::string name, bool is_private, std::set<std::string> members,
                         Time now);

    // Stores it under a new ts (greater than every other one of the channel) and announces it.
    Message& post(Channel& channel, Message message, Time now);
    void edit(Channel& channel, Message& message, std::string text, std::optional<json> blocks, Time now);
    void erase(Channel& channel, std::string ts, Time now);
    Ephemeral& show_ephemeral(Channel& channel, Ephemeral message, Time now);
    bool drop_ephemeral(const std::string& id);  // false: gone already
    bool react(Channel& channel, Message& message, const std::string& person, const std::string& name,
               bool add, Time now);  // false: nothing to do
    void add_member(Channel& channel, const std::string& person, const std::string& inviter, Time now);
    void remove_member(Channel& channel, const std::string& person, Time now);
    // Makes the user group where there is none; its handle is its ID in small letters.
    void set_group(const std::string& id, std::vector<std::string> members, Time now);
    void system_message(Channel& channel, const std::string& person, std::string subtype, std::string text,
                        Time now);

    // Events for apps (the inner `event` objects) since the last call, oldest first.
    std::vector<json> take_events();
    void announce(json event) {
        if (listening) events_.push_back(std::move(event));
    }
    bool listening = true;  // false: nobody wants events; used while playing load

    std::uint64_t revision = 0;  // grows with every visible change

    std::string next_ts(Channel& channel, Time now);

  private:
    void forget_oldest(Channel& channel);

    std::vector<json> events_;
};

// What a person typed, as Slack stores it: entities, and @name, @group and #channel as references; `labels`
// as in a command's text: <@U123|name>.
std::string escape_typed(const Workspace& workspace, std::string_view typed, bool labels);

}  // namespace tocsin::sandbox
