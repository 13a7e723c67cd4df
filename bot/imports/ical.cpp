#include "bot/imports/ical.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/imports/calendar_reader.h"
#include "bot/imports/recurrence.h"

namespace tocsin::imports {
namespace {

// "On Call - Dana Reyes", "[L1] Dana Reyes", "Dana Reyes on call: Primary": the name in it.
std::string_view without_phrases(std::string_view summary) {
    summary = trim(summary);
    if (summary.starts_with("[L") && summary.contains(']'))
        summary = trim(summary.substr(summary.find(']') + 1));
    const auto lower = to_lower(summary);
    for (const std::string_view phrase : {"on call - ", "on call: ", "on-call - ", "on-call: "}) {
        if (lower.starts_with(phrase)) return trim(summary.substr(phrase.size()));
    }
    for (const std::string_view phrase : {" on call: ", " is on call", " on call"}) {
        const auto at = lower.find(phrase);
        if (at != std::string::npos && at > 0) return trim(summary.substr(0, at));
    }
    return summary;
}

std::vector<PersonId> people_of(const CalendarEvent& event, const Reading& reading) {
    std::vector<PersonId> people;
    const auto add = [&](const ForeignPerson& person) {
        if (person.name.empty() && person.email.empty()) return;
        const auto key = reading.people.key_of(person);
        if (std::ranges::find(people, key) == people.end()) people.push_back(key);
    };
    for (const auto& attendee : event.attendees) add({{}, attendee.name, attendee.email});
    if (!people.empty()) return people;
    for (const auto name : split(without_phrases(event.summary), ',')) {
        const auto word = std::string(trim(name));
        word.contains('@') ? add({{}, {}, word}) : add({{}, word, {}});
    }
    return people;
}

// The zone of most events; those that repeat count before all others.
std::string zone_of(const Calendar& calendar) {
    std::map<std::string, int> votes;
    constexpr int weight_of_a_rule = 100'000;
    for (const auto& event : calendar.events) {
        if (!event.timezone.empty()) votes[event.timezone] += event.rule ? weight_of_a_rule : 1;
    }
    if (votes.empty()) return "UTC";
    return std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; })->first;
}

class Builder {
  public:
    Builder(ImportedSchedule& made, const Reading& reading)
        : schedule_(made.schedule),
          rendered_(*made.rendered),
          zone_(Zone::load_or_utc(schedule_.timezone)),
          reading_(reading) {}

    void add(const CalendarEvent& event) {
        const auto people = people_of(event, reading_);
        const auto where = fmt::format("event {}", plain_line(event.summary));
        if (people.empty()) {
            reading_.depart(where, "an event that names nobody", "it is left out");
            return;
        }
        for (const auto& shift : event.shifts) {
            for (const auto& person : people) rendered_.spans.push_back({person, shift.from, shift.to});
        }
        if (!event.rule) return write_out(event.shifts, people);
        if (auto layer = layer_of_rule(event, people)) {
            layer->name = plain_line(event.summary);
            name_hours(*layer, where, reading_);
            schedule_.layers.push_back(*std::move(layer));
            for (const auto& shift : event.dropped) {
                for (const auto& person : people)
                    schedule_.overrides.push_back({.kind = Override::Kind::remove,
                                                   .start = shift.from,
                                                   .end = shift.to,
                                                   .members = {},
                                                   .replaced = person});
            }
            write_out(event.extra, people);
        } else {
            reading_.depart(where, fmt::format("{}: {}", event.rule->text, layer.error().message),
                            fmt::format("its {} shifts up to {} are written as overrides",
                                        event.shifts.size(), format_day(rendered_.to)));
            write_out(event.shifts, people);
        }
    }

    bool is_too_large() const {
        return schedule_.overrides.size() > most_overrides || schedule_.layers.size() > most_layers ||
               rendered_.spans.size() > most_spans;
    }

  private:
    void write_out(const std::vector<Span>& shifts, const std::vector<PersonId>& people) {
        for (const auto& shift : shifts) {
            schedule_.overrides.push_back({.kind = Override::Kind::add,
                                           .start = shift.from,
                                           .end = shift.to,
                                           .members = people,
                                           .replaced = {}});
        }
    }

    Expected<Layer> layer_of_rule(const CalendarEvent& event, const std::vector<PersonId>& people) const {
        const auto& rule = *event.rule;
        if (!rule.plain) return fail(ErrorKind::invalid, "a rule of more than days and weeks");
        if (event.timezone != schedule_.timezone)
            return fail(ErrorKind::invalid, "a time zone other than the schedule's");
        return layer_of({.frequency = rule.frequency,
                         .every = rule.every,
                         .by_day = rule.by_day,
                         .week_start = rule.week_start,
                         .start = event.start,
                         .length = event.length,
                         .turns = {people},
                         .until = {},
                         .last = rule.last},
                        zone_, schedule_.timezone);
    }

    Schedule& schedule_;
    Rendered& rendered_;
    Zone zone_;
    const Reading& reading_;
};

}  // namespace

Expected<std::vector<ImportedSchedule>> read_ical(const std::string& text, const Span& wanted,
                                                  const Reading& reading) {
    auto calendar = read_calendar(text, wanted);
    if (!calendar) return std::unexpected(calendar.error());
    std::ranges::move(calendar->departures, std::back_inserter(reading.departures));
    ImportedSchedule made;
    made.schedule.name = calendar->name.empty() ? "On-call" : calendar->name;
    made.schedule.id = ScheduleId(key_from(made.schedule.name, "schedule"));
    made.schedule.timezone = zone_of(*calendar);
    made.rendered = Rendered{wanted.from, wanted.to, {}};
    Builder builder(made, reading);
    for (const auto& event : calendar->events) {
        builder.add(event);
        if (builder.is_too_large())
            return std::unexpected(unreadable("the calendar", "it has too many shifts for a configuration."));
    }
    if (!made.schedule.overrides.empty() && made.schedule.layers.empty()) {
        reading.depart(
            "the calendar", "it has single shifts and nothing that repeats",
            fmt::format("they are written as overrides; nobody is on call after {}",
                        format_day(std::ranges::max(made.schedule.overrides, {}, &Override::end).end)));
    }
    return std::vector{std::move(made)};
}

}  // namespace tocsin::imports
