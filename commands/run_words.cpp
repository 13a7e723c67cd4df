#include "commands/run_words.h"

#include "commands/grammar.h"
#include "commands/registry.h"
#include "commands/say.h"
#include "commands/target.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {

Answer answer_of(Expected<Answer> result) {
    return result ? *std::move(result) : say_error(result.error());
}

Answer run_words(const Verb& verb, const Request& request, std::string_view text, Manner manner, Desk& desk) {
    Invocation invocation{request, std::nullopt, "", manner.confirmed, manner.asks};
    const auto turned = verb.target_is_second ? target_first(text) : std::string();
    if (!turned.empty()) text = turned;
    if (verb.works != Verb::Works::alone) {
        auto found = find_incident(verb, request, text, desk);
        if (!found) return std::move(found.error());
        invocation.incident = *std::move(found);
    }
    invocation.text = text;
    return answer_of(invoke(verb, std::move(invocation), desk));
}

Answer resume(const Waiting& waiting, const Request& request, Manner manner, Desk& desk) {
    const auto* verb = find_verb(waiting.verb);
    if (verb == nullptr) return say("That command is not known any more. Nothing was changed.");
    if (waiting.incident == IncidentNumber{}) return run_words(*verb, request, waiting.text, manner, desk);
    auto incident = readable_incident(waiting.incident, request, desk);
    if (!incident) return unknown_incident("that incident", request, desk);
    return answer_of(invoke(
        *verb, {request, std::move(incident), waiting.text, manner.confirmed, manner.asks, waiting.asked_at},
        desk));
}

}  // namespace tocsin::commands
