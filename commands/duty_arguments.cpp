#include "commands/duty_arguments.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "commands/arguments.h"
#include "commands/grammar.h"

namespace tocsin::commands {
namespace {

bool take_name(std::string_view& text, std::string_view name) {
    if (name.empty() || text.size() < name.size() || !iequals(text.substr(0, name.size()), name))
        return false;
    const auto rest = text.substr(name.size());
    if (!rest.empty() && rest.front() != ' ' && rest.front() != '\n') return false;
    text = trim(rest);
    return true;
}

bool take_keyword(std::string_view& text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return take_name(text, word); });
}

std::optional<ScheduleId> schedule_of(const tocsin::Target& target) {
    return target.kind == tocsin::Target::Kind::schedule ? std::optional{ScheduleId(target.id)}
                                                         : std::nullopt;
}

std::optional<ScheduleId> role(std::string_view word, const Rules& rules) {
    const auto* team = rules.team_of({});
    if (team == nullptr) return std::nullopt;
    return schedule_of(word == "primary" ? team->primary : team->backup);
}

}  // namespace

std::optional<ScheduleId> take_schedule(std::string_view& text, const Rules& rules) {
    for (const auto& [id, schedule] : rules.schedules) {
        if (take_name(text, schedule.name) || take_name(text, id.str())) return id;
    }
    for (const std::string_view word : {"primary", "backup"}) {
        const auto id = role(word, rules);
        if (id && take_name(text, word)) return id;
    }
    return std::nullopt;
}

std::optional<ScheduleId> usual_schedule(const Rules& rules) {
    if (auto primary = role("primary", rules); primary && rules.schedules.contains(*primary)) return primary;
    return rules.schedules.size() == 1 ? std::optional{rules.schedules.begin()->first} : std::nullopt;
}

std::vector<ScheduleId> schedules_in_order(const Rules& rules) {
    std::vector<ScheduleId> order;
    const auto add = [&](const ScheduleId& id) {
        if (rules.schedules.contains(id) && std::ranges::find(order, id) == order.end()) order.push_back(id);
    };
    if (const auto primary = role("primary", rules)) add(*primary);
    if (const auto backup = role("backup", rules)) add(*backup);
    for (const auto& entry : rules.schedules) add(entry.first);
    return order;
}

std::optional<Time> take_coming_time(std::string_view& text, std::string_view zone, Time now) {
    // The longest that is a time: "tomorrow 14:30 UTC".
    constexpr int most_words = 3;
    std::optional<Time> found;
    std::string_view after = text;
    std::string words;
    auto rest = text;
    for (int count = 1; count <= most_words; ++count) {
        const auto word = take_word(rest);
        if (word.empty()) break;
        words += (words.empty() ? "" : " ") + std::string(word);
        if (const auto at = parse_coming_time(words, zone, now)) {
            found = *at;
            after = rest;
        }
    }
    text = after;
    return found;
}

Span take_span(std::string_view& text, std::string_view zone, Time now) {
    Span span;
    auto rest = text;
    take_keyword(rest, {"from"});
    if (const auto start = take_coming_time(rest, zone, now)) {
        span.start = start;
        text = rest;
    }
    rest = text;
    if (take_keyword(rest, {"to", "until", "till"})) {
        span.end = take_coming_time(rest, zone, span.start.value_or(now));
    } else if (take_keyword(rest, {"for"})) {
        if (const auto length = take_duration(rest)) span.end = span.start.value_or(now) + *length;
    }
    if (span.end) text = rest;
    return span;
}

Expected<Actor> configured(const Actor& who, const Rules& rules) {
    if (const auto* person = rules.person_of(who.user)) return actor_of(*person);
    return fail(ErrorKind::invalid,
                fmt::format("{} is not among the people of the configuration: pages would not reach them. "
                            "Nothing was changed; an admin can add them.",
                            who.name));
}

}  // namespace tocsin::commands
