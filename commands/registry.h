// Every verb of `/incident`, in the order of the help. Adding a verb is one line here and one file beside it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "commands/verb.h"

namespace tocsin::commands {

std::span<const Verb> verbs();
const Verb* find_verb(std::string_view word);     // by name or short form, any case; nullptr: unknown
const Verb* nearest_verb(std::string_view word);  // one or two letters off; nullptr: nothing is near
const Verb* verb_of_form(std::string_view callback_id);

}  // namespace tocsin::commands
