// What the adapters of JSON share: instants and zones of their documents as ours, with a sentence for what
// cannot be read and a departure for what cannot be said. What a product's fields mean is not here.
#pragma once

#include <nlohmann/json.hpp>

#include "bot/base/foreign_json.h"
#include "bot/imports/imported.h"
#include "bot/imports/people_book.h"

namespace tocsin::imports {

struct Reading {
    PeopleBook& people;
    std::vector<Departure>& departures;

    void depart(std::string where, std::string what, std::string instead) const {
        departures.push_back({std::move(where), std::move(what), std::move(instead)});
    }
};

Error unreadable(std::string_view where, std::string_view what);  // "Nothing was imported." included

Expected<Time> instant_in(const nlohmann::json& object, std::string_view name, std::string_view where);
Expected<Zone> zone_named(const std::string& name, std::string_view where);

// An instant as the minute of the wall clock that says it, or says nearly it, which is a departure.
WallTime wall_minute(Time at, const Zone& zone, std::string_view where, std::string_view what,
                     const Reading& reading);

// "08:00" or "08:00:30", as a minute of the day; seconds are dropped.
std::optional<int> minute_of_day(std::string_view clock);

// A window that opens at a minute and stays open for so long on the wall clock; `days` empty: every day.
Restriction window(const std::vector<int>& days, int from_minute, std::chrono::minutes length);
// The same for one that opens once a week and may last days.
Restriction weekly_window(int day, int from_minute, std::chrono::minutes length);

// Keys that no two schedules share.
void make_keys_unique(std::vector<ImportedSchedule>& schedules, const Reading& reading);

// Where nobody says what the spans cover: from the first to the last.
void fit_span(Rendered& rendered);

}  // namespace tocsin::imports
