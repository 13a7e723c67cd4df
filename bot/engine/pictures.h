// The picture of a report on its way into Slack: a place for it is asked for, its bytes are handed over, and
// it is named complete; then the message that shows it leaves. Each step is kept, so that a restart goes on
// where it was. A picture that does not get through is given up and the report goes without.
#pragma once

#include "bot/engine/calls.h"
#include "templates/report_words.h"

namespace tocsin::engine {

inline constexpr std::string_view picture_step = "picture";  // the purpose of a row on that way

// The next step; none: the message itself is next.
std::optional<Ready> next_picture_step(Workbench& bench, const storage::OutboxRow& row,
                                       const templates::ReportFacts& facts);
std::string picture_of(Workbench& bench, OutboxId row);  // the file in Slack; empty: there is none

void picture_step_taken(Workbench& bench, OutboxId row, const nlohmann::json& body);
bool picture_handed_over(Workbench& bench, OutboxId row, const channels::Answer& answer);
void picture_step_failed(Workbench& bench, OutboxId row);  // it is tried again some times
void give_up_picture(Workbench& bench, OutboxId row);
// Slack refused the message with the picture in it: it may not be ready yet. How long to wait before the next
// try; none: it had no picture.
std::optional<Duration> picture_refused(Workbench& bench, OutboxId row);
void forget_picture(Workbench& bench, OutboxId row);  // the report is out

}  // namespace tocsin::engine
