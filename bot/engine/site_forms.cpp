#include "bot/engine/site_forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bot/base/text.h"

namespace tocsin::engine {
namespace {

using templates::WebInput;
using Kind = WebInput::Kind;

// A browser ends lines with both characters.
std::string as_typed(std::string_view text) {
    std::string typed = clean_utf8(trim(text));
    std::erase(typed, '\r');
    return typed;
}

Expected<Time> moment_in(std::string_view text) {
    const auto with_seconds = text.size() > templates::web_moment(Time{}).size();
    return parse_rfc3339(fmt::format("{}{}", text, with_seconds ? "Z" : ":00Z"));
}

bool is_offered(const WebInput& input, const std::string& value) {
    return std::ranges::any_of(input.options, [&](const auto& option) { return option.first == value; });
}

std::string problem_of(const WebInput& input) {
    if (input.values.empty()) {
        const bool can_be_empty = input.optional || input.kind == Kind::ticks;
        return can_be_empty ? "" : "This is needed.";
    }
    const auto& value = input.values.front();
    switch (input.kind) {
        case Kind::line:
        case Kind::text:
            if (input.most > 0 && utf16_length(value) > input.most)
                return fmt::format("That is longer than {} characters.", input.most);
            return "";
        case Kind::choice:
        case Kind::ticks:
        case Kind::person: {
            const bool known = std::ranges::all_of(
                input.values, [&](const std::string& chosen) { return is_offered(input, chosen); });
            return known ? "" : "That cannot be chosen here.";
        }
        case Kind::day:
            return parse_rfc3339(value + "T00:00:00Z") ? "" : "Write the day as in 2025-01-22.";
        case Kind::moment:
            return moment_in(value) ? "" : "Write the time as in 2025-01-22T14:32.";
    }
    return "";
}

}  // namespace

std::vector<std::pair<UserId, std::string>> people_to_choose(Workbench& bench, const Incident& incident,
                                                             const SlackUser& reader) {
    std::set<UserId> known{reader.id};
    for (const auto& [id, person] : bench.rules().people) known.insert(person.slack);
    for (const auto& actor : incident.participants) known.insert(actor.user);
    known.erase(UserId{});
    std::vector<std::pair<UserId, std::string>> people;
    for (const auto& id : known) people.emplace_back(id, bench.user(id).name);
    std::ranges::sort(people, {}, [](const auto& one) { return std::pair(one.second, one.first); });
    return people;
}

bool enter(templates::WebForm& form, const FormFields& fields) {
    bool fine = true;
    for (auto& input : form.inputs) {
        input.values.clear();
        for (const auto& [name, value] : fields) {
            if (name != input.name) continue;
            if (auto typed = as_typed(value); !typed.empty()) input.values.push_back(std::move(typed));
        }
        input.problem = problem_of(input);
        fine = fine && input.problem.empty();
    }
    return fine;
}

slack::FieldValues values_of(const templates::WebForm& form) {
    slack::FieldValues values;
    for (const auto& input : form.inputs) {
        auto& entered = values[input.name][input.action].values;
        entered = input.values;
        if (input.kind != Kind::moment) continue;
        for (auto& value : entered)
            value = fmt::format("{}", unix_seconds(moment_in(value).value_or(Time{})));
    }
    return values;
}

}  // namespace tocsin::engine
