// What the lead of an open incident last wrote in its war room: kept until the next update, so that one press
// can make it that. One message for each incident; nothing else of the talk is kept here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/incident.h"
#include "storage/store.h"

namespace tocsin::commands {

struct LeadWords {
    UserId user;
    MessageTs ts;
    std::string text;  // as typed
    bool operator==(const LeadWords&) const = default;
};

// Those that are news: of whoever leads now, written after the last update.
std::optional<LeadWords> lead_words(const Incident& incident, storage::Tx& tx);

// `text` as Slack sent it; no words at all (a picture) forgets what was kept.
void keep_lead_words(IncidentNumber incident, const UserId& user, const MessageTs& ts, std::string_view text,
                     storage::Tx& tx);
// The message has other words now, or none: it was deleted. Nothing happens when another one is kept.
void change_lead_words(IncidentNumber incident, const MessageTs& ts, std::string_view text, storage::Tx& tx);
void forget_lead_words(IncidentNumber incident, storage::Tx& tx);

}  // namespace tocsin::commands
