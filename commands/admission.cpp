#include "commands/admission.h"

#include <fmt/format.h>

#include <set>

#include "bot/base/text.h"

namespace tocsin::commands {
namespace {

constexpr std::size_t most_named = 5;

// ": Dana, Lee"; empty when nobody of them is known by name yet.
std::string some_names(Desk& desk) {
    std::set<UserId> some;
    for (const auto& group : desk.rules().may_declare_sev1) {
        for (const auto& member : desk.groups().members(group)) {
            if (some.size() < most_named) some.insert(member);
        }
    }
    std::vector<std::string> names;
    for (const auto& member : some) {
        const auto known = desk.user(member);
        if (known.name != member.str() && !known.deactivated) names.push_back(known.name);
    }
    return names.empty() ? "" : ": " + join(names, ", ");
}

}  // namespace

Expected<bool> admission(Severity to, const Request& request, std::string_view unchanged, Desk& desk) {
    switch (admission_to(to, request.user.id, desk.rules(), desk.groups(), desk.now())) {
        case Admission::yes:
            return false;
        case Admission::unchecked:
            return true;
        case Admission::no:
            break;
    }
    return fail(
        ErrorKind::forbidden,
        fmt::format("Only members of certain user groups can make an incident SEV 1 or SEV 2, and you "
                    "are in none of them. Choose SEV 3, or ask one of their members{}. {}",
                    some_names(desk), unchanged));
}

Expected<Incident> note_unchecked(const Incident& incident, const Request& request, Desk& desk) {
    const auto text = fmt::format("Slack did not say whether {} may make an incident {}, so it was allowed.",
                                  request.user.name, label_of(incident.severity));
    return desk.act(incident, {Actor{}, request.via, command::AddNote{std::nullopt, text}});
}

}  // namespace tocsin::commands
