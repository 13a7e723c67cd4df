#include "templates/postmortem_facts.h"

#include <fmt/format.h>

#include "bot/base/text.h"

namespace tocsin::templates {
namespace {

struct Judging {
    Judged judged;

    void add(bool good, std::string fact) { (good ? judged.well : judged.poorly).push_back(std::move(fact)); }
    void against(std::string_view what, Duration took, const std::optional<Duration>& target) {
        auto fact = fmt::format("{} after {}", what, format_duration(took));
        if (target) fact += fmt::format(" (target {})", format_duration(*target));
        add(!target || took <= *target, std::move(fact));
    }
};

}  // namespace

Judged judge(const Incident& incident, const Rules& rules) {
    Judging judging;
    const auto& targets = rules.of(incident.highest_severity);
    if (incident.acknowledged) {
        judging.against("Acknowledged", *incident.acknowledged - incident.detected,
                        targets.acknowledge_within);
    } else {
        judging.add(false, "Not acknowledged before it was resolved");
    }
    if (incident.resolution) {
        judging.against("Resolved", incident.resolution->restored - incident.started, targets.resolve_within);
    }
    if (incident.updates > 0) {
        judging.add(true,
                    fmt::format("{} update{}, longest gap {}", incident.updates,
                                incident.updates == 1 ? "" : "s", format_duration(incident.longest_gap)));
    } else if (targets.update_every) {
        judging.add(false, "No update was posted");
    }
    const auto& promises = incident.reminders;
    if (promises.updates_on_time < promises.updates_due) {
        judging.add(false,
                    fmt::format("Updates on time: {} of {}", promises.updates_on_time, promises.updates_due));
    }
    return std::move(judging.judged);
}

std::string section_text(const Incident& incident, PostMortemSection section, const RenderContext& context) {
    if (const auto* words = written(incident, section)) return words->text;
    switch (section) {
        case PostMortemSection::title:
            return plain(incident.title, context);
        case PostMortemSection::impact:
            return plain(incident.impact, context);
        case PostMortemSection::cause:
            return incident.resolution ? plain(incident.resolution->cause, context) : "";
        case PostMortemSection::well:
            return join(judge(incident, context.rules).well, "\n");
        case PostMortemSection::poorly:
            return join(judge(incident, context.rules).poorly, "\n");
        case PostMortemSection::root_cause:
        case PostMortemSection::lessons:
        case PostMortemSection::prevention:
            return "";
    }
    return "";
}

}  // namespace tocsin::templates
