#include "bot/core/rota_comparison.h"

#include <algorithm>
#include <map>
#include <set>

namespace tocsin {
namespace {

using Crew = std::map<PersonId, int>;  // how many spans put somebody there

struct Step {
    PersonId person;
    int change = 0;
};

// What happens at each instant at which a span begins or ends.
std::map<Time, std::vector<Step>> steps_of(const std::vector<DutySpan>& spans, Time from, Time to) {
    std::map<Time, std::vector<Step>> steps;
    for (const auto& span : spans) {
        const auto start = std::max(span.start, from), end = std::min(span.end, to);
        if (end <= start) continue;
        steps[start].push_back({span.person, 1});
        steps[end].push_back({span.person, -1});
    }
    return steps;
}

void take(Crew& crew, const std::vector<Step>& steps) {
    for (const auto& step : steps) crew[step.person] += step.change;
    std::erase_if(crew, [](const auto& entry) { return entry.second == 0; });
}

std::vector<PersonId> people_of(const Crew& crew) {
    std::vector<PersonId> people;
    for (const auto& [person, spans] : crew) people.push_back(person);
    return people;
}

void add(std::vector<Difference>& differences, Difference found) {
    if (!differences.empty()) {
        auto& last = differences.back();
        if (last.to == found.from && last.there == found.there && last.here == found.here) {
            last.to = found.to;
            return;
        }
    }
    differences.push_back(std::move(found));
}

// Days of the zone's clock: 140 of them are 140 also where one has 23 hours.
void count_days(Comparison& comparison, const Zone& zone) {
    const auto first = zone.wall(comparison.from);
    auto next = comparison.differences.begin();
    auto start = comparison.from;
    for (std::chrono::days day{1}; start < comparison.to; ++day) {
        const auto end = zone.first(first + day);
        if (end <= start) continue;  // a day that the zone left out
        ++comparison.days;
        while (next != comparison.differences.end() && next->to <= start) ++next;
        if (next != comparison.differences.end() && next->from < end) ++comparison.different_days;
        start = end;
    }
}

}  // namespace

Comparison compare(const std::vector<DutySpan>& theirs, const Rota& ours, Time from, Time to) {
    Comparison comparison{.from = from, .to = to, .differences = {}};
    std::vector<DutySpan> own;
    for (const auto& shift : ours.coverage(from, to).shifts)
        own.push_back({shift.person, shift.start, shift.end});
    const auto there = steps_of(theirs, from, to), here = steps_of(own, from, to);
    std::set<Time> edges{from, to};
    for (const auto* steps : {&there, &here}) {
        for (const auto& [at, changes] : *steps) edges.insert(at);
    }
    Crew crew_there, crew_here;
    for (auto edge = edges.begin(); *edge < to; ++edge) {
        if (const auto found = there.find(*edge); found != there.end()) take(crew_there, found->second);
        if (const auto found = here.find(*edge); found != here.end()) take(crew_here, found->second);
        auto people_there = people_of(crew_there), people_here = people_of(crew_here);
        if (people_there == people_here) continue;
        add(comparison.differences,
            {*edge, *std::next(edge), std::move(people_there), std::move(people_here)});
    }
    count_days(comparison, ours.zone());
    return comparison;
}

}  // namespace tocsin
