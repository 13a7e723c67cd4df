#include "templates/report_json.h"

#include <nlohmann/json.hpp>

namespace tocsin::templates {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace

std::string report_json(const MonthReport& report) {
    Json by_severity = Json::object();
    for (const auto& [severity, count] : report.by_severity)
        by_severity[std::string(tocsin::key_of(severity))] = count;
    Json mttr = Json::object();
    for (const auto& [severity, minutes] : report.mttr_by_severity_min)
        mttr[std::string(tocsin::key_of(severity))] = or_null(minutes);
    const auto& met = report.targets_met;
    Json json{{"month", tocsin::key_of(report.month)},
              {"timezone", report.timezone},
              {"incidents", report.incidents},
              {"by_severity", std::move(by_severity)},
              {"mtbf_hours", or_null(report.mtbf_hours)},
              {"mtbf_calendar_hours", or_null(report.mtbf_calendar_hours)},
              {"mttd_min", or_null(report.mttd_min)},
              {"mtta_min", or_null(report.mtta_min)},
              {"mttr_min", or_null(report.mttr_min)},
              {"mttr_by_severity_min", std::move(mttr)},
              {"alerts", report.alerts.total},
              {"false_alarms", report.alerts.false_alarms},
              {"false_positive_rate", or_null(report.false_positive_rate)},
              {"updates_due", report.updates_due},
              {"updates_on_time", report.updates_on_time},
              {"targets_met",
               {{"mtbf", or_null(met.mtbf)},
                {"mttd", or_null(met.mttd)},
                {"mtta", or_null(met.mtta)},
                {"mttr_sev1", or_null(met.mttr_sev1)},
                {"false_positive_rate", or_null(met.false_positive_rate)}}}};
    // What a file of measured incidents does not hold is left out.
    if (const auto& learning = report.learning) {
        json["actions"] = learning->actions;
        json["open_actions"] = learning->open_actions;
        json["post_mortems_due"] = learning->post_mortems_due;
        json["post_mortems_on_time"] = learning->post_mortems_on_time;
    }
    return json.dump();
}

}  // namespace tocsin::templates
