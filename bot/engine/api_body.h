// What stands in the body of an API request, read into what the core and the commands understand. Whatever
// its Content-Type says, it is a JSON object; members that nobody knows are left alone.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "bot/core/decide.h"
#include "commands/declaration.h"

namespace tocsin::engine {

// An empty body is an empty object. Errors name what is wrong.
Expected<nlohmann::json> body_in(std::string_view text);
// Trimmed, without what could deceive; empty when absent.
Expected<std::string> text_in(const nlohmann::json& body, std::string_view name);

struct ReadDeclaration {
    commands::Declaration declaration;
    std::string remark;  // what was made of a severity that cannot be read; empty: nothing to say
};
// {"title","severity","description","service","started","drill","private","nopage"}. A severity that is
// missing or cannot be read is SEV 2: in doubt people are paged (reliability.md F60).
Expected<ReadDeclaration> declaration_in(const nlohmann::json& body, const Rules& rules, Time now);

// Of the verbs that change an incident: "ack", "update", "status", "severity", "escalate", "resolve",
// "reopen", "cancel", "note".
Expected<CommandBody> command_in(std::string_view verb, const nlohmann::json& body);

}  // namespace tocsin::engine
