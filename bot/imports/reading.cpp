#include "bot/imports/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tocsin::imports {
namespace {

constexpr int minutes_of_a_day = 24 * 60;

}  // namespace

Error unreadable(std::string_view where, std::string_view what) {
    return {ErrorKind::invalid,
            fmt::format("{}: {} Nothing was imported. Export it again, or correct the file.",
                        plain_line(where), what)};
}

Expected<Time> instant_in(const nlohmann::json& object, std::string_view name, std::string_view where) {
    // Beyond, nobody is on call, and a date has five digits.
    constexpr Time earliest{}, latest{std::chrono::sys_days{std::chrono::year{2400} / 1 / 1}};
    const auto read = parse_rfc3339(text_of(object, name));
    if (read && *read >= earliest && *read < latest) return *read;
    return std::unexpected(unreadable(
        where, fmt::format("{} is no instant with an offset, like 2025-01-27T09:00:00-05:00.", name)));
}

Expected<Zone> zone_named(const std::string& name, std::string_view where) {
    if (auto zone = Zone::load(name)) return *std::move(zone);
    return std::unexpected(
        unreadable(where, fmt::format("this machine knows no time zone \"{}\".", plain_line(name))));
}

WallTime wall_minute(Time at, const Zone& zone, std::string_view where, std::string_view what,
                     const Reading& reading) {
    const auto wall = std::chrono::floor<std::chrono::minutes>(zone.wall(at));
    if (zone.first(wall) != at) {
        reading.depart(
            std::string(where),
            fmt::format("{} is {}, which a minute of the wall clock cannot say", what, format_rfc3339(at)),
            fmt::format("it is {}", format_rfc3339(zone.first(wall))));
    }
    return wall;
}

std::optional<int> minute_of_day(std::string_view clock) {
    if ((clock.size() != 5 && clock.size() != 8) || clock[2] != ':') return std::nullopt;
    const auto number = [&](std::size_t from) -> std::optional<int> {
        int value = 0;
        const auto part = clock.substr(from, 2);
        const auto [end, error] = std::from_chars(part.data(), part.data() + 2, value);
        return error == std::errc{} && end == part.data() + 2 ? std::optional(value) : std::nullopt;
    };
    const auto hour = number(0), minute = number(3);
    if (!hour || !minute || *hour < 0 || *hour > 24 || *minute < 0 || *minute > 59) return std::nullopt;
    return (*hour * 60 + *minute) % minutes_of_a_day;
}

Restriction window(const std::vector<int>& days, int from_minute, std::chrono::minutes length) {
    const auto to = static_cast<int>((from_minute + length.count()) % minutes_of_a_day);
    return {.days = days, .from_minute = from_minute, .to_minute = to};
}

Restriction weekly_window(int day, int from_minute, std::chrono::minutes length) {
    const auto end = from_minute + length.count();
    const auto to_day = static_cast<int>((day - 1 + end / minutes_of_a_day) % 7 + 1);
    return {.days = {},
            .from_minute = from_minute,
            .to_minute = static_cast<int>(end % minutes_of_a_day),
            .from_day = day,
            .to_day = to_day};
}

void make_keys_unique(std::vector<ImportedSchedule>& schedules, const Reading& reading) {
    std::set<ScheduleId> taken;
    for (auto& [schedule, rendered] : schedules) {
        const auto first = schedule.id;
        for (int next = 2; !taken.insert(schedule.id).second; ++next)
            schedule.id = ScheduleId(fmt::format("{}-{}", first.str(), next));
        if (schedule.id == first) continue;
        reading.depart("schedule " + schedule.name, "another schedule has the same name",
                       fmt::format("its key is {}", schedule.id.str()));
    }
}

void fit_span(Rendered& rendered) {
    if (rendered.spans.empty()) return;
    rendered.from = std::ranges::min(rendered.spans, {}, &DutySpan::start).start;
    rendered.to = std::ranges::max(rendered.spans, {}, &DutySpan::end).end;
}

}  // namespace tocsin::imports
