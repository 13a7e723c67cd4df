// A command that waits for an answer: which incident, did you mean, are you sure, a form that was closed.
// It is kept as a draft of the store; the button carries the draft's name only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commands/desk.h"

namespace tocsin::commands {

struct Waiting {
    std::string verb;
    std::string text;         // what follows the verb; normalised
    IncidentNumber incident;  // none: still to be found
    std::string typed;        // the whole line, for "declare this"; may be empty
    int asked_at = 0;         // the incident's revision that the question was about; 0: of any
    bool operator==(const Waiting&) const = default;
};

std::string write_waiting(const Waiting& waiting);                         // content of a draft
std::optional<Waiting> read_waiting(std::string_view content);             // nullopt: not ours
std::string keep(const Waiting& waiting, const UserId& user, Desk& desk);  // name of the draft
// The content of the draft that a button's value names, once and only for the person it belongs to.
std::optional<std::string> take_kept(std::string_view value, const UserId& user, Desk& desk);

}  // namespace tocsin::commands
