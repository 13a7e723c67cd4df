// Silences as people ask for them, in Slack and through the API: made from a line, ended, confirmed. What
// they cover is bot/core/silence.h.
#pragma once

#include <string_view>
#include <vector>

#include "commands/desk.h"

namespace tocsin::commands {

// "label=value … [from T] for 2h because reason". Errors: no label, no end within a week, no reason.
Expected<Silence> start_silence(std::string_view text, const Actor& by, std::string_view zone, Desk& desk);
// `which`: its number; empty: the only one. Errors: none such, it is over, the same person again.
Expected<Silence> end_silence(std::string_view which, Desk& desk);
Expected<Silence> confirm_silence(std::string_view which, const Actor& by, Desk& desk);

}  // namespace tocsin::commands
