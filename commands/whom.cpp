#include "commands/whom.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "commands/arguments.h"
#include "commands/grammar.h"

namespace tocsin::commands {
namespace {

using Kind = tocsin::Target::Kind;

constexpr std::string_view group_mention = "<!subteam^";

// "<!subteam^S1|@sre>" gives S1.
std::string group_in(std::string_view word) {
    if (!word.starts_with(group_mention)) return {};
    word.remove_prefix(group_mention.size());
    return std::string(word.substr(0, word.find_first_of("|>")));
}

Expected<tocsin::Target> group_named(const std::string& group, Desk& desk) {
    if (!desk.groups().members(UserGroupId(group)).empty()) return tocsin::Target{Kind::group, group};
    return fail(ErrorKind::not_found,
                "I don't know who is in that group: only groups that the configuration names are read. Name "
                "a person or a schedule; nobody was paged.");
}

}  // namespace

Expected<tocsin::Target> target_of(const UserId& user, Desk& desk) {
    if (const auto* person = desk.rules().person_of(user))
        return tocsin::Target{Kind::person, person->id.str()};
    const auto stranger = person_with(user, desk);
    if (!stranger) return std::unexpected(stranger.error());
    return tocsin::Target{Kind::user, user.str()};
}

Expected<tocsin::Target> whom(std::string_view word, const Request& request, Desk& desk) {
    if (const auto group = group_in(word); !group.empty()) return group_named(group, desk);
    if (auto target = parse_target(word); target && target->kind != Kind::group) return *std::move(target);
    for (const auto& [id, schedule] : desk.rules().schedules) {
        if (iequals(id.str(), word) || iequals(schedule.name, word))
            return tocsin::Target{Kind::schedule, id.str()};
    }
    for (const auto& [id, person] : desk.rules().people) {
        if (iequals(id.str(), word) || iequals(person.name, word))
            return tocsin::Target{Kind::person, id.str()};
    }
    const auto named = person_named(word, request, desk);
    if (!named) return std::unexpected(named.error());
    return target_of(named->user, desk);
}

}  // namespace tocsin::commands
