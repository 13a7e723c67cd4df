#include "templates/month_report.h"

#include <fmt/format.h>

namespace tocsin::templates {

std::string month_report_text(const ReportFacts& facts) {
    const auto& report = facts.report;
    if (report.incidents == 0) return no_incidents(report) + "\n";
    const auto metrics = metric_words(report);
    auto text = fmt::format("{}:\n- Incidents: {} ({})\n", month_name(report.month), report.incidents,
                            kinds_of(report));
    for (const auto& metric : metrics) text += fmt::format("- {}: {}\n", metric.name, metric.line);
    text += fmt::format("\n{}\n", target_sentence(metrics));
    if (const auto action = action_of(facts, metrics); !action.empty())
        text += fmt::format("Action: {}\n", action);
    return text;
}

}  // namespace tocsin::templates
