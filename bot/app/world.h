// The engine on a virtual clock in a world that is played from a scenario: a store that fails, a process that
// dies, providers, people. Everything that happens is in the scenario, so the same one gives the same night.
// Who makes scenarios up from seeds is random_nights.h; what is read from the outcome is the caller's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bot/app/invariants.h"
#include "bot/app/world_outside.h"
#include "bot/config/configuration.h"
#include "bot/config/scenario.h"
#include "bot/engine/engine.h"
#include "storage/store.h"

namespace tocsin::app {

struct WorldOptions {
    bool checks = false;  // I1 to I10 at every instant
    bool ends_when_quiet =
        false;  // as soon as every incident is answered or given up, and nothing is to come
    bool only_configured = false;  // providers carry what paging.order says, not every means
};

class World {
  public:
    // `configuration` and `scenario` must outlive it. Error: an alert of the scenario that cannot be read.
    static Expected<std::unique_ptr<World>> make(const config::Configuration& configuration,
                                                 const config::Scenario& scenario, WorldOptions options = {});

    void run();

    // Of the store as it is; for whoever reads the outcome.
    void within(const std::function<void(storage::Tx&)>& work);
    const std::vector<std::string>& violations() const { return invariants_.violations(); }
    storage::Verification verify() { return store_->verify(); }

  private:
    // Stands until it is set, and is where the store notices that the disk is full: at every second look.
    class StoreClock final : public Clock {
      public:
        explicit StoreClock(Time start) : now_(start) {}
        Time now() const override;
        std::optional<ClockReading> read() const override {
            return ClockReading{now_, world_.time_since_epoch(), "simulated"};
        }
        void set(Time now, Time world) { now_ = now, world_ = world; }

        bool fails = false;

      private:
        Time now_;
        Time world_ = now_;
        mutable bool failed_ = false;  // the last time
    };

    struct Reaction {  // of the outside
        engine::Input input;
        std::optional<int> process;  // that alone gets it
    };
    struct Answer {  // of a person, if it is still asked for
        PersonId person;
        IncidentNumber incident;
        std::optional<TakenPage> page;  // none: a press in Slack
    };
    using Coming = std::variant<Reaction, Answer>;

    World(const config::Configuration& configuration, const config::Scenario& scenario, WorldOptions options);

    bool is_up() const { return engine_ != nullptr; }
    Time clock_now() const { return clock_.now(); }
    void go_to(Time at);
    std::optional<Time> next_instant() const;
    bool is_over();
    void start_process();
    void die(Duration length);
    void happen(const config::ScenarioEvent& event);
    std::optional<engine::Input> input_of(const config::ScenarioEvent& event);
    void jump(Duration by);
    void hand_in(engine::Input input, std::optional<int> process = {});
    void step(std::vector<engine::Input> inputs);
    // One transaction; nothing: the store failed, and the inputs are kept.
    std::optional<std::vector<engine::Output>> transact(std::vector<engine::Input>& inputs);
    void carry_out(const std::vector<engine::Output>& outputs, std::vector<engine::Input>& answers);
    void take_departure(const engine::Departure& departure, std::vector<engine::Input>& answers);
    void look();
    void hear_slack(storage::Tx& tx, const std::vector<Incident>& rows);
    void plan_answer(const Answer& answer, Means means);
    void answer(const Answer& answer);

    const config::Configuration& configuration_;
    const config::Scenario& scenario_;
    const WorldOptions options_;
    StoreClock clock_;
    Time now_;          // of the world; the clock may differ
    Duration ahead_{};  // the clock is, of the world
    Outside outside_;
    engine::Settings settings_;
    Invariants invariants_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<engine::Engine> engine_;  // none: the process is down
    int process_ = 0;
    std::optional<Time> up_at_;
    std::optional<Time> retry_at_;  // the store failed
    std::optional<Time> store_fails_until_;
    std::optional<config::scenario::Crash> crash_;  // at the next step that sends something
    std::vector<engine::Input> kept_;               // of a step that failed, or that came while down
    std::span<const config::ScenarioEvent> to_come_;
    std::multimap<Time, Coming> reactions_;
    std::map<std::uint64_t, std::vector<Alert>> asked_;  // by request: alerts that wait for their answer
    std::set<std::pair<PersonId, IncidentNumber>> will_answer_;
    std::map<IncidentNumber, int> heard_;  // events of which Slack's pages were looked for
    std::uint64_t last_request_ = 0;
    bool is_stuck_ = false;
    bool is_stale_ = true;  // something happened that nobody has looked at
};

}  // namespace tocsin::app
