#include <fmt/format.h>

#include "templates/csv.h"
#include "templates/report_page.h"

namespace tocsin::templates {
namespace {

class Csv {
  public:
    explicit Csv(std::chrono::year_month month) : month_(key_of(month)) {}

    void add(std::string_view number, std::string_view of, const std::string& value, std::string_view unit) {
        text_ += fmt::format("{},{},{},{},{}\n", month_, number, csv_cell(of), value, unit);
    }
    void count(std::string_view number, std::string_view of, std::int64_t value) {
        add(number, of, std::to_string(value), "");
    }
    // What nothing is known of is empty.
    void mean(std::string_view number, std::string_view of, const std::optional<double>& value,
              std::string_view unit) {
        add(number, of, value ? fmt::format("{}", *value) : "", unit);
    }
    const std::string& text() const { return text_; }

  private:
    std::string month_;
    std::string text_;
};

std::string numbers_of(const MonthReport& report) {
    Csv csv(report.month);
    csv.count("incidents", "", report.incidents);
    for (const auto& [severity, count] : report.by_severity)
        csv.count("incidents", tocsin::key_of(severity), count);
    csv.mean("mtbf", "", report.mtbf_hours, "hours");
    csv.mean("mtbf_calendar", "", report.mtbf_calendar_hours, "hours");
    csv.mean("mttd", "", report.mttd_min, "minutes");
    csv.mean("mtta", "", report.mtta_min, "minutes");
    csv.mean("mttr", "", report.mttr_min, "minutes");
    for (const auto& [severity, mean] : report.mttr_by_severity_min)
        csv.mean("mttr", tocsin::key_of(severity), mean, "minutes");
    csv.count("updates_due", "", report.updates_due);
    csv.count("updates_on_time", "", report.updates_on_time);
    return csv.text();
}

std::string details_of(const ReportPage& page) {
    const auto& report = page.facts.report;
    Csv csv(report.month);
    csv.count("alerts", "", report.alerts.total);
    csv.count("false_alarms", "", report.alerts.false_alarms);
    csv.mean("false_positive_rate", "", report.false_positive_rate, "of 1");
    if (const auto& learning = report.learning) {
        csv.count("actions", "", learning->actions);
        csv.count("open_actions", "", learning->open_actions);
        csv.count("post_mortems_due", "", learning->post_mortems_due);
        csv.count("post_mortems_on_time", "", learning->post_mortems_on_time);
    }
    for (const auto& rule : report.rules) {
        csv.count("rule_alerts", rule.rule, rule.alerts);
        csv.count("rule_incidents", rule.rule, rule.incidents);
        csv.count("rule_actionable", rule.rule, rule.real);
        csv.count("rule_false_alarms", rule.rule, rule.false_alarms);
        csv.count("rule_not_actionable", rule.rule, rule.not_actionable);
        csv.count("rule_duplicates", rule.rule, rule.duplicates);
        csv.mean("rule_false_positive_rate", rule.rule, rule.false_positive_rate(), "of 1");
    }
    for (const auto& load : page.loads) {
        csv.count("pages", load.person, load.pages);
        csv.count("pages_at_night", load.person, load.at_night);
    }
    return csv.text();
}

}  // namespace

std::string report_csv(const ReportPage& page) {
    std::string text = "month,number,of,value,unit\n";
    for (const auto& month : page.facts.history) text += numbers_of(month);
    return text + details_of(page);
}

}  // namespace tocsin::templates
