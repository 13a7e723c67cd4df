#include "templates/report_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "templates/html.h"
#include "templates/svg.h"
#include "templates/web_page.h"

namespace tocsin::templates {
namespace {

// A table that scrolls by itself where it is wider than the window.
std::string table(std::string_view name, std::string_view caption, std::string_view head,
                  std::string_view rows) {
    return fmt::format(
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{0}-caption\">\n"
        "<table>\n<caption id=\"{0}-caption\" class=\"quiet\">{1}</caption>\n<thead><tr>{2}</tr></thead>\n"
        "<tbody>\n{3}</tbody>\n</table>\n</div>\n",
        name, escape_html(caption), head, rows);
}

std::string heads(std::initializer_list<std::string_view> names) {
    std::string row;
    for (const auto name : names) row += fmt::format("<th scope=\"col\">{}</th>", escape_html(name));
    return row;
}

std::string minutes(const std::optional<double>& value) {
    return value ? std::to_string(rounded(*value)) : "n/a";
}

std::string percent(const std::optional<double>& rate) {
    return rate ? fmt::format("{}%", rounded(*rate * 100)) : "n/a";
}

std::string took(const std::optional<Time>& from, const std::optional<Time>& to) {
    return from && to ? format_duration(std::max(*to - *from, Duration{})) : "n/a";
}

std::string_view words_of(PageVerdict verdict) {
    switch (verdict) {
        case PageVerdict::real:
            return "actionable";
        case PageVerdict::false_alarm:
            return "false alarm";
        case PageVerdict::not_actionable:
            return "not actionable";
        case PageVerdict::duplicate:
            return "duplicate";
    }
    return "";
}

struct Page {
    const ReportPage& page;
    const MonthReport& report = page.facts.report;
    const std::vector<MetricWords> metrics = metric_words(report);

    bool listed() const { return !page.rows.empty(); }
    // A number, and where the incidents behind it stand.
    std::string behind(std::string_view words, std::string_view anchor) const {
        return listed() ? html_link(fmt::format("#{}", anchor), words) : escape_html(words);
    }

    // "2 of 4", and where what is behind it stands.
    std::string of(std::int64_t part, std::int64_t all, std::string_view anchor) const {
        return all == 0 ? std::string("none") : behind(fmt::format("{} of {}", part, all), anchor);
    }

    std::string neighbours() const {
        if (!page.linked) return "";
        const auto month = key_of(report.month);
        const auto one = std::chrono::months{1};
        const auto to = [](std::chrono::year_month other) {
            return html_link("/reports/" + key_of(other), month_name(other));
        };
        return fmt::format("<nav aria-label=\"Months\"><p>{} · {} · {} · {}</p></nav>\n",
                           to(report.month - one), to(report.month + one),
                           html_link("/reports/" + month + ".csv", "CSV"),
                           html_link("/reports/" + month + ".json", "JSON"));
    }

    std::string summary() const {
        if (report.incidents == 0) return fmt::format("<p>{}</p>\n", escape_html(no_incidents(report)));
        auto text = fmt::format("<p>Incidents: {} ({})</p>\n<p>{}</p>\n",
                                behind(std::to_string(report.incidents), "incidents"),
                                escape_html(kinds_of(report)), escape_html(target_sentence(metrics)));
        if (const auto wanted = action_of(page.facts, metrics); !wanted.empty())
            text += fmt::format("<p><strong>Action:</strong> {}</p>\n", escape_html(wanted));
        return text;
    }

    std::string_view anchor_of(const MetricWords& metric) const {
        if (metric.name == "MTTD") return "mttd";
        if (metric.name == "MTTA") return "mtta";
        if (metric.name == "MTTR") return "mttr";
        return metric.name == "MTBF" ? "incidents" : "left-out";
    }

    std::string numbers() const {
        std::string rows;
        for (const auto& metric : metrics) {
            rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                                escape_html(metric.row), behind(metric.value, anchor_of(metric)),
                                escape_html(metric.target), metric.result);
        }
        for (const auto& [severity, mean] : report.mttr_by_severity_min) {
            if (severity == report.mttr_by_severity_min.begin()->first) continue;  // it has its row
            rows +=
                fmt::format("<tr><th scope=\"row\">MTTR ({})</th><td>{}</td><td></td><td></td></tr>\n",
                            label_of(severity), behind(mean ? minutes(mean) + " minutes" : "n/a", "mttr"));
        }
        if (report.updates_due > 0) {
            rows += fmt::format(
                "<tr><th scope=\"row\">Updates on time</th><td>{} of {}</td><td></td><td></td></tr>\n",
                report.updates_on_time, report.updates_due);
        }
        if (const auto& learning = report.learning) {
            rows += fmt::format(
                "<tr><th scope=\"row\">Open actions</th><td>{}</td><td></td><td></td></tr>\n"
                "<tr><th scope=\"row\">Post-mortems on time</th><td>{}</td><td></td><td></td></tr>\n",
                of(learning->open_actions, learning->actions, "open-actions"),
                of(learning->post_mortems_on_time, learning->post_mortems_due, "post-mortems"));
        }
        auto text =
            table("numbers", fmt::format("Metrics for {} against their targets", month_name(report.month)),
                  heads({"Metric", "Value", "Target", "Result"}), rows);
        if (report.mtbf_calendar_hours) {
            text += fmt::format(
                "<p class=\"quiet\">MTBF is 720 hours divided by the incidents, so that months compare. By "
                "the "
                "real hours of the month it is {} hours.</p>\n",
                rounded(*report.mtbf_calendar_hours));
        }
        return text;
    }

    std::string charts() const {
        const auto& history = page.facts.history;
        if (history.empty()) return "";
        const auto words = charts_in_words(history);
        const auto framed = [&](const Chart& chart, std::string_view name) {
            return fmt::format(
                "<div class=\"chart\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n{}</div>\n",
                chart.title, svg_of(chart, name, words));
        };
        auto text = std::string("<h2>Month by month</h2>\n") + framed(incidents_chart(history), "chart1");
        if (!with_times(history).empty()) text += framed(times_chart(history), "chart2");
        return text + months();
    }

    std::string months() const {
        std::string rows;
        for (const auto& month : page.facts.history) {
            const auto kinds = kinds_of(month);
            rows += fmt::format(
                "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td>{}</td><td "
                "class=\"number\">{}</td>"
                "<td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
                page.linked ? html_link("/reports/" + key_of(month.month), month_name(month.month))
                            : month_name(month.month),
                month.incidents, kinds.empty() ? "none" : kinds, minutes(month.mttd_min),
                minutes(month.mtta_min), minutes(month.mttr_min));
        }
        return table("months", "The same numbers, times in minutes",
                     heads({"Month", "Incidents", "By severity", "MTTD", "MTTA", "MTTR"}), rows);
    }

    std::string rules() const {
        if (report.rules.empty()) return "";
        std::string rows;
        for (const auto& rule : report.rules) {
            rows += fmt::format(
                "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td>"
                "<td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
                "<td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
                rule.rule.empty() ? "No rule" : escape_html(rule.rule), rule.alerts, rule.incidents,
                rule.real, behind(std::to_string(rule.false_alarms), "left-out"), rule.not_actionable,
                rule.duplicates, percent(rule.false_positive_rate()));
        }
        return "<h2 id=\"rules\">Alert rules</h2>\n" +
               table("rules-table", "How often each rule fired, and what its incidents turned out to be",
                     heads({"Rule", "Alerts", "Incidents", "Actionable", "False alarms", "Not actionable",
                            "Duplicates", "False positive rate"}),
                     rows);
    }

    std::string people() const {
        if (page.loads.empty()) return "";
        std::string rows;
        for (const auto& load : page.loads) {
            std::vector<std::string> hours;
            for (std::size_t hour = 0; hour < load.by_hour.size(); ++hour) {
                if (load.by_hour.at(hour) > 0)
                    hours.push_back(fmt::format("{:02}:00 {}×", hour, load.by_hour.at(hour)));
            }
            rows += fmt::format(
                "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td>"
                "<td>{}</td></tr>\n",
                escape_html(load.person), load.pages, load.at_night, join(hours, ", "));
        }
        return "<h2 id=\"pages\">Pages</h2>\n" +
               table("pages-table", "Of each person, by the hour of their own clock. Night is 22:00 to 07:00",
                     heads({"Person", "Pages", "At night", "When"}), rows);
    }

    std::string row(const ReportRow& one) const {
        const auto& measured = one.measured;
        const auto name = one.url.empty() ? escape_html(one.name) : html_link(one.url, one.name);
        const auto title = one.title.empty() ? std::string("private") : one.title;
        const auto at = measured.detected ? local_words(*measured.detected, report.timezone) : LocalWords{};
        return fmt::format(
            "<tr><th scope=\"row\">{} {}</th><td>{}</td><td>{} {}</td><td>{}</td><td>{}</td><td>{}</td>"
            "<td>{}</td></tr>\n",
            name, escape_html(title), label_of(measured.severity), at.date, at.clock,
            took(measured.started, measured.detected), took(measured.detected, measured.acknowledged),
            took(measured.detected, measured.resolved),
            measured.verdict  ? words_of(*measured.verdict)
            : measured.counts ? ""
                              : "drill");
    }

    std::string list(std::string_view name, std::string_view heading, std::string_view caption, bool counts,
                     bool anchors) const {
        std::string rows;
        for (const auto& one : page.rows) {
            if (one.measured.counts == counts) rows += row(one);
        }
        const auto head = [&](std::string_view id, std::string_view words) {
            return anchors ? fmt::format("<th scope=\"col\" id=\"{}\">{}</th>", id, words) : heads({words});
        };
        const auto title = fmt::format("<h2 id=\"{}\">{}</h2>\n", name, heading);
        if (rows.empty()) return title + "<p>None.</p>\n";
        return title +
               table(fmt::format("{}-table", name), caption,
                     heads({"Incident", "Severity", "Detected"}) + head("mttd", "To detect") +
                         head("mtta", "To acknowledge") + head("mttr", "To resolve") + heads({"Verdict"}),
                     rows);
    }

    std::string actions() const {
        if (!listed() || !report.learning) return "";
        std::string rows;
        for (const auto& item : page.open_actions) {
            rows += fmt::format(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                html_link(item.url, item.incident), item.priority, escape_html(item.text),
                escape_html(item.owner), item.due ? format_day(*item.due) : "");
        }
        const std::string title = "<h2 id=\"open-actions\">Open actions</h2>\n";
        if (rows.empty()) return title + "<p>None.</p>\n";
        return title + table("actions-table", "Of the month's incidents, as they stand now",
                             heads({"Incident", "Priority", "Action", "Owner", "Due"}), rows);
    }

    std::string post_mortems() const {
        if (!listed() || !report.learning) return "";
        std::string rows;
        for (const auto& one : page.rows) {
            const auto& measured = one.measured;
            if (!measured.counts || !measured.post_mortem_due) continue;
            const auto name =
                one.url.empty() ? escape_html(one.name) : html_link(one.url + "/post-mortem", one.name);
            rows +=
                fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n", name,
                            format_utc(*measured.post_mortem_due), post_mortem_standing(measured, page.now));
        }
        const std::string title = "<h2 id=\"post-mortems\">Post-mortems</h2>\n";
        if (rows.empty()) return title + "<p>None.</p>\n";
        return title + table("post-mortems-table",
                             "That the month's incidents owe, without those that were skipped",
                             heads({"Incident", "Due", "Published"}), rows);
    }

    std::string incidents() const {
        if (!listed()) return "";
        const auto clocks = fmt::format("Times of the day are those of {}", report.timezone);
        auto text = list("incidents", "Incidents", clocks, true, true) +
                    list("left-out", "Left out", "Drills, false alarms and duplicates count in no mean",
                         false, false);
        if (page.more_rows)
            text += "<p>There are more than fit on this page. The numbers count all of them.</p>\n";
        return text;
    }

    std::string html() const {
        return fmt::format("<h1>{}</h1>\n", report_title(report)) + neighbours() + summary() +
               (report.incidents == 0 ? "" : numbers()) + charts() + rules() + people() + incidents() +
               actions() + post_mortems();
    }
};

}  // namespace

std::string report_title(const MonthReport& report) {
    return "Incident report: " + month_name(report.month);
}

std::string report_html(const ReportPage& page) {
    return Page{page}.html();
}

std::string report_page(const ReportPage& page) {
    return whole_page(report_title(page.facts.report), report_html(page));
}

std::string report_file(const ReportFacts& facts) {
    return report_page({.facts = facts, .loads = {}, .rows = {}});
}

}  // namespace tocsin::templates
