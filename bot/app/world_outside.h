// What is outside of the engine in a simulated world: providers of pages and Slack, that work or fail as they
// are told, and people who answer or sleep. They act through what they hand back; the clock and the process
// are world.h.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/channels/registry.h"
#include "bot/config/scenario.h"
#include "bot/engine/messages.h"

namespace tocsin::app {

struct Later {  // an input that comes after a while
    Duration after{};
    engine::Input input;
    bool to_this_process = false;  // the answer to a call: a new process does not get it
};

struct Trouble {           // of a provider, from and until when on the clock of now
    std::string provider;  // empty: of all
    config::scenario::Conduct does{};
    Time from;
    Time until;
};

struct TakenPage {  // that a provider has
    std::string provider;
    std::string id;
    std::string token;
    IncidentNumber incident;
    int page = 0;
};

class Outside {
  public:
    // `store_is_down` is asked while a request is made: the store fails late in a step, too.
    Outside(const config::Configuration& configuration, bool only_configured,
            std::function<bool()> store_is_down);

    const channels::Registry& registry() const { return registry_; }

    void take(const config::scenario::Provider& provider, Time now);
    void take(const config::scenario::Person& person);

    // Everything that comes of a call or request that leaves now. A page that reaches its person at once is
    // added to `reached`.
    std::vector<Later> carry_out(const engine::Departure& departure, Time now,
                                 std::vector<TakenPage>& reached);
    // When this person acknowledges what reached them by these means; none: never.
    std::optional<Duration> answers(const PersonId& person, Means means) const;

    const std::vector<Trouble>& troubles() const { return troubles_; }
    void clock_stepped(Duration by);
    // How often a request for this page ("INC-3/2/phone") was taken, and how many answers were lost.
    int taken(const std::string& key) const;
    int lost(const std::string& key) const;
    const std::map<std::string, int>& all_taken() const { return taken_; }

  private:
    struct Habit {
        std::optional<Duration> answers_after;
        std::optional<std::vector<Means>> hears;
    };

    std::vector<Later> page(const engine::Departure& departure, const channels::HttpRequest& request,
                            Time now, std::vector<TakenPage>& reached);
    std::vector<Later> call(const engine::Departure& departure, const slack::Call& call, Time now);
    nlohmann::json slack_says(const slack::Call& call);
    config::scenario::Conduct conduct_of(std::string_view provider, Time now) const;

    channels::Registry registry_;
    std::vector<Trouble> troubles_;
    std::map<PersonId, Habit> habits_;
    std::map<std::string, int> taken_, lost_;
    std::map<std::string, nlohmann::json> posts_;  // by channel: what a look for marks finds
    long long messages_ = 0;
    long long pages_ = 0;
};

}  // namespace tocsin::app
