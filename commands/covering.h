// Covers, swaps and take-overs as people ask for them, however they do: typed, by the form, by a button of a
// shift. Decisions are bot/core/rota_change.h's.
#pragma once

#include <string>

#include "bot/core/shift_plan.h"
#include "commands/desk.h"
#include "commands/verb.h"
#include "templates/forms.h"

namespace tocsin::commands {

// The form, with what is known filled in; what is missing comes from the shift that the person has now or
// next.
Answer open_cover_form(const Request& request, templates::CoverForm form, Desk& desk);

// Asks `to` to take the span over: from whoever asks where it is theirs, else from everybody (for managers).
Expected<RotaChange> ask_to_cover(const Request& request, const Actor& to, const ScheduleId& schedule,
                                  Time start, Time end, std::string reason, Desk& desk);

// Asks whoever is asked first when somebody cannot take their shift (cover_candidates); answers whom. Empty:
// there is nobody.
Expected<std::vector<PersonId>> ask_everybody_to_cover(const Request& request, const ScheduleId& schedule,
                                                       const DutyShift& shift, Desk& desk);

// The shift of this person that runs now, else the next one within two months; nothing: none.
std::optional<Shift> shift_of(const PersonId& person, const ScheduleId& schedule, Time from, Desk& desk);

}  // namespace tocsin::commands
