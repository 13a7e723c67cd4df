// What may be done about the pages of an incident (contract.md section 3); one overload for each command.
// decide() in decide.h is the door.
#pragma once

#include "bot/core/decide.h"

namespace tocsin {

using PagingDecision = Expected<std::vector<EventBody>>;

PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::Acknowledge&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::ChangeSeverity&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::FireLevel&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::PageAgain&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::Escalate&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::GiveBack&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::Reassign&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::PassOn&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::PageSomeone&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::PageInstead&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::PageBesides&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::MovePage&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by, const command::NoteTicket&,
                             Time now);
PagingDecision decide_paging(const Incident&, const Facts&, const Actor& by,
                             const command::NoteTicketTrouble&, Time now);

}  // namespace tocsin
