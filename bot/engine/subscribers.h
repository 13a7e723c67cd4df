// Subscribers of the status page by e-mail: asked for, confirmed and ended by the pages of links, and a mail
// for each public entry, through the outbox. Whether an address is subscribed is told to that address alone;
// outbox and log know subscribers by number.
#pragma once

#include "bot/engine/calls.h"

namespace tocsin::engine {

channels::HttpAnswer take_subscription(Workbench& bench, const SubscriptionCame& came);

// Everybody who has confirmed gets this entry, a few at a time.
void mail_subscribers(Workbench& bench, const PublicNotice& notice, int entry);
void fire_mailing_timer(Workbench& bench, const storage::Timer& timer);

Prepared prepare_subscriber_mail(Workbench& bench, const storage::OutboxRow& row,
                                 const outgoing::MailSubscriber& wish);
// How long to wait before it is tried again; nothing: it is done.
std::optional<Duration> take_subscriber_answer(Workbench& bench, const storage::OutboxRow& row,
                                               const outgoing::MailSubscriber& wish,
                                               const channels::Answer& answer);

// Who did not confirm within a day, and links of old mails.
void forget_old_subscribers(storage::Tx& tx);

}  // namespace tocsin::engine
