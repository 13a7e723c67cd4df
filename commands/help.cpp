#include <fmt/format.h>

#include <array>

#include "bot/base/text.h"
#include "commands/grammar.h"
#include "commands/registry.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

constexpr std::array<std::string_view, 14> most_used{"declare", "ack",      "update", "escalate", "page",
                                                     "status",  "severity", "lead",   "resolve",  "timeline",
                                                     "note",    "remind",   "list",   "join"};

std::string_view who(const Verb& verb) {
    switch (verb.right) {
        case Right::see:
            return "everybody";
        case Right::declare:
        case Right::take_part:
            return "members";
        case Right::acknowledge:
        case Right::page:
        case Right::finish:
        case Right::change_rota:
            return "responders";
        case Right::drive:
        case Right::write_post_mortem:
            return "participants";
        case Right::stop_reminders:
        case Right::publish_post_mortem:
            return "the lead";
        case Right::publish:
            return "the lead, comms and managers";
        case Right::skip_post_mortem:
            return "the Engineering Lead";
        case Right::administer:
            return "admins";
    }
    return "everybody";
}

answer::VerbHelp help_of(const Verb& verb) {
    const std::vector<std::string> shorts(verb.aliases.begin(), verb.aliases.end());
    return {std::string(verb.name),
            join(shorts, ", "),
            std::string(trim(fmt::format("/incident {} {}", verb.name, verb.usage))),
            std::string(verb.summary),
            std::string(verb.example),
            std::string(who(verb)),
            std::string(verb.details)};
}

// The first words to Tocsin in a direct message are answered by who it is.
bool first_contact(const Request& request, Desk& desk) {
    if (request.via != Via::direct_message) return false;
    const auto key = fmt::format("greeted/{}", request.user.id.str());
    if (desk.tx().note(key)) return false;
    desk.tx().set_note(key, "1");
    return true;
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    auto text = std::string_view(invocation.text);
    const auto word = take_word(text);
    std::vector<answer::VerbHelp> shown;
    if (word.empty()) {
        if (first_contact(invocation.request, desk)) return Say{answer::first_contact(desk.render())};
        for (const auto name : most_used) shown.push_back(help_of(*find_verb(name)));
        return Say{answer::help(shown, desk.render())};
    }
    if (iequals(word, "all")) {
        for (const auto& verb : verbs()) shown.push_back(help_of(verb));
        return Say{answer::help_all(shown)};
    }
    const auto* verb = find_verb(word);
    if (verb == nullptr) verb = nearest_verb(word);
    if (verb == nullptr) {
        return fail(ErrorKind::not_found,
                    fmt::format("There is no command \"{}\". Write /incident help all for the whole list.",
                                cut(word, 40)));
    }
    return Say{answer::help_verb(help_of(*verb))};
}

}  // namespace

Verb help_verb() {
    return {.name = "help",
            .aliases = {"?"},
            .usage = "[verb|all]",
            .summary = "show help",
            .example = "/incident help update",
            .right = Right::see,
            .run = run};
}

}  // namespace tocsin::commands
