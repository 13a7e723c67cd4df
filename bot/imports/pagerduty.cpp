#include "bot/imports/pagerduty.h"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::imports {
namespace {

using nlohmann::json;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds one_hour{3600}, one_day{86400}, one_week{7 * 86400};

// The first number in digits that calls can go to; there is none without include[]=contact_methods.
std::string phone_in(const json& user) {
    for (const json& means : member(user, "contact_methods")) {
        const auto type = text_of(means, "type");
        if (!type.starts_with("phone_contact_method") || !means.contains("address")) continue;
        return fmt::format("+{}{}", std::max(int_of(means, "country_code"), 1), text_of(means, "address"));
    }
    return {};
}

// A user, or the reference to one: its name is `summary` there.
ForeignPerson person_in(const json& user) {
    auto name = text_of(user, "name");
    if (name.empty()) name = text_of(user, "summary");
    return {text_of(user, "id"),        std::move(name), text_of(user, "email"),
            text_of(user, "time_zone"), phone_in(user),  {}};
}

seconds seconds_in(const json& object, std::string_view name) {
    const json& value = member(object, name);
    constexpr std::int64_t most = 10LL * 366 * 86400;
    if (!value.is_number_integer() && !value.is_number_float()) return {};
    const auto number = value.get<double>();
    return number > 0 && number <= static_cast<double>(most) ? seconds(static_cast<std::int64_t>(number))
                                                             : seconds{};
}

Expected<void> set_rotation(Layer& layer, seconds turn, std::string_view where, const Reading& reading) {
    if (turn < one_hour)
        return std::unexpected(unreadable(where, "rotation_turn_length_seconds is missing."));
    const auto choose = [&](Layer::Rotation rotation, seconds unit) {
        layer.rotation = rotation;
        layer.every = static_cast<int>(turn / unit);
    };
    if (turn % one_week == seconds{}) {
        choose(Layer::Rotation::weekly, one_week);
    } else if (turn % one_day == seconds{}) {
        choose(Layer::Rotation::daily, one_day);
    } else {
        choose(Layer::Rotation::hourly, one_hour);
        reading.depart(std::string(where), fmt::format("turns of {} hours", layer.every),
                       "they follow the wall clock over changes of it; compare around one");
    }
    constexpr int most_units = 10'000;
    if (turn % one_hour != seconds{} || layer.every > most_units) {
        return std::unexpected(
            unreadable(where, fmt::format("a turn of {} seconds cannot be said in hours.", turn.count())));
    }
    return {};
}

Expected<Restriction> restriction_in(const json& object, std::string_view where, const Reading& reading) {
    const auto opens = minute_of_day(text_of(object, "start_time_of_day"));
    const auto length = seconds_in(object, "duration_seconds");
    const bool weekly = text_of(object, "type") == "weekly_restriction";
    const auto day = int_of(object, "start_day_of_week");
    if (!opens || length <= seconds{} || length > (weekly ? one_week : one_day) ||
        (weekly && (day < 1 || day > 7))) {
        return std::unexpected(unreadable(where, "a restriction cannot be read."));
    }
    const auto whole = std::chrono::ceil<minutes>(length);
    const auto clock = text_of(object, "start_time_of_day");
    if (whole != length || (clock.size() == 8 && !clock.ends_with(":00"))) {
        reading.depart(std::string(where),
                       fmt::format("a restriction from {} for {} seconds", clock, length.count()),
                       "it opens and closes at whole minutes");
    }
    return weekly ? weekly_window(day, *opens, whole) : window({}, *opens, whole);
}

// PagerDuty counts turns from any virtual start, also one that is after the layer's own.
WallTime anchor_before(WallTime anchor, const Layer& layer, seconds turn) {
    const auto cycle = std::chrono::floor<minutes>(turn) * static_cast<std::int64_t>(layer.members.size());
    if (anchor <= layer.start) return anchor;
    const auto cycles = (anchor - layer.start + cycle - minutes{1}) / cycle;
    return anchor - cycles * cycle;
}

Expected<std::optional<Layer>> layer_in(const json& object, const Zone& zone, const std::string& where,
                                        const Reading& reading) {
    Layer layer;
    layer.name = plain_line(text_of(object, "name"));
    for (const json& entry : member(object, "users")) {
        if (layer.members.size() == most_members)
            return std::unexpected(unreadable(where, "it has too many users."));
        const json& user = entry.contains("user") ? member(entry, "user") : entry;
        const auto person = person_in(user);
        if (person.id.empty() && person.name.empty()) {
            return std::unexpected(unreadable(where, "one of its users has neither id nor name."));
        }
        layer.members.push_back({reading.people.key_of(person)});
    }
    if (layer.members.empty()) {
        reading.depart(where, "a layer without users", "it is left out: it puts nobody on call");
        return std::nullopt;
    }
    const auto start = instant_in(object, "start", where);
    if (!start) return std::unexpected(start.error());
    const auto turn = seconds_in(object, "rotation_turn_length_seconds");
    if (auto set = set_rotation(layer, turn, where, reading); !set) return std::unexpected(set.error());
    layer.start = wall_minute(*start, zone, where, "its start", reading);
    if (!text_of(object, "rotation_virtual_start").empty()) {
        const auto anchor = instant_in(object, "rotation_virtual_start", where);
        if (!anchor) return std::unexpected(anchor.error());
        const auto wall = wall_minute(*anchor, zone, where, "its first handoff", reading);
        layer.anchor = anchor_before(wall, layer, turn);
        if (layer.anchor == layer.start) layer.anchor.reset();
    }
    if (!text_of(object, "end").empty()) {
        const auto end = instant_in(object, "end", where);
        if (!end) return std::unexpected(end.error());
        layer.end = wall_minute(*end, zone, where, "its end", reading);
    }
    for (const json& entry : member(object, "restrictions")) {
        auto restriction = restriction_in(entry, where, reading);
        if (!restriction) return std::unexpected(restriction.error());
        layer.restrictions.push_back(*std::move(restriction));
    }
    return layer;
}

Expected<std::vector<DutySpan>> entries_of(const json& part, const std::string& where,
                                           const Reading& reading) {
    std::vector<DutySpan> spans;
    for (const json& entry : member(part, "rendered_schedule_entries")) {
        if (spans.size() == most_spans) return std::unexpected(unreadable(where, "it has too many entries."));
        const auto start = instant_in(entry, "start", where), end = instant_in(entry, "end", where);
        if (!start || !end) return std::unexpected(start ? end.error() : start.error());
        const auto person = person_in(member(entry, "user"));
        if (person.id.empty() && person.name.empty()) continue;  // the user was deleted
        spans.push_back({reading.people.key_of(person), *start, *end});
    }
    return spans;
}

// Overrides that are listed, or as they are rendered, where the newest has won already.
Expected<void> add_overrides(Schedule& schedule, const json& object, const std::string& where,
                             const Reading& reading) {
    const auto spans = entries_of(member(object, "overrides_subschedule"), where, reading);
    if (!spans) return std::unexpected(spans.error());
    if (spans->size() > most_overrides)
        return std::unexpected(unreadable(where, "it has too many overrides."));
    for (const auto& span : *spans) {
        schedule.overrides.push_back({.kind = Override::Kind::override_all,
                                      .start = span.start,
                                      .end = span.end,
                                      .members = {span.person},
                                      .replaced = {}});
    }
    return {};
}

Expected<ImportedSchedule> schedule_in(const json& object, const Reading& reading) {
    ImportedSchedule imported;
    auto& schedule = imported.schedule;
    schedule.name = plain_line(text_of(object, "name"));
    if (schedule.name.empty()) schedule.name = plain_line(text_of(object, "summary"));
    schedule.id = ScheduleId(key_from(schedule.name, "schedule"));
    schedule.timezone = text_of(object, "time_zone");
    const auto where = "schedule " + schedule.name;
    const auto zone = zone_named(schedule.timezone, where);
    if (!zone) return std::unexpected(zone.error());
    for (const json& user : member(object, "users")) reading.people.introduce(person_in(user));
    const json& layers = member(object, "schedule_layers");
    if (!layers.is_array() || layers.size() > most_layers)
        return std::unexpected(unreadable(where, "it has no readable schedule_layers."));
    int priority = 0;
    for (auto each = layers.rbegin(); each != layers.rend(); ++each) {  // the first one wins there
        const auto name = plain_line(text_of(*each, "name"));
        auto layer = layer_in(*each, *zone, fmt::format("{}, layer {}", where, name), reading);
        if (!layer) return std::unexpected(layer.error());
        if (!*layer) continue;
        (*layer)->priority = priority++;
        schedule.layers.insert(schedule.layers.begin(), **std::move(layer));
    }
    if (auto added = add_overrides(schedule, object, where, reading); !added)
        return std::unexpected(added.error());
    auto spans = entries_of(member(object, "final_schedule"), where, reading);
    if (!spans) return std::unexpected(spans.error());
    if (!spans->empty()) fit_span(imported.rendered.emplace(Rendered{{}, {}, *std::move(spans)}));
    return imported;
}

}  // namespace

Expected<std::vector<ImportedSchedule>> read_pagerduty(const std::vector<json>& documents,
                                                       const Reading& reading) {
    std::vector<const json*> found;
    for (const json& document : documents) {
        for (const json& user : member(document, "users")) reading.people.introduce(person_in(user));
        if (const json& one = member(document, "schedule"); one.is_object()) found.push_back(&one);
        for (const json& each : member(document, "schedules")) found.push_back(&each);
    }
    if (found.empty() || found.size() > most_schedules) {
        return std::unexpected(unreadable("PagerDuty",
                                          "there is no {\"schedule\": …} as GET /schedules/{id} "
                                          "answers it, or there are too many."));
    }
    std::vector<ImportedSchedule> schedules;
    for (const json* each : found) {
        auto schedule = schedule_in(*each, reading);
        if (!schedule) return std::unexpected(schedule.error());
        schedules.push_back(*std::move(schedule));
    }
    return schedules;
}

}  // namespace tocsin::imports
