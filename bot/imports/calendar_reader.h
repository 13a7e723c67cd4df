// An iCalendar file (RFC 5545) as the events of a span, with what repeats both written out and as the rule
// that it is. The only user of libical. Who is meant by an event, and what becomes of it, is not here.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/imports/imported.h"

namespace tocsin::imports {

struct Attendee {
    std::string name;  // may be empty
    std::string email;
};

struct CalendarRule {
    std::string text;    // as written: FREQ=WEEKLY;BYDAY=MO
    bool plain = false;  // nothing but frequency, interval, days of the week and an end
    Layer::Rotation frequency = Layer::Rotation::weekly;
    int every = 1;
    std::vector<int> by_day;
    int week_start = 1;
    std::optional<WallTime> last;  // the start of the last one; none: it goes on
};

struct CalendarEvent {
    std::string summary;
    std::vector<Attendee> attendees;
    std::string timezone;  // IANA; empty: the file has a zone of its own, and only instants are known
    WallTime start{};      // of the first
    std::chrono::minutes length{};
    std::optional<CalendarRule> rule;
    std::vector<Span> shifts;   // of the span that was asked for, without what was cancelled or moved
    std::vector<Span> dropped;  // of the rule, but cancelled or moved
    std::vector<Span> extra;    // beside the rule; they are among the shifts too
};

struct Calendar {
    std::string name;
    std::vector<CalendarEvent> events;
    std::vector<Departure> departures;
};

Expected<Calendar> read_calendar(const std::string& text, const Span& wanted);

}  // namespace tocsin::imports
