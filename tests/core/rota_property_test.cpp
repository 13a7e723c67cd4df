// The rules of on-call against a reader of clocks that knows nothing but minutes: it walks through them one
// by one and looks at the wall. And the promise that no schedule has a gap or an overlap that it does not ask
// for.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "tests/core/schedules.h"

using namespace tocsin;
using namespace tocsin::testing;
using Rotation = Layer::Rotation;
using std::chrono::days;
using std::chrono::minutes;

namespace {

constexpr auto step = minutes{1};

// The wall clock of a zone, minute by minute, over a span.
class Walk {
  public:
    Walk(const std::string& zone_name, Time from, Time to) : from_(from) {
        const auto zone = Zone::load(zone_name).value();
        for (auto at = from; at < to; at += step)
            shown_.push_back(std::chrono::floor<minutes>(zone.wall(at)));
        most_ = shown_;
        for (std::size_t i = 1; i < most_.size(); ++i) most_[i] = std::max(most_[i], most_[i - 1]);
        least_ = shown_;
        for (std::size_t i = least_.size() - 1; i-- > 0;) least_[i] = std::min(least_[i], least_[i + 1]);
    }
    std::size_t size() const { return shown_.size(); }
    Time at(std::size_t minute) const { return from_ + minute * step; }
    WallDay first_day() const { return std::chrono::floor<days>(shown_.front()); }
    WallDay last_day() const { return std::chrono::floor<days>(shown_.back()); }
    // The first minute by which the clock has come to `wall`.
    std::size_t reached_first(WallTime wall) const { return place(most_, wall); }
    // The last minute that shows it; where none does, the first from which the clock never is before it.
    std::size_t reached_last(WallTime wall) const {
        const auto shown = std::ranges::find(shown_.rbegin(), shown_.rend(), wall);
        return shown == shown_.rend() ? place(least_, wall)
                                      : static_cast<std::size_t>(shown_.rend() - shown) - 1;
    }

  private:
    static std::size_t place(const std::vector<WallTime>& sorted, WallTime wall) {
        return static_cast<std::size_t>(std::ranges::lower_bound(sorted, wall) - sorted.begin());
    }
    Time from_;
    std::vector<WallTime> shown_, most_, least_;
};

bool has(const std::vector<int>& weekdays, WallDay day) {
    return std::ranges::find(weekdays, iso_weekday(day)) != weekdays.end();
}

std::vector<WallTime> unit_starts(const Layer& layer, WallTime until) {
    std::vector<WallTime> starts{layer.start};
    while (starts.back() <= until) {
        auto next = starts.back();
        if (layer.rotation == Rotation::hourly) {
            next += std::chrono::hours{layer.every};
        } else if (layer.advance_active_days) {
            for (int unit = 0; unit < layer.every; ++unit) {
                // A first day that uses up no turn has to be got over before a unit has passed.
                if (unit == 0 && starts.size() == 1) {
                    while (!has(layer.active_days, std::chrono::floor<days>(next))) next += days{1};
                }
                do next += days{1};
                while (!has(layer.active_days, std::chrono::floor<days>(next)));
            }
        } else {
            next += days{layer.every} * (layer.rotation == Rotation::weekly ? 7 : 1);
        }
        starts.push_back(next);
    }
    return starts;
}

// For every minute the index of the entry whose turn it is, or -1.
std::vector<int> walk_turns(const Layer& layer, const Walk& walk) {
    std::vector<int> entry(walk.size(), -1);
    const auto starts = unit_starts(layer, walk.last_day() + days{3});
    int number = 0;
    for (std::size_t k = 0; k + 1 < starts.size(); ++k) {
        const auto begin = walk.reached_first(starts[k]);
        const auto end = walk.reached_first(starts[k + 1]);
        if (begin == end) continue;
        for (auto minute = begin; minute < end; ++minute)
            entry[minute] = number % static_cast<int>(layer.members.size());
        ++number;
    }
    return entry;
}

std::vector<bool> walk_windows(const Layer& layer, const Walk& walk) {
    std::vector<bool> inside(walk.size(), layer.restrictions.empty());
    for (const auto& window : layer.restrictions) {
        for (auto day = walk.first_day() - days{9}; day <= walk.last_day() + days{1}; day += days{1}) {
            if (window.from_day != 0 ? iso_weekday(day) != window.from_day
                                     : !window.days.empty() && !has(window.days, day)) {
                continue;
            }
            auto end = day;
            if (window.from_day != 0) {
                while (iso_weekday(end) != window.to_day) end += days{1};
            }
            if (end == day && window.to_minute <= window.from_minute)
                end += window.from_day != 0 ? days{7} : days{1};
            const auto close = walk.reached_last(end + minutes{window.to_minute});
            for (auto minute = walk.reached_first(day + minutes{window.from_minute}); minute < close;
                 ++minute)
                inside[minute] = true;
        }
    }
    return inside;
}

struct Place {
    const char* zone;
    const char* around;  // something happens to the clock
};

// Hours and half hours that are skipped or repeated, also at midnight and at one minute past; a day left out;
// two changes within weeks; zones with quarter hours; one far in the future.
constexpr Place places[] = {
    {"America/New_York", "2025-03-09T07:00:00Z"},    {"America/New_York", "2025-11-02T06:00:00Z"},
    {"Australia/Lord_Howe", "2025-10-04T15:30:00Z"}, {"Australia/Lord_Howe", "2025-04-05T15:00:00Z"},
    {"America/St_Johns", "2010-11-07T02:31:00Z"},    {"America/St_Johns", "2010-03-14T03:31:00Z"},
    {"America/Havana", "2025-11-02T05:00:00Z"},      {"America/Sao_Paulo", "2018-11-04T03:00:00Z"},
    {"Pacific/Apia", "2011-12-30T10:00:00Z"},        {"Antarctica/Troll", "2025-03-30T01:00:00Z"},
    {"Africa/Casablanca", "2025-02-23T02:00:00Z"},   {"Asia/Kathmandu", "2025-01-01T00:00:00Z"},
    {"Europe/Berlin", "2071-03-29T01:00:00Z"},       {"Pacific/Chatham", "2025-04-05T14:00:00Z"},
};

class Dice {
  public:
    explicit Dice(unsigned seed) : source_(seed) {}
    int below(int limit) { return static_cast<int>(source_() % static_cast<unsigned>(limit)); }
    bool chance(int percent) { return below(100) < percent; }
    std::vector<int> weekdays() {
        std::vector<int> chosen;
        for (int day = 1; day <= 7; ++day)
            if (chance(55)) chosen.push_back(day);
        return chosen;
    }

  private:
    std::mt19937 source_;
};

Layer random_layer(Dice& dice, WallDay around) {
    constexpr Rotation rotations[] = {Rotation::hourly, Rotation::daily, Rotation::weekly};
    auto made = layer(rotations[dice.below(3)],
                      around - days{1 + dice.below(12)} + minutes{dice.below(3) * 30 + dice.below(24) * 60},
                      {"a", "b", "c", "d", "e"});
    made.every = 1 + dice.below(3);
    if (made.rotation == Rotation::daily && dice.chance(40)) {
        made.advance_active_days = true;
        made.active_days = dice.weekdays();
        if (made.active_days.empty()) made.active_days = {3};
    }
    for (int i = dice.below(3); i > 0; --i) {
        Restriction window{dice.weekdays(), dice.below(48) * 30, dice.below(48) * 30, 0, 0};
        if (dice.chance(30))
            window = {{}, window.from_minute, window.to_minute, 1 + dice.below(7), 1 + dice.below(7)};
        made.restrictions.push_back(std::move(window));
    }
    return made;
}

std::vector<std::string> system_zones() {
    std::vector<std::string> names;
    const std::filesystem::path root("/usr/share/zoneinfo");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        const auto name = std::filesystem::relative(entry.path(), root).string();
        if (name.starts_with("right/") || name.starts_with("posix/") || !entry.is_regular_file()) continue;
        if (Zone::load(name)) names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace

TEST_CASE("turns and windows are those that a reader of the wall clock sees, minute by minute") {
    for (const auto& place : places) {
        CAPTURE(place.zone);
        CAPTURE(place.around);
        const auto middle = testing::at(place.around);
        const Walk walk(place.zone, middle - days{15}, middle + days{9});
        const auto around = std::chrono::floor<days>(Zone::load(place.zone)->wall(middle));
        for (unsigned seed = 0; seed < 60; ++seed) {
            CAPTURE(seed);
            Dice dice(seed);
            const auto made = random_layer(dice, around);
            const Rota rota(schedule(place.zone, {made}));
            const auto turns = walk_turns(made, walk);
            const auto inside = walk_windows(made, walk);
            std::size_t wrong = walk.size();
            for (std::size_t minute = 0; minute < walk.size(); minute += 5) {
                const auto people = rota.on_call_at(walk.at(minute));
                const auto expected = turns[minute] < 0 || !inside[minute]
                                          ? std::vector<PersonId>{}
                                          : made.members[static_cast<std::size_t>(turns[minute])];
                if (people != expected) wrong = std::min(wrong, minute);
            }
            CAPTURE(format_rfc3339(walk.at(wrong)));
            CHECK(wrong == walk.size());
        }
    }
}

TEST_CASE("coverage and until tell of every change and of no other") {
    for (const auto& place : places) {
        CAPTURE(place.zone);
        const auto middle = testing::at(place.around);
        const auto around = std::chrono::floor<days>(Zone::load(place.zone)->wall(middle));
        for (unsigned seed = 0; seed < 20; ++seed) {
            CAPTURE(seed);
            Dice dice(1000 + seed);
            auto low = random_layer(dice, around);
            auto high = random_layer(dice, around);
            high.priority = dice.below(2);
            if (dice.chance(50)) high.shift_length = Duration(minutes{30 * (1 + dice.below(40))});
            auto plan = schedule(place.zone, {low, high});
            plan.overrides.push_back(
                {Override::Kind::replace, middle - 3h, middle + 5h, {PersonId("sam")}, PersonId("a"), 0});
            const Rota rota(plan);
            const auto from = middle - days{4}, to = middle + days{4};
            const auto coverage = rota.coverage(from, to);
            auto before = rota.on_call_at(from);
            for (auto at = from; at < to; at += minutes{10}) {
                const auto people = rota.on_call_at(at);
                std::vector<PersonId> covered;
                for (const auto& shift : coverage.shifts) {
                    if (shift.start <= at && at < shift.end) covered.push_back(shift.person);
                }
                std::ranges::sort(covered);
                const bool gap = std::ranges::any_of(
                    coverage.gaps, [&](const Gap& g) { return g.start <= at && at < g.end; });
                if (people != covered || gap != people.empty()) FAIL_CHECK(format_rfc3339(at));
                if (people != before && rota.until(at - minutes{10}).value_or(never) > at)
                    FAIL_CHECK("until misses the change before " << format_rfc3339(at));
                before = people;
            }
        }
    }
}

TEST_CASE("ten years of every zone of the system have no gap and no overlap") {
    const auto from = testing::at("2020-01-01T00:00:00Z"), to = testing::at("2030-01-01T00:00:00Z");
    const auto zones = system_zones();
    CHECK(zones.size() > 300);
    for (const auto& zone : zones) {
        CAPTURE(zone);
        auto daily = layer(Rotation::daily, wall(2019, 12, 20, 2, 30), {"a", "b", "c"});
        auto weekdays = layer(Rotation::weekly, wall(2019, 12, 16, 0), {"d", "e"});
        weekdays.priority = 1;
        weekdays.restrictions = {{{1, 2, 3, 4, 5}, 9 * 60, 17 * 60, 0, 0}};
        for (auto plan : {std::vector{daily}, std::vector{daily, weekdays}}) {
            const auto coverage = Rota(schedule(zone, plan)).coverage(from, to);
            CHECK(coverage.gaps.empty());
            auto reached = from;
            bool tiled = true;
            for (const auto& shift : coverage.shifts) {
                tiled = tiled && shift.start == reached;
                reached = shift.end;
            }
            CHECK(tiled);
            CHECK(reached == to);
        }
    }
}

TEST_CASE("the answer does not depend on the process's zone or on the span asked for") {
    auto plan = schedule("Europe/Berlin", {layer(Rotation::hourly, wall(2015, 1, 1), {"a", "b", "c"})});
    const auto when = testing::at("2025-03-30T05:00:00Z");
    const auto before = Rota(plan).on_call_at(when);
    ::setenv("TZ", "Asia/Tokyo", 1);
    ::tzset();
    CHECK(Rota(plan).on_call_at(when) == before);
    ::unsetenv("TZ");
    ::tzset();
    const Rota rota(plan);
    for (const auto span : {days{1}, days{30}, days{400}}) {
        const auto coverage = rota.coverage(when - span, when + span);
        const auto shift = std::ranges::find_if(
            coverage.shifts, [&](const Shift& s) { return s.start <= when && when < s.end; });
        REQUIRE(shift != coverage.shifts.end());
        CHECK(std::vector{shift->person} == before);
        CHECK(shift->end - shift->start == 1h);
    }
}
