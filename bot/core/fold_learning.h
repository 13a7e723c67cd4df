// How the facts about action items and the post-mortem change an incident; the part of apply() in incident.h
// that they are.
#pragma once

#include "bot/core/incident.h"

namespace tocsin {

void fold(Incident& incident, const Event& event, const event::ActionAdded& added);
void fold(Incident& incident, const Event& event, const event::ActionChanged& changed);
void fold(Incident& incident, const Event& event, const event::ActionDone& done);
void fold(Incident& incident, const Event& event, const event::ActionUndone& undone);
void fold(Incident& incident, const Event& event, const event::ActionDueTold& told);
void fold(Incident& incident, const Event& event, const event::ActionTicketOpened& opened);
void fold(Incident& incident, const Event& event, const event::ActionTicketRefused& refused);
void fold(Incident& incident, const Event& event, const event::PostMortemShown& shown);
void fold(Incident& incident, const Event& event, const event::PostMortemClaimed& claimed);
void fold(Incident& incident, const Event& event, const event::PostMortemWritten& written);
void fold(Incident& incident, const Event& event, const event::PostMortemReminded& reminded);
void fold(Incident& incident, const Event& event, const event::PostMortemPutOff& put_off);
void fold(Incident& incident, const Event& event, const event::PostMortemHelpAsked& asked);
void fold(Incident& incident, const Event& event, const event::PostMortemPublished& published);
void fold(Incident& incident, const Event& event, const event::PostMortemSkipped& skipped);
void fold(Incident& incident, const Event& event, const event::PostMortemCopied& copied);
void fold(Incident& incident, const Event& event, const event::PostMortemCopyRefused& refused);
void fold(Incident& incident, const Event& event, const event::TimesCorrected& corrected);

// What was written stays; whoever resolves it again owes the rest anew.
void begin_post_mortem_anew(PostMortem& post_mortem);

}  // namespace tocsin
