// Texts and mails that are no pages: answers to replies, "someone has it", "it is over". They go through the
// providers in turn, and are given up soon, for nobody waits for them.
#pragma once

#include "bot/engine/calls.h"

namespace tocsin::engine {

// Nothing where nobody carries texts, or the person has no number or wants none there.
void send_text(Workbench& bench, const PersonId& person, std::string text, const std::string& incident);

// What an event means for people's phones: whoever was paged by text or mail learns there that somebody has
// it or that it is over, and a lead who lets an update wait for long is reminded.
void text_people(Workbench& bench, const Event& event, const Incident& incident);

Prepared prepare_text(Workbench& bench, const storage::OutboxRow& row, const outgoing::SendText& wish);
// How long to wait before it is tried again; nothing: it is done.
std::optional<Duration> take_text_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::SendText& wish, const channels::Answer& answer);

Prepared prepare_mail(Workbench& bench, const storage::OutboxRow& row, const outgoing::SendMail& wish);
std::optional<Duration> take_mail_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::SendMail& wish, const channels::Answer& answer);

}  // namespace tocsin::engine
