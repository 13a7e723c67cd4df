#include "bot/engine/api_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/engine/page_content.h"
#include "templates/timeline.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

json instant(const std::optional<Time>& at) {
    return at ? json(format_rfc3339(*at)) : json();
}

json text_or_null(const std::string& text) {
    return text.empty() ? json() : json(text);
}

json person(const Actor& who) {
    if (!who.is_somebody() && who.name.empty()) return json();
    return {{"person", text_or_null(who.person.str())},
            {"slack", text_or_null(who.user.str())},
            {"name", who.name}};
}

// Its page or its thread; before there is one, its address here.
std::string url_of(Workbench& bench, IncidentNumber number) {
    const auto link = incident_link(bench, number);
    return link.empty() ? fmt::format("{}/api/v1/incidents/{}", bench.settings().public_url, number.value())
                        : link;
}

}  // namespace

json incident_json(Workbench& bench, const Incident& incident) {
    return {{"id", name_of(incident)},
            {"number", incident.number.value()},
            {"title", incident.title},
            {"state", key_of(incident.state)},
            {"severity", key_of(incident.severity)},
            {"url", url_of(bench, incident.number)},
            {"description", incident.impact},
            {"service", text_or_null(incident.service.str())},
            {"drill", incident.drill},
            {"private", incident.is_private},
            {"started", instant(incident.started)},
            {"detected", instant(incident.detected)},
            {"acknowledged", instant(incident.acknowledged)},
            {"ended", instant(incident.ended)},
            {"update_due", instant(incident.reminders.due)},
            {"declared_by", person(incident.declared_by)},
            {"lead", person(incident.lead)}};
}

json silence_json(const Silence& silence) {
    return {{"id", silence.id.value()},
            {"match", silence.matcher},
            {"from", format_rfc3339(silence.from)},
            {"until", format_rfc3339(silence.until)},
            {"by", person(silence.by)},
            {"why", silence.why},
            {"confirmed_by", person(silence.confirmed_by)},
            {"lifted", instant(silence.lifted)}};
}

json test_page_json(const AdHocPage& page) {
    json deliveries = json::array();
    for (const auto& [means, state, detail, token] : page.deliveries)
        deliveries.push_back({{"means", key_of(means)}, {"state", key_of(state)}, {"detail", detail}});
    json shown{{"id", page.id.value()},
               {"person", page.to.person.str()},
               {"asked", format_rfc3339(page.asked)},
               {"confirmed", instant(page.confirmed)}};
    shown["deliveries"] = std::move(deliveries);
    return shown;
}

json timeline_json(Workbench& bench, const Incident& incident) {
    json entries = json::array();
    for (const auto& line :
         templates::timeline_lines(incident, bench.tx().timeline(incident.number), bench.render())) {
        if (line.removed) continue;
        json entry{{"at", format_rfc3339(line.at)}, {"text", line.plain}};
        entry["by"] = person(line.by);
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace tocsin::engine
