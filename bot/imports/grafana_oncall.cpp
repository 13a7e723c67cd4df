#include "bot/imports/grafana_oncall.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/imports/recurrence.h"

namespace tocsin::imports {
namespace {

using nlohmann::json;
using std::chrono::days;
using std::chrono::minutes;
using Rotation = Layer::Rotation;

ForeignPerson user_in(const json& user) {
    auto name = text_of(user, "name");
    if (name.empty()) name = text_of(user, "username");
    std::string slack;
    for (const json& account : member(user, "slack")) {
        if (slack.empty()) slack = text_of(account, "user_id");
    }
    return {text_of(user, "id"), std::move(name), text_of(user, "email"), text_of(user, "timezone"), {},
            std::move(slack)};
}

// Everything that was handed over, by what it looks like.
struct Found {
    std::vector<const json*> schedules, shifts, finals;
};

void sort_out(const json& each, Found& found, const Reading& reading) {
    if (each.contains("shift_start")) {
        found.finals.push_back(&each);
    } else if (each.contains("type") && each.contains("start")) {
        found.shifts.push_back(&each);
    } else if (each.contains("shifts") || each.contains("on_call_now")) {
        found.schedules.push_back(&each);
    } else if (each.contains("username") || each.contains("email")) {
        reading.people.introduce(user_in(each));
    }
}

Found sort_out(const std::vector<json>& documents, const Reading& reading) {
    Found found;
    for (const json& document : documents) {
        const json& list = document.contains("results") ? member(document, "results") : document;
        if (!list.is_array()) {
            sort_out(list, found, reading);
            continue;
        }
        for (const json& each : list) sort_out(each, found, reading);
    }
    return found;
}

int iso_day(std::string_view word) {
    static constexpr std::array words{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    const auto found = std::ranges::find(words, word);
    return found == words.end() ? 0 : static_cast<int>(found - words.begin()) + 1;
}

// Its times have no offset: they are of the shift's zone.
std::optional<WallTime> wall_in(const json& object, std::string_view name) {
    auto text = text_of(object, name);
    if (text.ends_with('Z')) text.pop_back();
    const auto read = parse_rfc3339(text + "Z");
    constexpr WallDay latest{std::chrono::year{2400} / 1 / 1};
    if (!read || WallDay(std::chrono::floor<days>(read->time_since_epoch())) >= latest) return std::nullopt;
    return WallTime(std::chrono::floor<minutes>(read->time_since_epoch()));
}

std::vector<PersonId> people_in(const json& ids, const Reading& reading) {
    std::vector<PersonId> people;
    for (const json& id : ids) {
        if (!id.is_string() || id.get_ref<const std::string&>().empty()) continue;
        people.push_back(reading.people.key_of({id.get<std::string>(), {}, {}}));
    }
    return people;
}

struct Shift {
    Recurrence recurrence;
    std::string type, where;
    int level = 0;
};

Rotation rotation_named(std::string_view word) {
    if (word == "hourly") return Rotation::hourly;
    if (word == "daily") return Rotation::daily;
    return word == "monthly" ? Rotation::monthly : Rotation::weekly;
}

void read_turns(Shift& shift, const json& object, const Reading& reading) {
    auto& turns = shift.recurrence.turns;
    if (shift.type != "rolling_users") {
        if (auto people = people_in(member(object, "users"), reading); !people.empty())
            turns.push_back(std::move(people));
        return;
    }
    for (const json& ids : member(object, "rolling_users")) {
        if (turns.size() == most_members) break;
        if (auto people = people_in(ids, reading); !people.empty()) turns.push_back(std::move(people));
    }
    const auto first = int_of(object, "start_rotation_from_user_index");
    if (first > 0 && static_cast<std::size_t>(first) < turns.size())
        std::ranges::rotate(turns, turns.begin() + first);
}

// In whole turns, to the first that begins at `rotation_start` or later.
void begin_with_rotation(Recurrence& r, const json& object) {
    const auto begins = wall_in(object, "rotation_start");
    if (!begins || *begins <= r.start || r.frequency == Rotation::none || r.frequency == Rotation::monthly)
        return;
    minutes step{60};
    if (r.frequency == Rotation::daily) step = days{1};
    if (r.frequency == Rotation::weekly) step = r.by_day.empty() ? days{7} : days{1};
    if (r.by_day.empty()) step *= r.every;
    r.start += (*begins - r.start + step - minutes{1}) / step * step;
}

Expected<Shift> shift_in(const json& object, const Zone& schedule_zone, const std::string& zone_name,
                         const std::string& schedule, const Reading& reading) {
    Shift shift;
    auto& r = shift.recurrence;
    shift.type = text_of(object, "type");
    shift.level = int_of(object, "level");
    shift.where = fmt::format("{}, shift {}", schedule, plain_line(text_of(object, "name")));
    const auto start = wall_in(object, "start");
    const auto length = member(object, "duration");
    constexpr std::int64_t longest = 366LL * 86400;
    if (!start || !length.is_number_integer() || length.get<std::int64_t>() < 60 ||
        length.get<std::int64_t>() > longest) {
        return std::unexpected(unreadable(shift.where, "its start or its duration cannot be read."));
    }
    r.start = *start;
    r.length = std::chrono::ceil<minutes>(std::chrono::seconds(length.get<std::int64_t>()));
    const bool repeats = shift.type == "rolling_users" || shift.type == "recurrent_event";
    r.frequency = repeats ? rotation_named(text_of(object, "frequency")) : Rotation::none;
    r.every = std::max(int_of(object, "interval"), 1);
    for (const json& word : member(object, "by_day")) {
        if (const int day = word.is_string() ? iso_day(word.get_ref<const std::string&>()) : 0; day != 0)
            r.by_day.push_back(day);
    }
    std::ranges::sort(r.by_day);
    if (const int first = iso_day(text_of(object, "week_start")); first != 0) r.week_start = first;
    read_turns(shift, object, reading);
    begin_with_rotation(r, object);
    if (const auto until = wall_in(object, "until")) r.until = Time(until->time_since_epoch());  // in UTC
    const auto own_zone = text_of(object, "time_zone");
    if (!own_zone.empty() && own_zone != zone_name) {
        const auto zone = zone_named(own_zone, shift.where);
        if (!zone) return std::unexpected(zone.error());
        r.start = std::chrono::floor<minutes>(schedule_zone.wall(zone->first(r.start)));
        reading.depart(shift.where, fmt::format("it is in {}, its schedule in {}", own_zone, zone_name),
                       "it follows the schedule's clock: after a change of one of the two it is off");
    }
    return shift;
}

void add(Schedule& schedule, Shift shift, const Zone& zone, const json& object, const Reading& reading) {
    if (shift.recurrence.turns.empty()) {
        reading.depart(shift.where, "a shift without users", "it is left out: it puts nobody on call");
        return;
    }
    if (shift.type == "override") {
        const auto start = zone.first(shift.recurrence.start);
        schedule.overrides.push_back({.kind = Override::Kind::override_all,
                                      .start = start,
                                      .end = zone.first(shift.recurrence.start + shift.recurrence.length),
                                      .members = shift.recurrence.turns.front(),
                                      .replaced = {}});
        return;
    }
    const bool by_date = !member(object, "by_month").empty() || !member(object, "by_monthday").empty();
    auto layer = by_date ? fail(ErrorKind::invalid, "days of a month")
                         : layer_of(shift.recurrence, zone, schedule.timezone);
    if (!layer) {
        reading.depart(shift.where, layer.error().message,
                       "it is left out; write a layer or overrides for it");
        return;
    }
    layer->name = plain_line(text_of(object, "name"));
    name_hours(*layer, shift.where, reading);
    layer->priority = shift.level;
    schedule.layers.push_back(*std::move(layer));
}

bool is_of(const json& schedule, const json& shift) {
    const json& ids = member(schedule, "shifts");
    return !ids.is_array() || ids.empty() || std::ranges::find(ids, member(shift, "id")) != ids.end();
}

Expected<Rendered> final_in(const Found& found, const Reading& reading) {
    Rendered rendered{};
    for (const json* each : found.finals) {
        const auto start = instant_in(*each, "shift_start", "final_shifts"),
                   end = instant_in(*each, "shift_end", "final_shifts");
        if (!start || !end) return std::unexpected(start ? end.error() : start.error());
        const ForeignPerson person{text_of(*each, "user_pk"), text_of(*each, "user_username"),
                                   text_of(*each, "user_email")};
        if (person.id.empty() && person.name.empty() && person.email.empty()) continue;
        if (rendered.spans.size() == most_spans)
            return std::unexpected(unreadable("final_shifts", "there are too many."));
        rendered.spans.push_back({reading.people.key_of(person), *start, *end});
    }
    fit_span(rendered);
    return rendered;
}

Expected<ImportedSchedule> schedule_in(const json& object, const Found& found, const Reading& reading) {
    ImportedSchedule imported;
    auto& schedule = imported.schedule;
    schedule.name = plain_line(text_of(object, "name"));
    schedule.id = ScheduleId(key_from(schedule.name, "schedule"));
    schedule.timezone = text_of(object, "time_zone");
    const auto where = "schedule " + schedule.name;
    if (schedule.timezone.empty()) {
        schedule.timezone = "UTC";
        reading.depart(where, "the schedule names no time zone", "it is UTC, as a web schedule's is");
    }
    const auto zone = zone_named(schedule.timezone, where);
    if (!zone) return std::unexpected(zone.error());
    for (const auto* key : {"ical_url_primary", "ical_url_overrides"}) {
        if (!text_of(object, key).empty())
            reading.depart(where, fmt::format("{}: shifts that are kept in a calendar elsewhere", key),
                           "they are left out; import that calendar with --from ical");
    }
    for (const json* each : found.shifts) {
        if (!is_of(object, *each)) continue;
        auto shift = shift_in(*each, *zone, schedule.timezone, where, reading);
        if (!shift) return std::unexpected(shift.error());
        add(schedule, *std::move(shift), *zone, *each, reading);
        if (schedule.layers.size() > most_layers || schedule.overrides.size() > most_overrides)
            return std::unexpected(unreadable(where, "it has too many shifts."));
    }
    return imported;
}

}  // namespace

Expected<std::vector<ImportedSchedule>> read_grafana_oncall(const std::vector<json>& documents,
                                                            const Reading& reading) {
    const auto found = sort_out(documents, reading);
    if (found.schedules.empty() || found.schedules.size() > most_schedules || found.shifts.empty()) {
        return std::unexpected(unreadable("Grafana OnCall",
                                          "there have to be a schedule and its shifts, as "
                                          "/schedules/{id} and /on_call_shifts answer them."));
    }
    std::vector<ImportedSchedule> schedules;
    for (const json* each : found.schedules) {
        auto schedule = schedule_in(*each, found, reading);
        if (!schedule) return std::unexpected(schedule.error());
        schedules.push_back(*std::move(schedule));
    }
    if (found.finals.empty()) return schedules;
    if (schedules.size() > 1) {
        reading.depart("final_shifts", "several schedules beside them",
                       "they are compared with none; give one");
        return schedules;
    }
    auto rendered = final_in(found, reading);
    if (!rendered) return std::unexpected(rendered.error());
    schedules.front().rendered = *std::move(rendered);
    return schedules;
}

}  // namespace tocsin::imports
