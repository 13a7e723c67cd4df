#include <fmt/format.h>

#include <set>

#include "bot/config/cross_checks.h"
#include "bot/config/sev1_reach.h"
#include "bot/core/rota.h"

namespace tocsin::config {
namespace {

constexpr auto looked_ahead = std::chrono::days{365};

// The schedules of a team may all have gaps; this is about hours in which none of its levels has anybody.
void check_sev1(const Document& document, Time from) {
    const Rules& rules = document.configuration.rules;
    const Sev1Reach reach(document.configuration, from);
    std::set<const Team*> checked;
    const auto check = [&](const ServiceId& service) {
        const auto* team = rules.team_of(service);
        if (team == nullptr || !checked.insert(team).second) return;
        const auto hours = reach.hours(service);
        if (hours.all()) return;
        std::size_t first = 0;
        while (hours[first]) ++first;
        document.warning(
            document.root.at("teams").at(team->id.str()),
            fmt::format("a SEV 1 of team {} pages nobody in {}the next 14 days", team->id.str(),
                        hours.none() ? "" : fmt::format("{} hours of ", hours.size() - hours.count())),
            fmt::format("no level of its escalation reaches anybody from {} on",
                        format_utc(from + std::chrono::hours{first})),
            "put somebody on call at all hours, or name a person who is paged last");
    };
    check(ServiceId{});
    for (const auto& [id, service] : rules.services) check(id);
}

}  // namespace

void check_coverage(const Document& document, Time from) {
    for (const Section& section : document.root.at("schedules").children()) {
        const Rota rota(document.configuration.rules.schedules.at(ScheduleId(section.key())));
        const auto gaps = rota.coverage(from, from + looked_ahead).gaps;
        if (gaps.empty()) continue;
        const auto& first = gaps.front();
        const auto end = first.end < from + looked_ahead ? "to " + format_rfc3339(first.end) : "on";
        document.warning(
            section,
            gaps.size() == 1
                ? fmt::format("schedule {} has a gap in the next 12 months", section.key())
                : fmt::format("schedule {} has {} gaps in the next 12 months", section.key(), gaps.size()),
            fmt::format("{}nobody is on call from {} {}",
                        gaps.size() == 1 ? "" : "the first: ", format_rfc3339(first.start), end),
            "extend a layer, widen its restrictions, or add one below it");
    }
    if (document.configuration.rules.knows_somebody()) check_sev1(document, from);
}

}  // namespace tocsin::config
