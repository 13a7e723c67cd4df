#include "templates/month_report.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <vector>

#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "templates/html.h"
#include "templates/web_page.h"

namespace tocsin::templates {
namespace {

// Half up, as people round.
std::int64_t rounded(double value) {
    return static_cast<std::int64_t>(std::floor(value + 0.5));
}

std::string counted(std::int64_t count, std::string_view one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string days_of(double hours) {
    const double days = hours / 24;
    const auto tenths = rounded(days * 10);
    if (tenths % 10 == 0) return counted(tenths / 10, "day");
    return fmt::format("{}.{} days", tenths / 10, tenths % 10);
}

std::string mtbf_of(const MonthReport& report) {
    if (!report.mtbf_hours) return "n/a";
    return fmt::format("{} ({})", counted(rounded(*report.mtbf_hours), "hour"), days_of(*report.mtbf_hours));
}

std::string average(const std::optional<double>& minutes) {
    return minutes ? counted(rounded(*minutes), "minute") + " avg" : "n/a";
}

// Of the most severe kind that occurred.
std::string mttr_of(const MonthReport& report) {
    if (report.mttr_by_severity_min.empty()) return "n/a";
    const auto& [severity, minutes] = *report.mttr_by_severity_min.begin();
    return fmt::format("{} ({})", average(minutes), label_of(severity));
}

std::string false_positives_of(const MonthReport& report) {
    if (!report.false_positive_rate) return "n/a";
    return fmt::format("{} ({}%)", report.alerts.false_alarms, rounded(*report.false_positive_rate * 100));
}

std::string kinds_of(const MonthReport& report) {
    std::vector<std::string> kinds;
    for (const auto& [severity, count] : report.by_severity)
        kinds.push_back(fmt::format("{} {}", count, label_of(severity)));
    return kinds.empty() ? "" : fmt::format(" ({})", join(kinds, ", "));
}

struct Metric {
    std::string_view name;
    std::string value;
    std::string_view goal;    // what it should be better than
    std::string_view action;  // when it is missed
    std::optional<bool> met;
    double excess = 0;  // how many times worse than its goal
};

std::vector<Metric> metrics_of(const MonthReport& report) {
    const auto excess = [](const std::optional<double>& value, double goal) {
        return value ? *value / goal : 0.0;
    };
    const auto sev1 = report.mttr_by_severity_min.find(Severity::sev1);
    const auto mttr = sev1 == report.mttr_by_severity_min.end() ? std::nullopt : sev1->second;
    const auto& met = report.targets_met;
    return {
        {"MTBF", mtbf_of(report), "30 days", "Focus on incident prevention (more testing, gradual rollouts)",
         met.mtbf, report.mtbf_hours ? mtbf_goal_hours / *report.mtbf_hours : 0.0},
        {"MTTD", average(report.mttd_min), "5 minutes",
         "Focus on detection (more monitors, shorter intervals)", met.mttd,
         excess(report.mttd_min, mttd_goal_min)},
        {"MTTA", average(report.mtta_min), "5 minutes",
         "Focus on answering (phone numbers, test pages, backups)", met.mtta,
         excess(report.mtta_min, mtta_goal_min)},
        {"MTTR", mttr_of(report), "30 minutes", "Focus on recovery (runbooks, faster rollbacks)",
         met.mttr_sev1, excess(mttr, mttr_goal_min)},
        {"False Positives", false_positives_of(report), "10%",
         "Focus on alert quality (rules that woke people for nothing)", met.false_positive_rate,
         excess(report.false_positive_rate, false_positive_goal)}};
}

std::string verdict(const std::vector<Metric>& metrics) {
    std::vector<std::string> missed, met;
    for (const auto& metric : metrics) {
        if (!metric.met) continue;
        if (*metric.met) {
            met.emplace_back(metric.name);
        } else {
            missed.push_back(fmt::format("{} (goal: {})", metric.name, metric.goal));
        }
    }
    if (missed.empty()) return "All metrics within targets";
    if (missed.size() <= met.size()) return "All metrics within targets except " + join_and(missed);
    return fmt::format("Missed: {}. Met: {}", join(missed, ", "), met.empty() ? "none" : join(met, ", "));
}

// What the worst one asks for; empty: nothing is missed.
std::string_view action(const std::vector<Metric>& metrics) {
    const Metric* worst = nullptr;
    for (const auto& metric : metrics) {
        if (metric.met.value_or(true)) continue;
        if (worst == nullptr || metric.excess > worst->excess) worst = &metric;
    }
    return worst == nullptr ? std::string_view() : worst->action;
}

std::string no_incidents(const MonthReport& report) {
    auto text = fmt::format("No incidents in {}.", month_name(report.month));
    if (!report.last_detected) return text;
    const auto date = local_words(*report.last_detected, report.timezone).date;
    const auto number = report.last.value();
    return text + (number > 0 ? fmt::format(" Last one: INC-{} on {}.", number, date)
                              : fmt::format(" Last one: {}.", date));
}

std::vector<std::string> lines_of(const MonthReport& report, const std::vector<Metric>& metrics) {
    std::vector<std::string> lines{fmt::format("Incidents: {}{}", report.incidents, kinds_of(report))};
    for (const auto& metric : metrics) lines.push_back(fmt::format("{}: {}", metric.name, metric.value));
    return lines;
}

std::string_view judged(const std::optional<bool>& met) {
    if (!met) return "n/a";
    return *met ? "Met" : "Missed";
}

}  // namespace

std::string month_name(std::chrono::year_month month) {
    constexpr std::array names{"January", "February", "March",     "April",   "May",      "June",
                               "July",    "August",   "September", "October", "November", "December"};
    return fmt::format("{} {}", names[static_cast<unsigned>(month.month()) - 1],
                       static_cast<int>(month.year()));
}

std::string month_report_text(const MonthReport& report) {
    if (report.incidents == 0) return no_incidents(report) + "\n";
    const auto metrics = metrics_of(report);
    auto text = month_name(report.month) + ":\n";
    for (const auto& line : lines_of(report, metrics)) text += "- " + line + "\n";
    text += "\n" + verdict(metrics) + "\n";
    if (const auto wanted = action(metrics); !wanted.empty()) text += fmt::format("Action: {}\n", wanted);
    return text;
}

std::string month_report_html(const MonthReport& report) {
    const auto title = "Incident report: " + month_name(report.month);
    std::string body = fmt::format("<h1>{}</h1>\n", title);
    if (report.incidents == 0) {
        body += fmt::format("<p>{}</p>\n", escape_html(no_incidents(report)));
    } else {
        const auto metrics = metrics_of(report);
        body += fmt::format("<p>Incidents: {}{}</p>\n", report.incidents, kinds_of(report));
        body +=
            "<table>\n<thead><tr><th scope=\"col\">Metric</th><th scope=\"col\">Value</th>"
            "<th scope=\"col\">Target</th><th scope=\"col\">Result</th></tr></thead>\n<tbody>\n";
        for (const auto& metric : metrics) {
            body += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{} {}</td><td>{}</td></tr>\n",
                                metric.name, escape_html(metric.value),
                                metric.name == "MTBF" ? "more than" : "less than", metric.goal,
                                judged(metric.met));
        }
        body += fmt::format("</tbody>\n</table>\n<p>{}</p>\n", escape_html(verdict(metrics)));
        if (const auto wanted = action(metrics); !wanted.empty())
            body += fmt::format("<p><strong>Action:</strong> {}</p>\n", escape_html(wanted));
    }
    return whole_page(title, body);
}

}  // namespace tocsin::templates
