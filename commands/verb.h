// One verb: its words, its help, its rights and what it does. Every verb is one file that defines one of
// these; the list of all is in registry.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/slack/identifiers.h"
#include "commands/desk.h"

namespace tocsin::commands {

struct Invocation {
    const Request& request;
    std::optional<Incident> incident;  // set when the verb works on one
    std::string text;                  // after verb and target; keeps its case, lines and punctuation
    bool confirmed = false;            // the question was answered with yes
    bool asks = false;                 // typed: whoever is no participant yet is asked before joining
    int asked_at = 0;                  // confirmed: the incident's revision that the question was about
};

struct Submission {
    const Request& request;
    const slack::ViewInfo& view;
    std::optional<Incident> incident;  // of the form's key

    // What was entered, trimmed; empty: nothing. `all` for checkboxes.
    std::string value(const slack::Field& field) const;
    std::vector<std::string> all(const slack::Field& field) const;
};

struct Verb {
    enum class Works { alone, on_open_incident, on_ended_incident, on_any_incident };

    std::string_view name{};                  // "update"
    std::vector<std::string_view> aliases{};  // "u"
    std::string_view usage{};                 // "[INC] text"
    std::string_view summary{};               // "post a progress update"
    std::string_view example{};               // "/incident update Root cause identified: pool exhausted."
    std::string_view details{};               // further sentences for `help update`; may be empty
    Right right = Right::see;
    Works works = Works::alone;
    bool number_is_argument = false;  // a bare number is not a target: `severity 2`
    bool keeps_words = false;         // the text is kept as typed: "this" with more words is no target
    bool target_is_second = false;    // `page @lee INC-42 …`
    std::string_view
        without_incident{};  // the verb that does it where there is none; empty: there is no such
    Expected<Answer> (*run)(const Invocation&, Desk&) = nullptr;
    std::string_view form{};  // callback_id of its form; empty: none
    Expected<Answer> (*submit)(const Submission&, Desk&) = nullptr;
    slack::Field error_field{};  // of the form: carries the errors that belong to no single field
};

// Runs a verb if the person may: asks first where that is needed, joins first where that is all it takes.
Expected<Answer> invoke(const Verb& verb, Invocation invocation, Desk& desk);
// The incident with the person taking part, as far as the verb's rights go; the error is what to tell them.
std::expected<Incident, Answer> admitted(const Verb& verb, const Request& request, Incident incident,
                                         Desk& desk);
// As invoke, for the verb's form.
Expected<Answer> invoke_submit(const Verb& verb, Submission submission, Desk& desk);

}  // namespace tocsin::commands
