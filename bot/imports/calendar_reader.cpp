#include "bot/imports/calendar_reader.h"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <memory>

#include "bot/base/text.h"
#include "bot/imports/reading.h"

namespace tocsin::imports {
namespace {

using std::chrono::minutes;

constexpr int most_steps = 500'000;  // of all rules together
constexpr std::size_t most_events = 50'000;

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct FreeIterator {
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

std::string text_or_empty(const char* text) {
    return text == nullptr ? std::string() : std::string(text);
}

WallSeconds wall_of(const icaltimetype& at) {
    const std::chrono::year_month_day date{std::chrono::year{at.year},
                                           std::chrono::month{static_cast<unsigned>(at.month)},
                                           std::chrono::day{static_cast<unsigned>(at.day)}};
    const auto clock =
        at.is_date ? std::chrono::seconds{}
                   : std::chrono::hours{at.hour} + minutes{at.minute} + std::chrono::seconds{at.second};
    return WallDay(date) + clock;
}

icaltimetype time_of_wall(WallSeconds wall, const icaltimetype& like) {
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(wall - day);
    auto at = like;
    at.year = int(date.year());
    at.month = static_cast<int>(unsigned(date.month()));
    at.day = static_cast<int>(unsigned(date.day()));
    at.hour = static_cast<int>(clock.hours().count());
    at.minute = static_cast<int>(clock.minutes().count());
    at.second = static_cast<int>(clock.seconds().count());
    at.zone = nullptr;
    return at;
}

// The clock that an event's times are of: one of the system, or one that the file itself describes.
struct EventClock {
    std::string name;  // IANA; empty: `own`
    Zone zone;
    icaltimezone* own = nullptr;

    Time instant(WallSeconds wall, const icaltimetype& like) const {
        if (own == nullptr) return zone.first(wall);
        auto at = time_of_wall(wall, like);
        at.is_date = 0;
        return time_from_unix(icaltime_as_timet_with_zone(at, own));
    }
};

class Reader {
  public:
    Reader(icalcomponent* root, const Span& wanted) : root_(root), wanted_(wanted) {}

    Expected<Calendar> read() {
        calendar_.name = plain_line(x_property(root_, "X-WR-CALNAME"));
        home_ = x_property(root_, "X-WR-TIMEZONE");
        if (!Zone::load(home_)) home_ = "UTC";
        for (auto* event = icalcomponent_get_first_component(root_, ICAL_VEVENT_COMPONENT); event != nullptr;
             event = icalcomponent_get_next_component(root_, ICAL_VEVENT_COMPONENT)) {
            if (events_.size() == most_events)
                return std::unexpected(unreadable("the calendar", "it has too many events."));
            events_.push_back(event);
        }
        if (auto done = note_moved(); !done) return std::unexpected(done.error());
        for (auto* event : events_) {
            if (auto done = read_event(event); !done) return std::unexpected(done.error());
        }
        return std::move(calendar_);
    }

  private:
    // At once: libical walks with one finger for each component, which any other look moves.
    static std::vector<icalproperty*> properties(icalcomponent* of, icalproperty_kind kind) {
        std::vector<icalproperty*> found;
        for (auto* each = icalcomponent_get_first_property(of, kind); each != nullptr;
             each = icalcomponent_get_next_property(of, kind)) {
            found.push_back(each);
        }
        return found;
    }

    static std::string x_property(icalcomponent* of, std::string_view name) {
        for (auto* property : properties(of, ICAL_X_PROPERTY)) {
            if (text_or_empty(icalproperty_get_x_name(property)) == name)
                return text_or_empty(icalproperty_get_x(property));
        }
        return {};
    }

    static std::string where(icalcomponent* event) {
        return fmt::format("event {}", plain_line(text_or_empty(icalcomponent_get_summary(event))));
    }
    void depart(icalcomponent* event, std::string what, std::string instead) {
        calendar_.departures.push_back({where(event), std::move(what), std::move(instead)});
    }
    static bool is_cancelled(icalcomponent* event) {
        return icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED;
    }

    static icalproperty* property(icalcomponent* event, icalproperty_kind kind) {
        return icalcomponent_get_first_property(event, kind);
    }

    // "/vendor/2024a/America/New_York" means America/New_York too.
    static std::string iana_of(const std::string& tzid) {
        for (std::string_view rest = tzid; !rest.empty();) {
            if (Zone::load(rest)) return std::string(rest);
            const auto slash = rest.find('/');
            if (slash == std::string_view::npos) break;
            rest.remove_prefix(slash + 1);
        }
        return {};
    }

    Expected<EventClock> clock_of(icalproperty* property, const icaltimetype& at, icalcomponent* event) {
        if (at.is_date == 0 && icaltime_is_utc(at)) return EventClock{"UTC", Zone(), nullptr};
        auto* parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
        const auto tzid =
            parameter == nullptr ? std::string() : text_or_empty(icalparameter_get_tzid(parameter));
        if (tzid.empty()) return EventClock{home_, Zone::load_or_utc(home_), nullptr};
        if (auto name = iana_of(tzid); !name.empty())
            return EventClock{name, Zone::load_or_utc(name), nullptr};
        if (auto* own = icalcomponent_get_timezone(root_, tzid.c_str()); own != nullptr) {
            const auto place = iana_of(text_or_empty(icaltimezone_get_location(own)));
            if (!place.empty()) return EventClock{place, Zone::load_or_utc(place), nullptr};
            return EventClock{{}, Zone(), own};
        }
        return std::unexpected(unreadable(
            where(event),
            fmt::format("the time zone \"{}\" is neither known to this machine nor described in the file.",
                        plain_line(tzid))));
    }

    Expected<Time> instant_of(icalproperty* property, const icaltimetype& at, icalcomponent* event) {
        const auto clock = clock_of(property, at, event);
        if (!clock) return std::unexpected(clock.error());
        return clock->instant(wall_of(at), at);
    }

    // Occurrences that have an event of their own, or none any more.
    Expected<void> note_moved() {
        for (auto* event : events_) {
            auto* id = property(event, ICAL_RECURRENCEID_PROPERTY);
            if (id == nullptr) continue;
            const auto at = instant_of(id, icalproperty_get_recurrenceid(id), event);
            if (!at) return std::unexpected(at.error());
            moved_[text_or_empty(icalcomponent_get_uid(event))].push_back(*at);
            if (icalproperty_get_first_parameter(id, ICAL_RANGE_PARAMETER) != nullptr)
                depart(event, "a change of this and all later ones", "it is read as a change of this one");
        }
        return {};
    }

    Expected<void> read_event(icalcomponent* source) {
        auto* begins = property(source, ICAL_DTSTART_PROPERTY);
        const auto start = begins == nullptr ? icaltime_null_time() : icalproperty_get_dtstart(begins);
        if (icaltime_is_null_time(start) || !icaltime_is_valid_time(start))
            return std::unexpected(unreadable(where(source), "its DTSTART cannot be read."));
        if (is_cancelled(source)) return {};
        const auto clock = clock_of(begins, start, source);
        if (!clock) return std::unexpected(clock.error());
        if (auto* error = property(source, ICAL_XLICERROR_PROPERTY); error != nullptr) {
            depart(source, plain_line(text_or_empty(icalproperty_get_xlicerror(error))),
                   "that line is left out");
        }
        CalendarEvent event;
        event.summary = text_or_empty(icalcomponent_get_summary(source));
        event.timezone = clock->name;
        event.start = std::chrono::floor<minutes>(wall_of(start));
        const auto length = length_of(source, start, *clock);
        if (!length) return std::unexpected(length.error());
        event.length = std::chrono::ceil<minutes>(*length);
        read_attendees(source, event);
        const auto shift_at = [&](WallSeconds wall) {
            return Span{clock->instant(wall, start), clock->instant(wall + *length, start)};
        };
        auto* rule = property(source, ICAL_RRULE_PROPERTY);
        if (rule == nullptr) {
            keep(event.shifts, shift_at(wall_of(start)));
        } else if (auto done = expand(source, rule, start, *clock, shift_at, event); !done) {
            return done;
        }
        if (auto done = add_dates(source, shift_at, event); !done) return done;
        if (event.rule || !event.shifts.empty()) calendar_.events.push_back(std::move(event));
        return {};
    }

    void keep(std::vector<Span>& shifts, const Span& shift) const {
        if (shift.to > wanted_.from && shift.from < wanted_.to && shift.to > shift.from)
            shifts.push_back(shift);
    }

    Expected<std::chrono::seconds> length_of(icalcomponent* event, const icaltimetype& start,
                                             const EventClock& clock) {
        std::chrono::seconds length{start.is_date ? 86400 : 0};
        if (auto* ends = property(event, ICAL_DTEND_PROPERTY); ends != nullptr) {
            const auto end = icalproperty_get_dtend(ends);
            const auto other = clock_of(ends, end, event);
            if (!other) return std::unexpected(other.error());
            const bool same = other->name == clock.name && other->own == clock.own;
            length = same ? wall_of(end) - wall_of(start)
                          : std::chrono::floor<std::chrono::seconds>(other->instant(wall_of(end), end) -
                                                                     clock.instant(wall_of(start), start));
        } else if (auto* lasts = property(event, ICAL_DURATION_PROPERTY); lasts != nullptr) {
            length = std::chrono::seconds{icaldurationtype_as_int(icalproperty_get_duration(lasts))};
        }
        constexpr std::chrono::days longest{10 * 366};
        if (length < std::chrono::seconds{} || length > longest)
            return std::unexpected(unreadable(where(event), "it ends before it starts, or never."));
        return length;
    }

    static void read_attendees(icalcomponent* source, CalendarEvent& event) {
        for (auto* property : properties(source, ICAL_ATTENDEE_PROPERTY)) {
            auto address = text_or_empty(icalproperty_get_attendee(property));
            if (to_lower(address).starts_with("mailto:")) address = address.substr(7);
            auto* name = icalproperty_get_first_parameter(property, ICAL_CN_PARAMETER);
            event.attendees.push_back(
                {name == nullptr ? std::string() : text_or_empty(icalparameter_get_cn(name)), address});
        }
    }

    static Layer::Rotation frequency_of(icalrecurrencetype_frequency frequency) {
        if (frequency == ICAL_HOURLY_RECURRENCE) return Layer::Rotation::hourly;
        if (frequency == ICAL_DAILY_RECURRENCE) return Layer::Rotation::daily;
        if (frequency == ICAL_WEEKLY_RECURRENCE) return Layer::Rotation::weekly;
        return frequency == ICAL_MONTHLY_RECURRENCE ? Layer::Rotation::monthly : Layer::Rotation::none;
    }

    static int iso_of(int weekday) { return weekday == ICAL_SUNDAY_WEEKDAY ? 7 : weekday - 1; }

    static CalendarRule rule_of(const icalrecurrencetype& rule, const std::string& text) {
        CalendarRule made;
        made.text = text;
        made.frequency = frequency_of(rule.freq);
        made.every = std::max<int>(rule.interval, 1);
        made.week_start = iso_of(rule.week_start);
        const auto is_empty = [](const short* list) { return list[0] == ICAL_RECURRENCE_ARRAY_MAX; };
        made.plain = made.frequency != Layer::Rotation::none && is_empty(rule.by_second) &&
                     is_empty(rule.by_minute) && is_empty(rule.by_hour) && is_empty(rule.by_month_day) &&
                     is_empty(rule.by_year_day) && is_empty(rule.by_week_no) && is_empty(rule.by_month) &&
                     is_empty(rule.by_set_pos) && rule.rscale == nullptr;
        for (const short* day = rule.by_day; *day != ICAL_RECURRENCE_ARRAY_MAX; ++day) {
            made.plain = made.plain && icalrecurrencetype_day_position(*day) == 0;
            made.by_day.push_back(iso_of(icalrecurrencetype_day_day_of_week(*day)));
        }
        std::ranges::sort(made.by_day);
        return made;
    }

    // The end of a rule is told in UTC, its starts in the event's zone.
    static void end_on_the_same_clock(icalrecurrencetype& rule, const EventClock& clock) {
        if (icaltime_is_null_time(rule.until)) return;
        constexpr std::chrono::seconds rest_of_the_day{86399};
        const auto until = rule.until.is_date ? wall_of(rule.until) + rest_of_the_day
                           : icaltime_is_utc(rule.until) && clock.own == nullptr
                               ? clock.zone.wall(Zone().first(wall_of(rule.until)))
                               : wall_of(rule.until);
        rule.until = time_of_wall(until, rule.until);
        rule.until.is_date = 0;
    }

    struct Dropped {
        std::vector<Time> starts;
        std::vector<WallDay> days;  // whatever starts on them
        bool has(Time start, WallDay day) const {
            return std::ranges::binary_search(starts, start) || std::ranges::binary_search(days, day);
        }
    };

    Expected<Dropped> dropped_of(icalcomponent* source) {
        Dropped dropped{moved_[text_or_empty(icalcomponent_get_uid(source))], {}};
        for (auto* property : properties(source, ICAL_EXDATE_PROPERTY)) {
            const auto at = icalproperty_get_exdate(property);
            if (at.is_date) {
                dropped.days.push_back(std::chrono::floor<std::chrono::days>(wall_of(at)));
                continue;
            }
            const auto instant = instant_of(property, at, source);
            if (!instant) return std::unexpected(instant.error());
            dropped.starts.push_back(*instant);
        }
        std::ranges::sort(dropped.starts);
        std::ranges::sort(dropped.days);
        return dropped;
    }

    Expected<void> expand(icalcomponent* source, icalproperty* property, icaltimetype start,
                          const EventClock& clock, const auto& shift_at, CalendarEvent& event) {
        auto rule = icalproperty_get_rrule(property);
        event.rule = rule_of(rule, plain_line(text_or_empty(icalproperty_get_value_as_string(property))));
        if (properties(source, ICAL_RRULE_PROPERTY).size() > 1)
            depart(source, "more than one rule", "the first one is read");
        end_on_the_same_clock(rule, clock);
        const auto dropped = dropped_of(source);
        if (!dropped) return std::unexpected(dropped.error());
        const bool ends = rule.count > 0 || !icaltime_is_null_time(rule.until);
        start.zone = nullptr;
        const std::unique_ptr<icalrecur_iterator, FreeIterator> iterator(icalrecur_iterator_new(rule, start));
        if (!iterator || event.rule->frequency == Layer::Rotation::none) event.rule->plain = false;
        if (!iterator) return std::unexpected(unreadable(where(source), "its rule cannot be read."));
        bool comes = false;
        for (auto at = icalrecur_iterator_next(iterator.get()); !icaltime_is_null_time(at);
             at = icalrecur_iterator_next(iterator.get())) {
            if (++steps_ > most_steps) {
                return std::unexpected(
                    unreadable(where(source), "its rule repeats too often to be written out."));
            }
            comes = true;
            const auto wall = wall_of(at);
            const auto shift = shift_at(wall);
            if (shift.from >= wanted_.to && !ends) break;
            if (ends) event.rule->last = std::chrono::floor<minutes>(wall);
            const bool off = dropped->has(shift.from, std::chrono::floor<std::chrono::days>(wall));
            keep(off ? event.dropped : event.shifts, shift);
        }
        if (!comes) event.rule.reset();
        return {};
    }

    Expected<void> add_dates(icalcomponent* source, const auto& shift_at, CalendarEvent& event) {
        for (auto* property : properties(source, ICAL_RDATE_PROPERTY)) {
            const auto date = icalproperty_get_rdate(property);
            if (icaltime_is_null_time(date.time)) {
                depart(source, "a date with a period of its own", "it is left out");
                continue;
            }
            const auto shift = shift_at(wall_of(date.time));
            keep(event.extra, shift);
            keep(event.shifts, shift);
        }
        return {};
    }

    icalcomponent* root_;
    Span wanted_;
    std::vector<icalcomponent*> events_;
    std::string home_;                                // of times that name no zone
    std::map<std::string, std::vector<Time>> moved_;  // by UID
    int steps_ = 0;
    Calendar calendar_;
};

}  // namespace

Expected<Calendar> read_calendar(const std::string& text, const Span& wanted) {
    constexpr std::string_view end = "END:VCALENDAR";
    if (!to_lower(trim(text)).ends_with(to_lower(end))) {
        return std::unexpected(
            unreadable("the calendar", "it does not end with END:VCALENDAR: it is none, or it was cut."));
    }
    icalerror_set_errors_are_fatal(0);
    const std::unique_ptr<icalcomponent, FreeComponent> parsed(icalparser_parse_string(text.c_str()));
    auto* root = parsed.get();
    if (root != nullptr && icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT)
        root = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
    if (root == nullptr) return std::unexpected(unreadable("the calendar", "it has no VCALENDAR."));
    return Reader(root, wanted).read();
}

}  // namespace tocsin::imports
