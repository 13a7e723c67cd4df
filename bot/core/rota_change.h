// Changes of who is on call, made while Tocsin runs: one person takes a span over from another, perhaps in
// exchange for another span. Values and decisions; storing them and telling people is not here. A change is
// never deleted: one that was taken back acts until then.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/error.h"
#include "bot/core/on_call.h"

namespace tocsin {

using RotaChangeId = NumberId<struct RotaChangeTag>;

struct Cover {
    ScheduleId schedule;
    PersonId from;  // nobody: whoever is on call then
    PersonId to;
    Time start, end;
    bool operator==(const Cover&) const = default;
};

struct MadeOverride {
    ScheduleId schedule;
    Override what;
    bool operator==(const MadeOverride&) const = default;
};

struct RotaChange {
    enum class State {
        asked,   // nothing has changed yet
        agreed,  // its overrides act, also when they are over
        declined,
        unanswered,  // nobody answered in time
        withdrawn,   // by whoever asked
    };
    RotaChangeId id;
    std::vector<Cover> covers;            // one; of a swap two
    std::vector<MadeOverride> overrides;  // as agreed
    Actor by;                             // who asked for it
    Actor of;                             // who is to agree; nobody: it needed no answer
    std::string reason;                   // as typed; may be empty
    Time asked;
    State state = State::asked;
    Time settled;  // answered, unanswered or withdrawn
    Actor settled_by;
    std::optional<Time> ended;  // taken back after it was agreed
    Actor ended_by;
    bool operator==(const RotaChange&) const = default;
};
std::string_view key_of(RotaChange::State state);
std::optional<RotaChange::State> parse_rota_change_state(std::string_view key);

// What people may ask of the rota, by interactions.md sections 4.3, 10.3 and 13. Errors are refusals in
// words: nothing was changed.
struct RotaFacts {
    const OnCall& on_call;
    const Rules& rules;
    Time now;
};

// `wanted` has covers, by, of and reason. Whoever asks gives away only what is theirs, unless they manage.
Expected<RotaChange> ask_for(RotaChange wanted, const RotaFacts& facts);
// Takes effect: the overrides are worked out against the rota as it is now.
Expected<RotaChange> agree(RotaChange change, const Actor& by, const RotaFacts& facts);
Expected<RotaChange> decline(RotaChange change, const Actor& by, Time now);
Expected<RotaChange> lapse(RotaChange change, Time now);  // nobody answered
// Withdraws what is asked, ends what was agreed; by those whom it concerns or a manager.
Expected<RotaChange> take_back(RotaChange change, const Actor& by, const RotaFacts& facts);

inline constexpr Duration answer_within = 2h;  // of the person who is asked
Time answer_due(const RotaChange& change);

// Who is asked first when somebody cannot take their shift: the default team's backup then, and its manager.
std::vector<PersonId> cover_candidates(const ScheduleId& schedule, const PersonId& person, Time at,
                                       const RotaFacts& facts);

// What acts of these, in the order in which they were agreed.
std::map<ScheduleId, std::vector<Override>> overrides_of(std::vector<RotaChange> changes);

}  // namespace tocsin
