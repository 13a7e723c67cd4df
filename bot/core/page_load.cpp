#include "bot/core/page_load.h"

#include <algorithm>
#include <map>

namespace tocsin {

int hour_of(Time at, const Zone& zone) {
    const auto wall = zone.wall(at);
    return static_cast<int>(
        std::chrono::floor<std::chrono::hours>(wall - std::chrono::floor<std::chrono::days>(wall)).count());
}

std::vector<PageLoad> page_loads(std::span<const PageCount> counts,
                                 const std::function<Zone(const std::string& person)>& zone_of) {
    struct Known {
        Zone zone;
        PageLoad load;
    };
    std::map<std::string, Known> people;
    for (const auto& count : counts) {
        auto known = people.find(count.person);
        if (known == people.end())
            known =
                people.emplace(count.person, Known{zone_of(count.person), {.person = count.person}}).first;
        auto& load = known->second.load;
        const int hour = hour_of(count.quarter, known->second.zone);
        load.pages += count.pages;
        load.by_hour.at(static_cast<std::size_t>(hour)) += count.pages;
        if (is_night_hour(hour)) load.at_night += count.pages;
    }
    std::vector<PageLoad> loads;
    for (auto& [person, known] : people) loads.push_back(std::move(known.load));
    std::ranges::sort(loads, std::ranges::greater{},
                      [](const PageLoad& load) { return std::pair(load.pages, load.at_night); });
    return loads;
}

}  // namespace tocsin
