#include "bot/imports/recurrence.h"

#include <algorithm>

namespace tocsin::imports {
namespace {

using Rotation = Layer::Rotation;
using std::chrono::days;
using std::chrono::minutes;

constexpr minutes one_day{24 * 60}, one_week{7 * 24 * 60};
constexpr int safe_day_of_month = 28;  // every month has it

std::unexpected<Error> no_layer(std::string why) {
    return fail(ErrorKind::invalid, std::move(why));
}

WallDay day_of(WallTime at) {
    return std::chrono::floor<days>(at);
}
int minute_of(WallTime at) {
    return static_cast<int>((at - day_of(at)).count());
}
WallDay week_of(WallTime at, int week_start) {
    auto day = day_of(at);
    while (iso_weekday(day) != week_start) day -= days{1};
    return day;
}
bool has(const std::vector<int>& weekdays, WallDay day) {
    return std::ranges::find(weekdays, iso_weekday(day)) != weekdays.end();
}

// Turns of one unit, with nobody in those that are skipped.
Expected<void> spread(Layer& layer, const Recurrence& r) {
    const auto every = static_cast<std::size_t>(r.every);
    if (r.turns.size() * every > most_members) return no_layer("it would take too many turns");
    layer.every = 1;
    for (const auto& people : r.turns) {
        layer.members.push_back(people);
        layer.members.resize(layer.members.size() + every - 1);
    }
    return {};
}

// The same people follow one another in every turn: where it begins does not matter.
bool is_steady(const Recurrence& r) {
    return r.turns.size() == 1 && r.every == 1;
}

void open_windows(Layer& layer, const std::vector<int>& weekdays, const Recurrence& r) {
    if (r.length <= one_day) {
        layer.restrictions.push_back(window(weekdays, minute_of(r.start), r.length));
        return;
    }
    for (const int day : weekdays)
        layer.restrictions.push_back(weekly_window(day, minute_of(r.start), r.length));
}

Expected<void> make_weekly(Layer& layer, const Recurrence& r) {
    const auto weekdays = r.by_day.empty() ? std::vector{iso_weekday(day_of(r.start))} : r.by_day;
    if (weekdays.size() == 1 && has(weekdays, day_of(r.start)) && r.length == one_week * r.every) {
        layer.every = r.every;
        layer.members = r.turns;
        return {};
    }
    if (r.length > one_week) return no_layer("its shifts overlap or last longer than a week");
    // Weeks that are skipped count from that of the start, also when no day of it is left.
    const auto begin = week_of(r.start, r.week_start);
    auto first = r.start;
    while (!has(weekdays, day_of(first)) || (week_of(first, r.week_start) - begin).count() / 7 % r.every != 0)
        first += days{1};
    // Weeks begin at the hour of the shift, so that the last night of a week is still part of it.
    auto anchor = first;
    if (weekdays.size() > 1) {
        anchor = week_of(first, r.week_start) + minutes{minute_of(first)};
        auto last = anchor + days{6};
        while (!has(weekdays, day_of(last))) last -= days{1};
        if (last + r.length > anchor + one_week && !is_steady(r))
            return no_layer("its last shift of a week goes on into the next");
    }
    layer.start = first;
    if (anchor != first) layer.anchor = anchor;
    if (auto done = spread(layer, r); !done) return done;
    if (r.length < one_week) open_windows(layer, weekdays, r);
    return {};
}

Expected<void> make_daily(Layer& layer, const Recurrence& r) {
    layer.rotation = Rotation::daily;
    if (!r.by_day.empty()) {
        if (r.every != 1) return no_layer("days of the week beside an interval of days");
        if (r.length > one_day) return no_layer("its shifts overlap or last longer than a day");
        auto first = r.start;
        while (!has(r.by_day, day_of(first))) first += days{1};
        layer.start = first;
        layer.members = r.turns;
        layer.advance_active_days = r.turns.size() > 1;
        if (layer.advance_active_days) layer.active_days = r.by_day;
        open_windows(layer, r.by_day, r);
        return {};
    }
    if (r.length == one_day * r.every) {
        layer.every = r.every;
        layer.members = r.turns;
        return {};
    }
    if (r.length > one_day) return no_layer("its shifts overlap, or last days and then pause");
    if (auto done = spread(layer, r); !done) return done;
    if (r.length < one_day) open_windows(layer, {}, r);
    return {};
}

Expected<void> make_hourly(Layer& layer, const Recurrence& r) {
    layer.rotation = Rotation::hourly;
    const minutes turn{60 * r.every};
    if (r.length > turn) return no_layer("its shifts overlap");
    layer.every = r.every;
    layer.members = r.turns;
    if (r.length < turn) layer.shift_length = r.length;
    for (const int day : r.by_day) layer.restrictions.push_back(window({day}, 0, one_day));
    return {};
}

Expected<void> make_monthly(Layer& layer, const Recurrence& r) {
    layer.rotation = Rotation::monthly;
    const auto date = std::chrono::year_month_day(day_of(r.start));
    if (!r.by_day.empty()) return no_layer("days of the week in a month");
    if (static_cast<unsigned>(date.day()) > safe_day_of_month)
        return no_layer("a day that not every month has");
    if (r.length > one_day * safe_day_of_month)
        return no_layer("its shifts are longer than the shortest month");
    layer.every = r.every;
    layer.members = r.turns;
    layer.shift_length = r.length;
    return {};
}

// Whether a shift begins at that minute of the clock, by the layer itself.
bool begins_at(const Rota& rota, const Layer& layer, WallTime at) {
    const auto instant = rota.zone().first(at);
    const auto duty = rota.on_duty_at(instant);
    if (duty.empty()) return false;
    const auto opens = [&](const Restriction& restriction) {
        const int day = iso_weekday(day_of(at));
        return restriction.from_day != 0 ? restriction.from_day == day
                                         : restriction.days.empty() || has(restriction.days, day_of(at));
    };
    if (!layer.restrictions.empty()) return std::ranges::any_of(layer.restrictions, opens);
    return duty.front().because.front().since == instant;
}

// The layer ends with the last shift that begins by then.
void end_with(Layer& layer, const Recurrence& r, const Zone& zone, const std::string& timezone) {
    const auto wall = std::chrono::floor<minutes>(zone.wall(*r.until));
    layer.end = wall;
    if (layer.rotation == Rotation::hourly || wall < r.start) return;
    Schedule endless;
    endless.timezone = timezone;
    endless.layers = {layer};
    endless.layers.front().end.reset();
    const Rota rota(std::move(endless));
    auto at = day_of(wall) + minutes{minute_of(r.start)};
    if (at > wall) at -= days{1};
    constexpr days longest_pause{2 * 366};
    for (const auto earliest = std::max(layer.start, WallTime(at - longest_pause)); at >= earliest;
         at -= days{1}) {
        if (!begins_at(rota, layer, at)) continue;
        layer.end = at + r.length;
        return;
    }
}

}  // namespace

Expected<Layer> layer_of(const Recurrence& recurrence, const Zone& zone, const std::string& timezone) {
    Layer layer;
    layer.start = recurrence.start;
    if (recurrence.length <= minutes{0} || recurrence.every < 1 || recurrence.turns.empty())
        return no_layer("it has no length, no interval or no people");
    const auto make = [&]() -> Expected<void> {
        switch (recurrence.frequency) {
            case Rotation::hourly:
                return make_hourly(layer, recurrence);
            case Rotation::daily:
                return make_daily(layer, recurrence);
            case Rotation::weekly:
                return make_weekly(layer, recurrence);
            case Rotation::monthly:
                return make_monthly(layer, recurrence);
            case Rotation::none:
                break;
        }
        layer.rotation = Rotation::none;
        layer.members = {recurrence.turns.front()};
        layer.end = recurrence.start + recurrence.length;
        return {};
    };
    if (auto made = make(); !made) return std::unexpected(made.error());
    if (recurrence.last) {
        layer.end = *recurrence.last + recurrence.length;
    } else if (recurrence.until && recurrence.frequency != Rotation::none) {
        end_with(layer, recurrence, zone, timezone);
    }
    constexpr WallTime for_ever{WallDay{std::chrono::year{2400} / 1 / 1}};
    if (layer.end && *layer.end > for_ever) layer.end.reset();
    return layer;
}

void name_hours(const Layer& layer, const std::string& where, const Reading& reading) {
    if (layer.rotation != Rotation::hourly && !layer.shift_length) return;
    reading.depart(where, "a shift that is measured in hours",
                   "it may be an hour off over a change of the clock");
}

}  // namespace tocsin::imports
