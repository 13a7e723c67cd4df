// Answers who is on call by one schedule (contract.md section 2). The answer at an instant depends on nothing
// but the schedule and the instant. Made once from a schedule and asked often; it never changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/schedule.h"
#include "bot/core/turns.h"

namespace tocsin {

// Why somebody is on call: a layer with its turn, or an override.
struct Reason {
    enum class Kind { layer, override_ };
    Kind kind{};
    std::size_t index = 0;  // of the layer or override in the schedule
    std::int64_t turn = 0;  // of a layer
    Time since;             // the turn's or the override's start
    bool operator==(const Reason&) const = default;
};

struct OnDuty {
    PersonId person;
    std::vector<Reason> because;  // one or more
    bool operator==(const OnDuty&) const = default;
};

struct Shift {
    PersonId person;
    Time start, end;
    std::vector<Reason> because;
    bool operator==(const Shift&) const = default;
};

struct Gap {  // nobody is on call
    Time start, end;
    bool operator==(const Gap&) const = default;
};

struct Coverage {
    std::vector<Shift> shifts;  // by start, then person
    std::vector<Gap> gaps;
};

class Rota {
  public:
    explicit Rota(Schedule schedule);

    const Schedule& schedule() const { return schedule_; }
    const Zone& zone() const { return zone_; }

    std::vector<PersonId> on_call_at(Time at) const;  // sorted, each once
    std::vector<OnDuty> on_duty_at(Time at) const;    // by person

    // The next instant at which somebody else is on call; nothing: never again. Looks on through every
    // layer's rotation seven times over and two years beyond; longer constancy counts as never.
    std::optional<Time> until(Time at) const;

    // The shifts and gaps of [from, to), cut at its ends. A shift ends where its reason does: one turn, one
    // shift.
    Coverage coverage(Time from, Time to) const;

    // Shifts of which something lies in [from, to), each from its beginning to its end, for calendars. One
    // that began more than 40 days before begins with its turn.
    std::vector<Shift> whole_shifts(Time from, Time to) const;

    // "layer weekly, turn 2", "override".
    std::string words(const Reason& reason) const;

  private:
    struct PlacedLayer {
        std::size_t index;
        Turns turns;
        Time start, end;
        bool turns_alike;  // the same people every time
    };
    struct LayerAnswer {
        const std::vector<PersonId>* people = nullptr;  // of the turn; nobody: nullptr
        Turn turn;
    };

    const Layer& layer_of(const PlacedLayer& placed) const { return schedule_.layers[placed.index]; }
    enum class Edges { of_people, of_turns };  // of_turns: also where a turn follows one of the same people

    LayerAnswer answer(const PlacedLayer& placed, Time at) const;
    Time next_edge(const PlacedLayer& placed, Time at, Edges edges) const;
    Time next_edge(Time at, Edges edges) const;  // may turn out to change nobody
    Time last_single_instant() const;
    Duration longest_cycle() const;

    Schedule schedule_;
    Zone zone_;
    std::vector<PlacedLayer> layers_;  // highest priority first
};

}  // namespace tocsin
