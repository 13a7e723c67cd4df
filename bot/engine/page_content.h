// What a page says on each device, from the incident as it is when the page leaves. Wording is the
// templates'.
#pragma once

#include <string>

#include "bot/channels/channel.h"
#include "bot/engine/storm.h"

namespace tocsin::engine {

std::string link_token();                                              // 12 characters, random
std::string incident_link(Workbench& bench, IncidentNumber incident);  // of its page or thread; may be empty
std::string mail_thread(std::string_view incident);                    // what all mail of INC-42 refers to
std::string page_message_name(int page);  // of the direct message among the incident's messages: "page/3"

// `beside`: pages to the same person that a text names too.
channels::Dispatch page_dispatch(Workbench& bench, const Incident& incident, const Page& page,
                                 const std::string& token, const std::vector<WaitingPage>& beside);

// The direct message of a page: with its buttons while it is wanted, afterwards what became of it.
slack::Message page_direct_message(Workbench& bench, const Incident& incident, const Page& page);

}  // namespace tocsin::engine
