// The promise of the comparison, for schedules that nobody has thought of: what is rendered by a reader that
// looks at the wall every five minutes, and what is imported, name the same people.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <random>

#include "tests/imports/reading.h"

using namespace tocsin;
using namespace tocsin::imports;
using namespace tocsin::imports::testing;
using nlohmann::json;
using std::chrono::days;
using std::chrono::minutes;

namespace {

constexpr minutes step{5};

struct Place {
    const char* zone;
    const char* around;  // something happens to the clock
};
constexpr Place places[] = {{"America/New_York", "2026-11-01T06:00:00Z"},
                            {"America/New_York", "2027-03-14T07:00:00Z"},
                            {"Europe/Berlin", "2026-10-25T01:00:00Z"},
                            {"Australia/Lord_Howe", "2026-10-03T15:30:00Z"},
                            {"Asia/Kathmandu", "2026-06-01T00:00:00Z"}};

struct Window {
    int day = 0;  // 0: every day
    minutes from{}, length{};
};

struct ForeignLayer {
    WallTime anchor;
    minutes turn{};
    int people = 0;
    std::vector<Window> windows;

    bool covers(WallSeconds wall) const {
        if (windows.empty()) return true;
        for (const auto& window : windows) {
            for (auto day = std::chrono::floor<days>(wall); day + days{7} >= wall; day -= days{1}) {
                if (window.day != 0 && iso_weekday(day) != window.day) continue;
                const auto open = WallSeconds(day + window.from);
                if (open <= wall && wall < open + window.length) return true;
            }
        }
        return false;
    }
    std::string who(WallSeconds wall) const {
        const auto turns = (wall - WallSeconds(anchor)) / std::chrono::seconds(turn);
        return fmt::format("P{}", turns % people);
    }
};

struct Dice {
    std::mt19937 source;
    int below(int limit) { return static_cast<int>(source() % static_cast<unsigned>(limit)); }
};

// Never between midnight and four, when clocks change: what a window means then is each product's own.
minutes hour_of_day(Dice& dice) {
    return minutes{(4 + dice.below(20)) * 60 + 30 * dice.below(2)};
}

ForeignLayer random_layer(Dice& dice, WallDay around) {
    ForeignLayer layer{.anchor = around - days{30 + dice.below(10)} + hour_of_day(dice),
                       .turn = days{dice.below(2) == 0 ? 7 * (1 + dice.below(2)) : 1 + dice.below(3)},
                       .people = 1 + dice.below(4),
                       .windows = {}};
    for (int i = dice.below(3); i > 0; --i) {
        const auto from = hour_of_day(dice);
        auto to = hour_of_day(dice);
        Window window{dice.below(2) == 0 ? 0 : 1 + dice.below(7), from, {}};
        window.length = to - from + (to <= from ? minutes{24 * 60} : minutes{0});
        if (window.day != 0) window.length += days{dice.below(4)};
        layer.windows.push_back(window);
    }
    return layer;
}

std::string clock(minutes of_day) {
    return fmt::format("{:02}:{:02}:00", of_day.count() / 60, of_day.count() % 60);
}

json as_pagerduty(const ForeignLayer& layer, const Zone& zone) {
    json users = json::array(), restrictions = json::array();
    for (int i = 0; i < layer.people; ++i) users.push_back({{"user", {{"id", fmt::format("P{}", i)}}}});
    for (const auto& window : layer.windows) {
        json made{{"type", window.day == 0 ? "daily_restriction" : "weekly_restriction"},
                  {"start_time_of_day", clock(window.from)},
                  {"duration_seconds", window.length.count() * 60}};
        if (window.day != 0) made["start_day_of_week"] = window.day;
        restrictions.push_back(made);
    }
    const auto start = format_rfc3339(zone.first(layer.anchor));
    return {{"name", "L"},
            {"start", start},
            {"rotation_virtual_start", start},
            {"end", nullptr},
            {"users", users},
            {"restrictions", restrictions},
            {"rotation_turn_length_seconds", layer.turn.count() * 60}};
}

// Whoever the first layer that covers the time has, from `from` for four weeks.
json rendered(const std::vector<ForeignLayer>& layers, const Zone& zone, Time from) {
    json entries = json::array();
    std::string before;
    for (auto at = from; at < from + days{28}; at += step) {
        std::string now;
        for (const auto& layer : layers) {
            if (now.empty() && layer.covers(zone.wall(at))) now = layer.who(zone.wall(at));
        }
        if (now != before) {
            if (!before.empty()) entries.back()["end"] = format_rfc3339(at);
            if (!now.empty())
                entries.push_back({{"start", format_rfc3339(at)},
                                   {"end", format_rfc3339(from + days{28})},
                                   {"user", {{"id", now}}}});
            before = now;
        }
    }
    return entries;
}

}  // namespace

TEST_CASE("PagerDuty's layers of any kind, imported, name whom the rendered schedule names") {
    int seen = 0;
    for (const auto& place : places) {
        const auto zone = Zone::load(place.zone).value();
        const auto middle = imports::testing::at(place.around);
        for (unsigned seed = 0; seed < 40; ++seed) {
            CAPTURE(place.around);
            CAPTURE(seed);
            Dice dice{std::mt19937(seed)};
            std::vector<ForeignLayer> layers;
            for (int i = 1 + dice.below(3); i > 0; --i)
                layers.push_back(random_layer(dice, std::chrono::floor<days>(zone.wall(middle))));
            json listed = json::array();
            for (const auto& layer : layers) listed.push_back(as_pagerduty(layer, zone));
            const json document{
                {"schedule",
                 {{"name", "Any"},
                  {"time_zone", place.zone},
                  {"schedule_layers", listed},
                  {"final_schedule",
                   {{"rendered_schedule_entries", rendered(layers, zone, middle - days{14})}}}}}};
            const auto imported = read(Product::pagerduty, {document.dump()});
            REQUIRE(imported.has_value());
            if (!imported->schedules[0].rendered) continue;  // nobody at all in those weeks
            ++seen;
            const auto comparison = whole(imported->schedules[0]);
            CHECK(comparison.differences.empty());
        }
    }
    CHECK(seen > 150);
}

TEST_CASE("a calendar's rules of any kind, as layers or written out, name whom its events name") {
    static constexpr const char* day_words[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    int as_layers = 0;
    for (unsigned seed = 0; seed < 300; ++seed) {
        CAPTURE(seed);
        Dice dice{std::mt19937(seed)};
        const auto length = dice.below(3) == 0 ? fmt::format("P{}D", 1 + dice.below(9))
                                               : fmt::format("PT{}H", 1 + dice.below(30));
        std::string rule = dice.below(2) == 0   ? "FREQ=WEEKLY"
                           : dice.below(3) == 0 ? "FREQ=MONTHLY"
                                                : "FREQ=DAILY";
        if (dice.below(2) == 0) rule += fmt::format(";INTERVAL={}", 1 + dice.below(4));
        if (dice.below(2) == 0 && !rule.contains("MONTHLY"))
            rule += fmt::format(";BYDAY={},{}", day_words[dice.below(4)], day_words[4 + dice.below(3)]);
        const int end = dice.below(4);
        if (end == 0) rule += fmt::format(";COUNT={}", 1 + dice.below(60));
        if (end == 1)
            rule += fmt::format(";UNTIL=2026{:02}{:02}T235900Z", 9 + dice.below(4), 1 + dice.below(28));
        const auto text = fmt::format(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Dana\r\n"
            "DTSTART;TZID=Europe/Berlin:202609{:02}T{:02}0000\r\nDURATION:{}\r\nRRULE:{}\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n",
            1 + dice.below(28), 4 + dice.below(20), length, rule);
        CAPTURE(text);
        const auto imported = read(Product::ical, {text});
        REQUIRE(imported.has_value());
        as_layers += imported->schedules[0].schedule.layers.empty() ? 0 : 1;
        const auto comparison = whole(imported->schedules[0]);
        // A shift of a monthly turn is measured in hours: over a change of the clock it ends another hour.
        if (rule.contains("MONTHLY")) {
            CHECK(comparison.different_days <= 4);
            if (!imported->schedules[0].schedule.layers.empty())
                CHECK(tells_of(*imported, "a shift that is measured in hours"));
        } else {
            CHECK(comparison.differences.empty());
        }
    }
    CHECK(as_layers > 150);
}
