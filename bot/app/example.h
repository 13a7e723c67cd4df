// The organisation that lives in the sandbox: five people, one team, the default severities. Made up;
// nobody's numbers.
#pragma once

#include <string_view>

namespace tocsin::app {

std::string_view example_organisation();  // a configuration as YAML

inline constexpr std::string_view slash_command_hint =
    "declare | ack | update | status | resolve | oncall | help";

}  // namespace tocsin::app
