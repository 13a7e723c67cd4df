// What must be true of the engine whatever happens to it, looked at whenever something has happened in a
// simulated world (docs/simulate.md names the rules I1 to I10). It only looks: making things happen is
// world.h.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/app/world_outside.h"
#include "bot/core/rules.h"
#include "storage/store.h"

namespace tocsin::app {

struct Interruption {  // of the process or its store, on the clock of now
    Time from;
    Time until;
};

class Invariants {
  public:
    Invariants(const Rules& rules, const Outside& outside, std::vector<std::string> secrets)
        : rules_(rules), outside_(outside), secrets_(std::move(secrets)) {}

    void interrupted(const Interruption& by) { interruptions_.push_back(by); }
    void clock_stepped(Time before, Duration by);
    void crashed() { ++crashes_, leases_.clear(); }  // a new process knows of no lease
    void declared() { ++declared_; }                 // and stored
    void answered(const engine::Answered& answer, const std::vector<Alert>& alerts);
    // `page`: that which it is, if it is one.
    void leaves(storage::Tx& tx, const engine::Departure& departure, Time now,
                const std::optional<TakenPage>& page);
    void comes_back(const engine::SendFinished& result);
    void goes_in_circles() { violated("I6: what is due is not done, however often the engine is asked"); }
    void goes_out(std::string_view text);
    void look(storage::Tx& tx, const std::vector<Incident>& rows);  // all of the store
    void look_at_the_end(storage::Tx& tx);

    // The first violations, a sentence each; empty: everything held.
    const std::vector<std::string>& violations() const { return violations_; }

  private:
    struct Lease {
        std::string token;
        Time until;
    };
    struct Followed {  // by its events so far
        Incident incident;
        int declared_with = 0;          // pages of a SEV 1 that left with its declaration
        int answered_before = 0;        // pages that it had when it was acknowledged last
        std::optional<Time> truly_due;  // its next level, by a clock that has not stepped
    };

    void violated(std::string sentence);
    void follow(storage::Tx& tx, const Incident& row);
    void keep_due(Followed& followed) const;
    void check_due(const Followed& followed, const Event& event);
    void check_first_page(const Followed& followed, const Page& page, Time sent);
    void check_timers(storage::Tx& tx, const std::vector<Incident>& rows);
    void check_repeats();
    bool one_worked(const Page& page, Time until) const;

    const Rules& rules_;
    const Outside& outside_;
    std::vector<std::string> secrets_;
    std::vector<Interruption> interruptions_;
    std::vector<Time> steps_;  // of the clock, by the time before and after each
    Duration ahead_{};         // the clock is, by its steps
    std::map<IncidentNumber, Followed> known_;
    std::map<OutboxId, Lease> leases_;
    std::vector<std::pair<std::string, std::string>> accepted_alerts_;  // source and key
    std::map<std::pair<IncidentNumber, int>, std::string> sent_;  // pages, and what the provider calls them
    int crashes_ = 0;
    int declared_ = 0;
    std::vector<std::string> violations_;
};

}  // namespace tocsin::app
