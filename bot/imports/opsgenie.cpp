#include "bot/imports/opsgenie.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"

namespace tocsin::imports {
namespace {

using nlohmann::json;
using std::chrono::minutes;

constexpr int minutes_of_a_day = 24 * 60;

// A user's name is an address there.
ForeignPerson person_in(const json& user) {
    auto name = text_of(user, "fullName");
    auto address = text_of(user, "username");
    if (address.empty()) address = text_of(user, "name");
    if (!address.contains('@')) {
        if (name.empty()) name = address;
        address.clear();
    }
    return {text_of(user, "id"), std::move(name), std::move(address), text_of(user, "timeZone")};
}

int day_in(const json& object, std::string_view name) {
    static constexpr std::array days{"monday", "tuesday",  "wednesday", "thursday",
                                     "friday", "saturday", "sunday"};
    const auto found = std::ranges::find(days, to_lower(text_of(object, name)));
    return found == days.end() ? 0 : static_cast<int>(found - days.begin()) + 1;
}

std::optional<int> clock_in(const json& object, std::string_view hour, std::string_view minute) {
    if (!member(object, hour).is_number_integer()) return std::nullopt;
    const int h = int_of(object, hour), m = int_of(object, minute);
    if (h < 0 || h > 24 || m < 0 || m > 59) return std::nullopt;
    return (h * 60 + m) % minutes_of_a_day;
}

Expected<Restriction> restriction_in(const json& object, bool weekly, std::string_view where) {
    const auto from = clock_in(object, "startHour", "startMin"), to = clock_in(object, "endHour", "endMin");
    Restriction restriction;
    if (weekly) {
        restriction.from_day = day_in(object, "startDay");
        restriction.to_day = day_in(object, "endDay");
    }
    if (!from || !to || (weekly && (restriction.from_day == 0 || restriction.to_day == 0))) {
        return std::unexpected(unreadable(where, "its time restriction cannot be read."));
    }
    restriction.from_minute = *from;
    restriction.to_minute = *to;
    return restriction;
}

Expected<void> add_restrictions(Layer& layer, const json& limits, const std::string& where) {
    if (!limits.is_object()) return {};
    const bool weekly = text_of(limits, "type") == "weekday-and-time-of-day";
    std::vector<const json*> parts;
    for (const json& each : member(limits, "restrictions")) parts.push_back(&each);
    if (const json& one = member(limits, "restriction"); one.is_object()) parts.push_back(&one);
    for (const json* each : parts) {
        auto restriction = restriction_in(*each, weekly, where);
        if (!restriction) return std::unexpected(restriction.error());
        layer.restrictions.push_back(*std::move(restriction));
    }
    return {};
}

Expected<void> set_rotation(Layer& layer, const json& object, const std::string& where,
                            const Reading& reading) {
    const auto type = text_of(object, "type");
    layer.every = member(object, "length").is_number_integer() ? int_of(object, "length") : 1;
    constexpr int most_units = 10'000;
    if (layer.every < 1 || layer.every > most_units)
        return std::unexpected(unreadable(where, "its length is no number of units."));
    if (type == "weekly" || type == "daily") {
        layer.rotation = type == "weekly" ? Layer::Rotation::weekly : Layer::Rotation::daily;
        return {};
    }
    if (type != "hourly") {
        return std::unexpected(
            unreadable(where, fmt::format("\"{}\" is none of daily, weekly and hourly.", plain_line(type))));
    }
    layer.rotation = Layer::Rotation::hourly;
    reading.depart(where, fmt::format("turns of {} hours", layer.every),
                   "they follow the wall clock over changes of it; compare around one");
    return {};
}

Expected<void> add_participants(Layer& layer, const json& object, const std::string& where,
                                const Reading& reading) {
    for (const json& each : member(object, "participants")) {
        if (layer.members.size() == most_members)
            return std::unexpected(unreadable(where, "it has too many participants."));
        const auto type = text_of(each, "type");
        if (type == "user") {
            const auto person = person_in(each);
            if (person.id.empty() && person.name.empty() && person.email.empty())
                return std::unexpected(unreadable(where, "a participant has neither id nor name."));
            layer.members.push_back({reading.people.key_of(person)});
            continue;
        }
        layer.members.emplace_back();
        if (type == "none") continue;
        const auto name = plain_line(text_of(each, "name"));
        reading.depart(where, fmt::format("the participant {} is a {}, not a person", name, plain_line(type)),
                       "nobody is on call in that turn; write its people there");
    }
    return {};
}

Expected<std::optional<Layer>> layer_in(const json& object, const Zone& zone, const std::string& where,
                                        const Reading& reading) {
    Layer layer;
    layer.name = plain_line(text_of(object, "name"));
    if (auto added = add_participants(layer, object, where, reading); !added)
        return std::unexpected(added.error());
    if (layer.members.empty()) {
        reading.depart(where, "a rotation without participants", "it is left out: it puts nobody on call");
        return std::nullopt;
    }
    if (auto set = set_rotation(layer, object, where, reading); !set) return std::unexpected(set.error());
    const auto start = instant_in(object, "startDate", where);
    if (!start) return std::unexpected(start.error());
    layer.start = wall_minute(*start, zone, where, "its start", reading);
    if (!text_of(object, "endDate").empty()) {
        const auto end = instant_in(object, "endDate", where);
        if (!end) return std::unexpected(end.error());
        layer.end = wall_minute(*end, zone, where, "its end", reading);
    }
    if (auto added = add_restrictions(layer, member(object, "timeRestriction"), where); !added)
        return std::unexpected(added.error());
    return layer;
}

// By the ID or the name of the rotation that it was made of.
using LayersByName = std::map<std::string, std::size_t>;

// An override of some rotations only takes the place of whoever has the turn there.
void replace_in_layer(Schedule& schedule, std::size_t layer, const Override& whole) {
    auto alone = schedule;
    alone.layers = {schedule.layers[layer]};
    alone.overrides.clear();
    for (const auto& shift : Rota(std::move(alone)).coverage(whole.start, whole.end).shifts) {
        if (whole.members == std::vector{shift.person}) continue;
        schedule.overrides.push_back({.kind = Override::Kind::replace,
                                      .start = shift.start,
                                      .end = shift.end,
                                      .members = whole.members,
                                      .replaced = shift.person});
    }
}

Expected<void> add_override(Schedule& schedule, const json& object, const LayersByName& layers,
                            const Reading& reading) {
    const auto where =
        fmt::format("schedule {}, override {}", schedule.name, plain_line(text_of(object, "alias")));
    const auto start = instant_in(object, "startDate", where), end = instant_in(object, "endDate", where);
    if (!start || !end) return std::unexpected(start ? end.error() : start.error());
    if (*end <= *start) return {};
    constexpr auto longest = std::chrono::days{2 * 366};
    const json& user = member(object, "user");
    Override made{.start = *start, .end = *end, .members = {}, .replaced = {}};
    const auto person = person_in(user);
    if (text_of(user, "type") == "user" || text_of(user, "type").empty()) {
        if (person.id.empty() && person.name.empty() && person.email.empty())
            return std::unexpected(unreadable(where, "its user has neither id nor name."));
        made.members = {reading.people.key_of(person)};
    } else {
        reading.depart(where, fmt::format("it hands over to a {}", plain_line(text_of(user, "type"))),
                       "nobody is on call then; write the people there");
    }
    const json& rotations = member(object, "rotations");
    if (rotations.empty() || rotations.size() >= layers.size()) {
        schedule.overrides.push_back(std::move(made));
        return {};
    }
    if (*end - *start > longest) return std::unexpected(unreadable(where, "it lasts longer than two years."));
    for (const json& each : rotations) {
        auto found = layers.find(text_of(each, "id"));
        if (found == layers.end()) found = layers.find(text_of(each, "name"));
        if (found != layers.end()) replace_in_layer(schedule, found->second, made);
    }
    return {};
}

Expected<Rendered> timeline_in(const json& object, const std::string& where, const Reading& reading) {
    Rendered rendered{};
    for (const json& rotation : member(member(object, "finalTimeline"), "rotations")) {
        for (const json& period : member(rotation, "periods")) {
            if (rendered.spans.size() == most_spans)
                return std::unexpected(unreadable(where, "its timeline has too many periods."));
            const auto start = instant_in(period, "startDate", where),
                       end = instant_in(period, "endDate", where);
            if (!start || !end) return std::unexpected(start ? end.error() : start.error());
            const json& who = member(period, "recipient");
            const auto person = person_in(who);
            if (text_of(who, "type") != "user" || (person.id.empty() && person.email.empty())) continue;
            rendered.spans.push_back({reading.people.key_of(person), *start, *end});
        }
    }
    fit_span(rendered);
    const auto from = parse_rfc3339(text_of(object, "startDate")),
               to = parse_rfc3339(text_of(object, "endDate"));
    if (from && to) {
        rendered.from = *from;
        rendered.to = *to;
    }
    return rendered;
}

struct Found {
    std::vector<const json*> schedules, overrides, timelines;
};

Found sort_out(const std::vector<json>& documents) {
    Found found;
    for (const json& document : documents) {
        const json& data = document.contains("data") ? member(document, "data") : document;
        const auto take = [&](const json& each) {
            if (each.contains("finalTimeline")) {
                found.timelines.push_back(&each);
            } else if (each.contains("timezone")) {
                found.schedules.push_back(&each);
            } else if (each.contains("user") && each.contains("startDate")) {
                found.overrides.push_back(&each);
            }
        };
        if (data.is_array()) {
            for (const json& each : data) take(each);
        } else {
            take(data);
        }
    }
    return found;
}

Expected<ImportedSchedule> schedule_in(const json& object, const Found& found, const Reading& reading) {
    ImportedSchedule imported;
    auto& schedule = imported.schedule;
    schedule.name = plain_line(text_of(object, "name"));
    schedule.id = ScheduleId(key_from(schedule.name, "schedule"));
    schedule.timezone = text_of(object, "timezone");
    const auto where = "schedule " + schedule.name;
    const auto zone = zone_named(schedule.timezone, where);
    if (!zone) return std::unexpected(zone.error());
    const json& rotations = member(object, "rotations");
    if (!rotations.is_array() || rotations.size() > most_layers)
        return std::unexpected(unreadable(where, "it has no readable rotations."));
    if (object.contains("enabled") && !bool_of(object, "enabled"))
        reading.depart(where, "the schedule is disabled there", "it is read as if it were enabled");
    LayersByName layers;
    for (const json& each : rotations) {
        const auto name = plain_line(text_of(each, "name"));
        auto layer = layer_in(each, *zone, fmt::format("{}, rotation {}", where, name), reading);
        if (!layer) return std::unexpected(layer.error());
        if (!*layer) continue;
        layers.emplace(text_of(each, "id"), schedule.layers.size());
        schedule.layers.push_back(**std::move(layer));
    }
    for (const json* each : found.overrides) {
        const auto parent = text_of(member(*each, "_parent"), "id");
        if (!parent.empty() && parent != text_of(object, "id")) continue;
        if (auto added = add_override(schedule, *each, layers, reading); !added)
            return std::unexpected(added.error());
        if (schedule.overrides.size() > most_overrides)
            return std::unexpected(unreadable(where, "it has too many overrides."));
    }
    for (const json* each : found.timelines) {
        const auto parent = text_of(member(*each, "_parent"), "id");
        if (!parent.empty() && parent != text_of(object, "id")) continue;
        auto rendered = timeline_in(*each, where, reading);
        if (!rendered) return std::unexpected(rendered.error());
        imported.rendered = *std::move(rendered);
    }
    return imported;
}

}  // namespace

Expected<std::vector<ImportedSchedule>> read_opsgenie(const std::vector<json>& documents,
                                                      const Reading& reading) {
    const auto found = sort_out(documents);
    if (found.schedules.empty() || found.schedules.size() > most_schedules) {
        return std::unexpected(unreadable("Opsgenie",
                                          "there is no schedule as GET /v2/schedules/{id} answers "
                                          "it, or there are too many."));
    }
    if (found.schedules.size() > 1 && !found.overrides.empty())
        reading.depart("Opsgenie", "overrides beside several schedules",
                       "those that name no schedule are read as overrides of each; import one by one");
    std::vector<ImportedSchedule> schedules;
    for (const json* each : found.schedules) {
        auto schedule = schedule_in(*each, found, reading);
        if (!schedule) return std::unexpected(schedule.error());
        schedules.push_back(*std::move(schedule));
    }
    return schedules;
}

}  // namespace tocsin::imports
