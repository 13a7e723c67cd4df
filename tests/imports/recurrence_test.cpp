// Shifts that repeat, with people who take turns, against a reader that goes from day to day and counts.
#include "bot/imports/recurrence.h"

#include <random>

#include "tests/imports/reading.h"

using namespace tocsin;
using namespace tocsin::imports;
using std::chrono::days;
using std::chrono::minutes;
using Rotation = Layer::Rotation;

namespace {

constexpr days looked_at{200};

bool has(const std::vector<int>& weekdays, WallDay day) {
    return std::ranges::find(weekdays, iso_weekday(day)) != weekdays.end();
}

struct Event {
    WallTime start, end;
    std::vector<PersonId> people;
};

WallDay week_of(WallDay day, int week_start) {
    while (iso_weekday(day) != week_start) day -= days{1};
    return day;
}

// By the words of RFC 5545 for weeks and days, one person after the other.
std::vector<Event> events_of(const Recurrence& r) {
    std::vector<Event> events;
    const auto first = std::chrono::floor<days>(r.start);
    std::optional<std::int64_t> first_period;
    for (auto day = first; day < first + looked_at; day += days{1}) {
        std::int64_t period = (day - first).count();
        if (r.frequency == Rotation::weekly) {
            const auto weekdays = r.by_day.empty() ? std::vector{iso_weekday(first)} : r.by_day;
            period = (week_of(day, r.week_start) - week_of(first, r.week_start)).count() / 7;
            if (!has(weekdays, day)) continue;
        } else if (!r.by_day.empty()) {
            if (!has(r.by_day, day)) continue;
            period = static_cast<std::int64_t>(events.size());
        }
        if (period % r.every != 0) continue;
        if (!first_period) first_period = period;
        const auto turn = static_cast<std::size_t>((period - *first_period) / r.every) % r.turns.size();
        const auto start = day + (r.start - first);
        events.push_back({start, start + r.length, r.turns[turn]});
    }
    return events;
}

struct Dice {
    std::mt19937 source;
    int below(int limit) { return static_cast<int>(source() % static_cast<unsigned>(limit)); }
};

Recurrence random_recurrence(Dice& dice) {
    Recurrence r;
    r.frequency = dice.below(2) == 0 ? Rotation::weekly : Rotation::daily;
    r.every = 1 + dice.below(3);
    r.week_start = dice.below(2) == 0 ? 1 : 7;
    for (int day = 1; day <= 7 && dice.below(3) != 0; day += 1 + dice.below(3)) r.by_day.push_back(day);
    if (r.frequency == Rotation::daily && !r.by_day.empty()) r.every = 1;
    r.start = tocsin::testing::wall(2026, 2, 1 + static_cast<unsigned>(dice.below(28)), 4 + dice.below(20));
    constexpr int lengths[] = {8, 12, 24, 24, 48, 72, 168, 336};
    r.length = minutes{60 * lengths[dice.below(8)]};
    for (int i = 1 + dice.below(3); i > 0; --i) r.turns.push_back({PersonId("p" + std::to_string(i))});
    return r;
}

std::vector<PersonId> people_at(const std::vector<Event>& events, WallSeconds wall) {
    std::set<PersonId> people;
    for (const auto& event : events) {
        if (event.start <= wall && wall < event.end) people.insert(event.people.begin(), event.people.end());
    }
    return {people.begin(), people.end()};
}

}  // namespace

TEST_CASE("a layer has the shifts of the recurrence that it is made of, whoever takes turns") {
    const auto zone = Zone::load("Europe/Berlin").value();
    int layers = 0;
    for (unsigned seed = 0; seed < 600; ++seed) {
        CAPTURE(seed);
        Dice dice{std::mt19937(seed)};
        const auto r = random_recurrence(dice);
        const auto layer = layer_of(r, zone, "Europe/Berlin");
        if (!layer) continue;
        ++layers;
        const auto events = events_of(r);
        const Rota rota(tocsin::testing::schedule("Europe/Berlin", {*layer}));
        const auto from = zone.first(r.start) - days{2};
        std::string wrong;
        for (auto at = from; at < from + looked_at - days{20} && wrong.empty(); at += minutes{60}) {
            if (rota.on_call_at(at) != people_at(events, zone.wall(at))) wrong = format_rfc3339(at);
        }
        CAPTURE(r.every);
        CAPTURE(r.by_day.size());
        CAPTURE(r.length.count());
        CAPTURE(r.turns.size());
        CHECK(wrong == "");
    }
    CHECK(layers > 300);
}

TEST_CASE("a recurrence ends with the last shift that begins in time, which is not cut") {
    const auto zone = Zone::load("Europe/Berlin").value();
    Recurrence nights;
    nights.frequency = Rotation::daily;
    nights.start = tocsin::testing::wall(2026, 2, 2, 22);
    nights.length = minutes{9 * 60};
    nights.turns = {{PersonId("dana")}};
    nights.until = tocsin::testing::at("2026-02-10T22:30:00Z");  // 23:30 there
    CHECK(layer_of(nights, zone, "Europe/Berlin")->end == tocsin::testing::wall(2026, 2, 11, 7));
    nights.until = tocsin::testing::at("2026-02-10T20:30:00Z");
    CHECK(layer_of(nights, zone, "Europe/Berlin")->end == tocsin::testing::wall(2026, 2, 10, 7));
}
