#include "bot/base/text.h"
#include "commands/arguments.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

constexpr std::size_t longest_role = 40;

Expected<Answer> give(const Request& request, const Incident& incident, std::string_view role,
                      const Actor& to, Desk& desk) {
    const auto name = to_lower(trim(role));
    if (utf16_length(name) > longest_role) {
        return fail(ErrorKind::invalid,
                    "A role is a word or two, at most 40 characters. Nothing was changed.");
    }
    return act_quietly(request, incident, command::GiveRole{name, to}, desk);
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    const auto text = std::string_view(invocation.text);
    if (text.empty()) {
        return open_form(request, templates::role_form(incident, key_of(incident), desk.render()),
                         {"role", "", incident.number, ""}, desk);
    }
    // Roles are free words: the person is the last one.
    const auto blank = text.find_last_of(" \t\n");
    if (blank == std::string_view::npos) {
        return fail(ErrorKind::invalid,
                    "A role needs a name and a person: /incident role comms @kim. Nothing was changed.");
    }
    const auto to = person_named(text.substr(blank + 1), request, desk);
    if (!to) return std::unexpected(to.error());
    return give(request, incident, text.substr(0, blank), *to, desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const auto role = submission.value(field::role_name);
    if (role.empty()) return FieldErrors{{{std::string(field::role_name.block), "Please name the role."}}};
    const UserId user{submission.value(field::role_to)};
    if (user.empty()) return FieldErrors{{{std::string(field::role_to.block), "Please choose a person."}}};
    const auto to = person_with(user, desk);
    if (!to) return std::unexpected(to.error());
    return give(submission.request, *submission.incident, role, *to, desk);
}

}  // namespace

Verb role_verb() {
    return {.name = "role",
            .usage = "[INC] role @user|me",
            .summary = "name who does what",
            .example = "/incident role comms @kim",
            .details = "Roles are free words; comms and scribe are the usual ones.",
            .right = Right::drive,
            .works = Verb::Works::on_open_incident,
            .run = run,
            .form = slack::form::role,
            .submit = submit,
            .error_field = field::role_name};
}

}  // namespace tocsin::commands
