// Pages on their way: from the wish to a request of a provider or a direct message, and from the answer to
// the next try, the next provider or the next means. Who is paged when is the core's decision.
#pragma once

#include "bot/engine/calls.h"

namespace tocsin::engine {

// Puts a new page into its lane, with a token that callbacks and links carry; later, where its person wants
// that (own_rules.h).
void send_page(Workbench& bench, const Incident& incident, const Page& page);

// What its row of the outbox says. `token`: that callbacks and links carry.
outgoing::DeliverPage delivery_of(const Incident& incident, const Page& page, std::string token = {});

// Into its lane, whatever its person wants of when.
void put_out(Workbench& bench, const Incident& incident, const Page& page);

// What still rings is ended, and direct messages say what became of the incident. `of`: whose; nobody:
// everybody's.
void stop_pages(Workbench& bench, const Incident& incident, const Actor& of);

Prepared prepare_page(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverPage& wish);
Prepared prepare_end(Workbench& bench, const outgoing::EndPage& wish);

// A provider's answer to a row under way. Answers how long to wait before it is tried again; nothing: it is
// done.
std::optional<Duration> take_provider_answer(Workbench& bench, const UnderWay& under_way,
                                             const channels::Answer& answer);

// Slack took the direct message, or refuses it for good.
void page_posted(Workbench& bench, const outgoing::DeliverPage& wish, const storage::PostedMessage& posted);
void page_refused(Workbench& bench, const outgoing::DeliverPage& wish, const std::string& reason);
// Whoever makes it or takes its answer dies or fails: the next provider is tried, then the next means.
void page_put_away(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverPage& wish,
                   const std::string& reason);

// A provider that took the page could not deliver it after all: the next one is tried, then the next means.
void page_failed(Workbench& bench, const Incident& incident, const Page& page, const std::string& reason);
bool has_another_provider(Workbench& bench, const Incident& incident, const Page& page);

}  // namespace tocsin::engine
