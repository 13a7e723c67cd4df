// A verb with the words after it: finds the incident, checks rights, runs. Typed lines and commands that
// waited for an answer come together here.
#pragma once

#include "commands/verb.h"

namespace tocsin::commands {

struct Waiting;

struct Manner {
    bool confirmed = false;
    bool asks = false;  // before the person joins
};
// `text` is normalised.
Answer run_words(const Verb& verb, const Request& request, std::string_view text, Manner manner, Desk& desk);
Answer resume(const Waiting& waiting, const Request& request, Manner manner, Desk& desk);
Answer answer_of(Expected<Answer> result);  // errors in words

}  // namespace tocsin::commands
