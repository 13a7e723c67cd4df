#include "bot/config/write_schedule.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/json_text.h"
#include "bot/base/text.h"

namespace tocsin::config {
namespace {

constexpr std::array day_words{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// A JSON string is a YAML scalar too, and never anything but text.
std::string in_quotes(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

// Also words that YAML may take for something else stay names when quoted.
std::string name(const std::string& key) {
    static constexpr std::array others{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    const bool plain = !key.empty() && key.front() >= 'a' && key.front() <= 'z';
    for (const auto* word : others) {
        if (iequals(key, word)) return in_quotes(key);
    }
    return plain ? key : in_quotes(key);
}

std::string day(int iso) {
    return day_words.at(static_cast<std::size_t>(iso - 1));
}

std::string listed(const std::vector<std::string>& words) {
    return fmt::format("[{}]", join(words, ", "));
}

std::string days(const std::vector<int>& weekdays) {
    std::vector<std::string> words;
    for (const int iso : weekdays) words.push_back(day(iso));
    return listed(words);
}

std::string names(const std::vector<PersonId>& people) {
    std::vector<std::string> words;
    for (const auto& person : people) words.push_back(name(person.str()));
    return listed(words);
}

std::string turns(const std::vector<std::vector<PersonId>>& members) {
    std::vector<std::string> words;
    for (const auto& turn : members)
        words.push_back(turn.size() == 1 ? name(turn.front().str()) : names(turn));
    return listed(words);
}

std::string clock(int minute) {
    return fmt::format("\"{:02}:{:02}\"", minute / 60, minute % 60);
}

std::string wall(WallTime at) {
    const auto midnight = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(midnight);
    const auto minute = (at - midnight).count();
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()), minute / 60, minute % 60);
}

std::string window(const Restriction& restriction) {
    const auto from = clock(restriction.from_minute), to = clock(restriction.to_minute);
    if (restriction.from_day != 0) {
        return fmt::format("{{from_day: {}, from: {}, to_day: {}, to: {}}}", day(restriction.from_day), from,
                           day(restriction.to_day), to);
    }
    if (restriction.days.empty()) return fmt::format("{{from: {}, to: {}}}", from, to);
    return fmt::format("{{days: {}, from: {}, to: {}}}", days(restriction.days), from, to);
}

std::string person_line(const Person& person) {
    std::vector<std::string> parts;
    const auto part = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) parts.push_back(fmt::format("{}: {}", key, in_quotes(value)));
    };
    part("name", person.name);
    part("slack", person.slack.str());
    part("phone", person.phone);
    part("email", person.email);
    part("timezone", person.timezone);
    return fmt::format("  {}: {{{}}}\n", name(person.id.str()), join(parts, ", "));
}

std::string layer_lines(const Layer& layer) {
    std::string out = fmt::format("      - rotation: {}\n", key_of(layer.rotation));
    const auto line = [&](std::string_view key, std::string_view value) {
        out += fmt::format("        {}: {}\n", key, value);
    };
    if (!layer.name.empty()) line("name", in_quotes(layer.name));
    if (layer.every != 1) line("every", std::to_string(layer.every));
    line("start", wall(layer.start));
    if (layer.anchor) line("anchor", wall(*layer.anchor));
    if (layer.end) line("end", wall(*layer.end));
    line("members", turns(layer.members));
    if (layer.priority != 0) line("priority", std::to_string(layer.priority));
    if (layer.shift_length) {
        line("shift_length",
             fmt::format("{}s", std::chrono::floor<std::chrono::seconds>(*layer.shift_length).count()));
    }
    if (layer.advance_active_days) {
        line("advance", "active-days");
        line("active_days", days(layer.active_days));
    }
    if (!layer.restrictions.empty()) out += "        restrictions:\n";
    for (const auto& restriction : layer.restrictions)
        out += fmt::format("          - {}\n", window(restriction));
    return out;
}

std::string override_line(const Override& exception) {
    std::string out =
        fmt::format("      - {{kind: {}, start: {}, end: {}", key_of(exception.kind),
                    in_quotes(format_rfc3339(exception.start)), in_quotes(format_rfc3339(exception.end)));
    if (!exception.replaced.empty()) out += ", for: " + name(exception.replaced.str());
    if (exception.kind != Override::Kind::remove) out += ", members: " + names(exception.members);
    if (exception.priority != 0) out += fmt::format(", priority: {}", exception.priority);
    return out + "}\n";
}

}  // namespace

std::string to_yaml(const std::vector<Person>& people, const std::vector<Schedule>& schedules) {
    std::string out;
    if (!people.empty()) out += "people:\n";
    for (const auto& person : people) out += person_line(person);
    out += "schedules:\n";
    for (const auto& schedule : schedules) {
        out += fmt::format("  {}:\n    name: {}\n    timezone: {}\n", name(schedule.id.str()),
                           in_quotes(schedule.name), in_quotes(schedule.timezone));
        if (!schedule.layers.empty()) out += "    layers:\n";
        for (const auto& layer : schedule.layers) out += layer_lines(layer);
        if (!schedule.overrides.empty()) out += "    overrides:\n";
        for (const auto& exception : schedule.overrides) out += override_line(exception);
    }
    return out;
}

}  // namespace tocsin::config
