#include "bot/config/readers.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

Layer::Rotation read_rotation(const std::string& word) {
    if (word == "hourly") return Layer::Rotation::hourly;
    if (word == "daily") return Layer::Rotation::daily;
    if (word == "monthly") return Layer::Rotation::monthly;
    return word == "none" ? Layer::Rotation::none : Layer::Rotation::weekly;
}

std::vector<PersonId> read_people(const Section& list) {
    std::vector<PersonId> people;
    for (const Section& entry : list.children()) people.emplace_back(entry.text());
    return people;
}

Restriction read_restriction(const Section& section) {
    Restriction restriction;
    restriction.days = section.days("days");
    restriction.from_minute = read_clock(section.text("from")).value_or(0);
    restriction.to_minute = read_clock(section.text("to")).value_or(0);
    restriction.from_day = read_day(section.text("from_day")).value_or(0);
    restriction.to_day = read_day(section.text("to_day")).value_or(0);
    return restriction;
}

Layer read_layer(const Section& section) {
    Layer layer;
    layer.name = section.text("name");
    layer.rotation = read_rotation(section.text("rotation"));
    layer.every = section.integer("every", layer.every);
    layer.start = read_wall_time(section.text("start")).value_or(layer.start);
    layer.anchor = read_wall_time(section.text("anchor"));
    layer.end = read_wall_time(section.text("end"));
    for (const Section& turn : section.at("members").children()) {
        if (turn.node()->is_list()) {
            layer.members.push_back(read_people(turn));
        } else {
            layer.members.push_back({PersonId(turn.text())});
        }
    }
    layer.priority = section.integer("priority", layer.priority);
    layer.shift_length = section.duration("shift_length");
    for (const Section& entry : section.at("restrictions").children()) {
        layer.restrictions.push_back(read_restriction(entry));
    }
    layer.advance_active_days = section.is("advance", "active-days");
    layer.active_days = section.days("active_days");
    return layer;
}

Override read_override(const Section& section) {
    Override exception;
    exception.kind = parse_override_kind(section.text("kind")).value_or(Override::Kind::override_all);
    exception.start = parse_rfc3339(section.text("start")).value_or(Time{});
    exception.end = parse_rfc3339(section.text("end")).value_or(Time{});
    exception.members = read_people(section.at("members"));
    exception.replaced = PersonId(section.text("for"));
    exception.priority = section.integer("priority", exception.priority);
    return exception;
}

}  // namespace

Schedule read_schedule(const Section& section, const std::string& timezone) {
    Schedule schedule;
    schedule.id = ScheduleId(section.key());
    schedule.name = section.text("name", section.key());
    schedule.timezone = section.text("timezone", timezone);
    for (const Section& entry : section.at("layers").children()) schedule.layers.push_back(read_layer(entry));
    for (const Section& entry : section.at("overrides").children()) {
        schedule.overrides.push_back(read_override(entry));
    }
    return schedule;
}

}  // namespace tocsin::config
