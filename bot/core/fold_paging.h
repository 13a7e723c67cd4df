// How the facts about paging change an incident; the part of apply() in incident.h that they are.
#pragma once

#include "bot/core/incident.h"

namespace tocsin {

void fold(Incident& incident, const Event& event, const event::Planned& planned);
void fold(Incident& incident, const Event& event, const event::Paged& paged);
void fold(Incident& incident, const Event& event, const event::PagingWaited& waited);
void fold(Incident& incident, const Event& event, const event::PagingEnded& ended);
void fold(Incident& incident, const Event& event, const event::Escalated& escalated);
void fold(Incident& incident, const Event& event, const event::PassedOn& passed);
void fold(Incident& incident, const Event& event, const event::PageMoved& moved);

// Nobody's acknowledgment holds any more: an acknowledgment to come goes back to the state of now.
void page_anew(Incident& incident);
// The plan begins again, with its first level due at `due`.
void restart_plan(Paging& paging, std::optional<Time> due);
// Pages that have not left are not wanted any more.
void withdraw_pages(Paging& paging, Time at);
// Nothing of it is due any more.
void stop_paging(Paging& paging);

}  // namespace tocsin
