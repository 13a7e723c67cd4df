// When paging itself is in trouble. The alarm of an incident that nobody can be paged for any more is posted
// in Slack; where Slack does not carry it (the channel is archived, the bot was removed, Slack is away) the
// admins are told by text and by phone, once for each alarm. They are told as well, and in Slack too, when no
// provider takes a page for a minute, once for each incident. Drills tell them nothing, nor do mails
// that come late.
#pragma once

#include <string>

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// Somebody has to take paging over: in the incidents channel, or where only those of a private one read it.
void raise_alarm(Workbench& bench, const Incident& incident, slack::Message message,
                 const std::string& reason);

// Slack refuses the message of this name; nothing follows where it is no alarm.
void alarm_refused(Workbench& bench, IncidentNumber incident, const std::string& name);

// No provider takes this page for now.
void watch_page(Workbench& bench, const Incident& incident, const Page& page);

// By now it should have been posted, or taken.
void fire_alarm_timer(Workbench& bench, const storage::Timer& timer);

}  // namespace tocsin::engine
