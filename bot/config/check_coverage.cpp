#include <fmt/format.h>

#include "bot/config/cross_checks.h"
#include "bot/core/rota.h"

namespace tocsin::config {
namespace {

constexpr auto looked_ahead = std::chrono::days{365};

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
}

}  // namespace tocsin::config
