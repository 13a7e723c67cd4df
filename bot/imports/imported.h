// What was read from another product: its schedules as ours, its people, what could not be said exactly, and
// whom the product itself says is on call. One adapter a product reads it (pagerduty.h …), without I/O.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/rota_comparison.h"
#include "bot/core/rules.h"

namespace tocsin::imports {

// Something of theirs that our schedules cannot say exactly, and what was written instead.
struct Departure {
    std::string where;  // "schedule Primary, layer Nights"
    std::string what;
    std::string instead;
    bool operator==(const Departure&) const = default;
};

struct Rendered {   // their final schedule
    Time from, to;  // what it covers
    std::vector<DutySpan> spans;
};

struct ImportedSchedule {
    Schedule schedule;
    std::optional<Rendered> rendered;
};

struct Imported {
    std::vector<ImportedSchedule> schedules;
    std::vector<Person> people;  // who is named, each once; without those that the configuration has
    std::vector<Departure> departures;
};

// The span for which what repeats in a calendar is written out.
struct Span {
    Time from, to;
};

inline constexpr std::size_t most_schedules = 200;
inline constexpr std::size_t most_layers = 500;        // of a schedule
inline constexpr std::size_t most_members = 1000;      // turns of a layer
inline constexpr std::size_t most_overrides = 20'000;  // of a schedule
inline constexpr std::size_t most_spans = 200'000;     // of a rendered schedule

}  // namespace tocsin::imports
