// Short ways to write schedules in tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/rota.h"

namespace tocsin::testing {

inline Time at(std::string_view rfc3339) {
    return parse_rfc3339(rfc3339).value();
}

inline WallTime wall(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
    return WallDay(std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)) +
           std::chrono::hours{hour} + std::chrono::minutes{minute};
}

inline std::vector<std::vector<PersonId>> turns_of(std::initializer_list<const char*> people) {
    std::vector<std::vector<PersonId>> turns;
    for (const auto* person : people) turns.push_back({PersonId(person)});
    return turns;
}

inline Layer layer(Layer::Rotation rotation, WallTime start, std::initializer_list<const char*> people) {
    Layer layer;
    layer.rotation = rotation;
    layer.start = start;
    layer.members = turns_of(people);
    return layer;
}

inline Schedule schedule(std::string zone, std::vector<Layer> layers) {
    return {ScheduleId("primary"), "Primary On-Call", std::move(zone), std::move(layers), {}};
}

// "dana" or "dana lee"; "-" for nobody.
inline std::string who(const Rota& rota, std::string_view instant) {
    std::string names;
    for (const auto& person : rota.on_call_at(at(instant)))
        names += (names.empty() ? "" : " ") + person.str();
    return names.empty() ? "-" : names;
}

inline std::string until(const Rota& rota, std::string_view instant) {
    const auto change = rota.until(at(instant));
    return change ? format_rfc3339(*change) : "never";
}

}  // namespace tocsin::testing
