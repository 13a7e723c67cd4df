// The organisation that lives in the sandbox: five people, one team, the default severities. Made up;
// nobody's numbers.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/time.h"

namespace tocsin::app {

// A configuration as YAML. Dana is on call, whenever it is made, and Lee from the next Monday on.
std::string example_organisation(Time now);

inline constexpr std::string_view slash_command_hint =
    "declare | ack | update | status | resolve | oncall | help";

}  // namespace tocsin::app
