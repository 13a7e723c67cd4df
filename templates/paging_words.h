// How pages read: what became of each, what the thread is told of the next ones, and the facts that the card
// shows. Texts for other devices (SMS, voice, mail) are in their own files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/incident.h"
#include "bot/core/on_call.h"
#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

// "phone ringing", "SMS failed: number unreachable", "Slack sent".
std::string state_words(const Page& page);

// The people of the first level that fired, with their means.
std::vector<PageOrder> first_orders(const Paging& paging);

// "<@U1> (primary) and <@U2> (backup) by phone, SMS and Slack"; people with other means apart.
std::string orders_with_means(const std::vector<PageOrder>& orders, const RenderContext& context);

// The thread's line about new pages: "No answer from <@U1> yet. Paging <@U2> (backup) by phone and SMS."
std::string paging_words(const Incident& before, const Event& event, const event::Paged& paged,
                         const RenderContext& context);

// "phone call and SMS to number ending 4821"; empty when nothing else was sent.
std::string also_sent(const std::vector<Means>& means, const Rules& rules, const PersonId& person);

// For the incidents channel, waking who is there: nobody could be paged, or nobody answered to the end.
slack::Message paging_alarm(const Incident& incident, PagingEnd end, const RenderContext& context);
// The same, where the bot itself cannot go on with it until then.
slack::Message paging_stuck(const Incident& incident, Time until, const RenderContext& context);

// What the card shows of an incident's pages; nothing where it pages nobody.
std::optional<PagingFacts> paging_facts(const Incident& incident, const OnCall& on_call, const Rules& rules,
                                        Time now);

// What became of a page, as the ledger of pages says it: "no answer", "not needed any more".
std::string ledger_words(PageState state);

}  // namespace tocsin::templates
