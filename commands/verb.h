// One verb: its words, its help, its rights and what it does. Every verb is one file that defines one of
// these; the list of all is in registry.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/desk.h"

namespace tocsin::commands {

struct Invocation {
    const Request& request;
    std::optional<Incident> incident;  // set when the verb works on one
    std::string text;                  // after verb and target; keeps its case, lines and punctuation
    bool confirmed = false;            // the question was answered with yes
};

struct Submission {
    const Request& request;
    const slack::ViewInfo& view;
    std::optional<Incident> incident;  // of the form's key

    // What was entered; empty: nothing. `all` for checkboxes.
    std::string value(std::string_view block, std::string_view action) const;
    std::vector<std::string> all(std::string_view block, std::string_view action) const;
};

struct Verb {
    enum class Works { alone, on_open_incident, on_any_incident };

    std::string_view name;                  // "update"
    std::vector<std::string_view> aliases;  // "u"
    std::string_view usage;                 // "[INC] text"
    std::string_view summary;               // "Post a progress update"
    std::string_view example;               // "/incident update Root cause identified: pool exhausted."
    std::string_view details;               // further sentences for `help update`; may be empty
    Right right = Right::see;
    Works works = Works::alone;
    bool number_is_argument = false;  // a bare number is not a target: `severity 2`
    Expected<Answer> (*run)(const Invocation&, Desk&) = nullptr;
    std::string_view form;  // callback_id of its form; empty: none
    Expected<Answer> (*submit)(const Submission&, Desk&) = nullptr;
};

// Runs a verb on an incident the way a press does: the person joins first where that is all it takes.
Expected<Answer> invoke(const Verb& verb, Invocation invocation, Desk& desk);

}  // namespace tocsin::commands
