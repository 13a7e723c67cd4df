// Who is on call when: the values of a schedule as configured (layers, restrictions, overrides). Wall-clock
// fields are in the schedule's zone. Answering "who is on call at T" is rota.h.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/zone.h"

namespace tocsin {

struct Restriction {
    std::vector<int> days;  // ISO weekdays on which it opens; empty: every day
    int from_minute = 0;    // of the day
    int to_minute = 0;
    int from_day = 0;  // 1 to 7 for the weekly form "Friday 20:00 to Monday 08:00"; 0: the daily form
    int to_day = 0;
    bool operator==(const Restriction&) const = default;
};

struct Layer {
    enum class Rotation { hourly, daily, weekly, monthly, none };
    std::string name;
    Rotation rotation = Rotation::weekly;
    int every = 1;
    WallTime start{};
    std::optional<WallTime> anchor;
    std::optional<WallTime> end;
    std::vector<std::vector<PersonId>> members;  // people of one entry share the turn
    int priority = 0;
    std::optional<Duration> shift_length;
    std::vector<Restriction> restrictions;
    bool advance_active_days = false;
    std::vector<int> active_days;
    bool operator==(const Layer&) const = default;
};

std::string_view key_of(Layer::Rotation rotation);  // weekly

struct Override {
    enum class Kind { remove, replace, add, override_all };
    Kind kind = Kind::override_all;
    Time start;
    Time end;
    std::vector<PersonId> members;
    PersonId replaced;  // the `for` of remove and replace
    int priority = 0;
    std::string by = {};  // who made it while running; empty: the configuration has it
    bool operator==(const Override&) const = default;
};

std::string_view key_of(Override::Kind kind);  // replace
std::optional<Override::Kind> parse_override_kind(std::string_view key);

struct Schedule {
    ScheduleId id;
    std::string name;
    std::string timezone;
    std::vector<Layer> layers;
    std::vector<Override> overrides;
    bool operator==(const Schedule&) const = default;
};

}  // namespace tocsin
