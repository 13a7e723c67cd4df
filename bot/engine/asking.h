// Asking providers what became of pages, and for replies: where nothing can call in it is the only way in,
// and elsewhere it finds what a lost callback would have said. What is told is a report like any other
// (reports.h).
#pragma once

#include "bot/engine/calls.h"

namespace tocsin::engine {

// The provider took the page under this ID: it is asked from time to time until nothing can change any more.
void ask_later(Workbench& bench, const storage::PageRef& page, const channels::Channel& channel,
               const std::string& id);

// Replies to what this channel of texts has just sent are looked for, where they do not come by themselves.
void listen_for_replies(Workbench& bench, const channels::Channel& channel, Duration at_least);

// The timers "ask/42/3" and "replies/twilio" are due.
void fire_asking(Workbench& bench, const storage::Timer& timer);

Prepared prepare_ask(Workbench& bench, const outgoing::AskPage& wish);
Prepared prepare_ask(Workbench& bench, const outgoing::AskReplies& wish);
void take_told(Workbench& bench, const outgoing::AskPage& wish, const channels::Answer& answer);
void take_told(Workbench& bench, const outgoing::AskReplies& wish, const channels::Answer& answer);

}  // namespace tocsin::engine
