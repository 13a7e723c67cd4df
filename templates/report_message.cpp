#include "templates/report_message.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/elements.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Option;
using slack::Style;
using For = ReportSetting::For;

constexpr std::size_t action_units = 600;
constexpr int table_page = 5;
constexpr std::string_view chart_title = "Incidents per month, time to acknowledge and to resolve";

struct Series {
    std::string name;
    std::vector<std::int64_t> values;
};

JsonText chart_block(const std::string& block_id, const char* title, const char* type,
                     const std::vector<MonthReport>& months, const std::vector<Series>& all,
                     const char* y_label) {
    auto series = JsonText::array();
    auto categories = JsonText::array();
    for (const auto& month : months) categories.push_back(short_name_of_month(month.month));
    for (const auto& one : all) {
        auto data = JsonText::array();
        for (std::size_t i = 0; i < months.size(); ++i) {
            data.push_back(JsonText::object(
                {{"label", short_name_of_month(months[i].month)}, {"value", one.values[i]}}));
        }
        series.push_back(JsonText::object({{"name", one.name}, {"data", data}}));
    }
    return JsonText::object(
        {{"type", "data_visualization"},
         {"block_id", block_id},
         {"title", title},
         {"chart", JsonText::object({{"type", type},
                                     {"series", series},
                                     {"axis_config", JsonText::object({{"categories", categories},
                                                                       {"x_label", "Month"},
                                                                       {"y_label", y_label}})}})}});
}

struct ReportBlocks {
    const ReportFacts& facts;
    const ReportSetting& setting;
    const RenderContext& context;
    const std::vector<MetricWords> metrics = metric_words(facts.report);

    const MonthReport& report() const { return facts.report; }
    std::string name() const { return month_name(report().month); }
    bool empty() const { return report().incidents == 0; }

    std::string text() const {
        if (empty()) return summary(no_incidents(report()));
        std::string numbers;
        for (const auto& metric : metrics) numbers += (numbers.empty() ? "" : ", ") + metric.spoken;
        return summary(fmt::format("Incident report {}: {} incident{} ({}). {}. {}.", name(),
                                   report().incidents, report().incidents == 1 ? "" : "s", kinds_of(report()),
                                   numbers, target_sentence(metrics)));
    }

    std::string body() const {
        if (empty()) return slack::escape(no_incidents(report()));
        auto lines =
            fmt::format("*{}:*\n• Incidents: {} ({})", name(), report().incidents, kinds_of(report()));
        for (const auto& metric : metrics)
            lines += fmt::format("\n• {}: {}", metric.name, slack::escape(metric.line));
        lines += "\n\n" + slack::escape(target_sentence(metrics));
        if (const auto wanted = action_of(facts, metrics); !wanted.empty()) {
            lines +=
                fmt::format("\n*Action:* {}", slack::cut_markup(slack::typed_line(wanted), action_units));
        }
        return lines;
    }

    void head(slack::Blocks& blocks) const {
        blocks.header("head", "Incident report: " + name());
        if (setting.posted_at) {
            blocks.context("preview", {fmt::format("Preview. Everybody in {} gets this on {} UTC.",
                                                   slack::escape(context.links.channel_name),
                                                   format_date_and_clock(*setting.posted_at))});
        }
        blocks.section("text", body());
    }

    static std::string format_date_and_clock(Time at) {
        auto text = format_rfc3339(at).substr(0, 16);
        text[10] = ' ';
        return text;
    }

    std::vector<Series> incidents_by_severity() const {
        std::vector<Series> all;
        for (const auto severity : all_severities) {
            Series one{label_of(severity), {}};
            bool occurred = false;
            for (const auto& month : facts.history) {
                const auto found = month.by_severity.find(severity);
                occurred = occurred || found != month.by_severity.end();
                one.values.push_back(found == month.by_severity.end() ? 0 : found->second);
            }
            if (occurred) all.push_back(std::move(one));
        }
        return all;
    }

    void charts(slack::Blocks& blocks) const {
        blocks.add(chart_block(blocks.id("chart1"), "Incidents per month", "bar", facts.history,
                               incidents_by_severity(), "Incidents"));
        const auto known = with_times(facts.history);
        if (known.empty()) return;
        std::vector<Series> times{{"MTTA", {}}, {"MTTR", {}}};
        for (const auto& month : known) {
            times[0].values.push_back(rounded(*month.mtta_min));
            times[1].values.push_back(rounded(*month.mttr_min));
        }
        blocks.add(chart_block(blocks.id("chart2"), "Minutes to acknowledge and to resolve", "line", known,
                               times, "Minutes"));
    }

    void table(slack::Blocks& blocks) const {
        const auto cell = [](std::string_view words) {
            return JsonText::object({{"type", "raw_text"}, {"text", std::string(words)}});
        };
        auto rows = JsonText::array({JsonText::array(
            {cell("Metric"), cell(name_of_month(report().month)), cell("Target"), cell("Result")})});
        for (const auto& metric : metrics) {
            rows.push_back(JsonText::array(
                {cell(metric.row), cell(metric.value), cell(metric.target), cell(metric.result)}));
        }
        blocks.add(JsonText::object({{"type", "data_table"},
                                     {"block_id", blocks.id("table")},
                                     {"caption", fmt::format("Metrics for {} against their targets", name())},
                                     {"page_size", table_page},
                                     {"row_header_column_index", 0},
                                     {"rows", rows}}));
    }

    void picture(slack::Blocks& blocks) const {
        if (setting.picture.empty()) return;
        blocks.add(JsonText::object({{"type", "image"},
                                     {"block_id", blocks.id("chart")},
                                     {"slack_file", JsonText::object({{"id", setting.picture}})},
                                     {"title", slack::plain_text(chart_title)},
                                     {"alt_text", charts_in_words(facts.history)}}));
    }

    void fields(slack::Blocks& blocks) const {
        std::vector<slack::Markup<slack::limit::field>> all;
        for (const auto& metric : metrics) {
            all.emplace_back(fmt::format("*{}*\n{}, target {}: {}", metric.row, slack::escape(metric.value),
                                         slack::escape(metric.target), metric.result));
        }
        blocks.fields("table", all);
    }

    void actions(slack::Blocks& blocks) const {
        std::vector<JsonText> all;
        const auto month = tocsin::key_of(report().month);
        const auto before = report().month - std::chrono::months{1};
        const bool asked = setting.reader == For::whoever_asked;
        if (setting.reader == For::whoever_edits) {
            all.push_back(to_json(Button{action::report_edit, "Edit before posting", month, Style::primary,
                                         fmt::format("Edit the report for {} before posting", name())}));
        }
        if (const auto& url = context.links.internal_url; !url.empty()) {
            const auto page = fmt::format("{}/reports/{}", url, month);
            all.push_back(to_json(Button{action::report_open, "Full report", month,
                                         all.empty() ? Style::primary : Style::normal,
                                         fmt::format("Open the full report for {}", name()), page}));
            all.push_back(
                to_json(Button{action::report_csv, "Download CSV", month, Style::normal,
                               fmt::format("Download the {} numbers as CSV", name()), page + ".csv"}));
        }
        all.push_back(to_json(Button{action::report_previous, "Previous month",
                                     tocsin::key_of(before) + (asked ? ".you" : ""), Style::normal,
                                     "Show the report for " + month_name(before)}));
        if (asked) {
            all.push_back(to_json(Button{action::report_share, "Share in channel", month, Style::normal,
                                         fmt::format("Share the report for {} in the channel", name())}));
            if (!empty()) all.push_back(behind_menu(month));
        }
        blocks.actions("actions", all);
    }

    static JsonText behind_menu(const std::string& month) {
        const auto option = [&](const char* label, Behind behind) {
            return Option{std::string(label), fmt::format("{}.{}", month, templates::key_of(behind))};
        };
        const std::vector<Option> options{option("All incidents", Behind::all),
                                          option("Time to detect", Behind::detection),
                                          option("Time to acknowledge", Behind::acknowledgment),
                                          option("Time to resolve", Behind::resolution),
                                          option("False alarms", Behind::false_alarms),
                                          option("Open actions", Behind::open_actions),
                                          option("Post-mortems", Behind::post_mortems)};
        return slack::static_select(action::report_behind, options, "", "Incidents behind a number");
    }

    void foot(slack::Blocks& blocks) const {
        if (empty()) return;
        std::vector<std::string> all{"Drills and merged duplicates are left out"};
        const auto learning = report().learning.value_or(LearningCounts{});
        if (learning.actions > 0)
            all.push_back(fmt::format("Open actions from {}: {} of {}", name_of_month(report().month),
                                      learning.open_actions, learning.actions));
        if (learning.post_mortems_due > 0)
            all.push_back(fmt::format("Post-mortems on time: {} of {}", learning.post_mortems_on_time,
                                      learning.post_mortems_due));
        blocks.context("foot", all);
    }

    JsonText modern() const {
        slack::Blocks blocks(slack::block::report);
        head(blocks);
        if (!empty()) {
            charts(blocks);
            table(blocks);
        }
        actions(blocks);
        foot(blocks);
        return blocks.take();
    }
    JsonText classic() const {
        slack::Blocks blocks(slack::block::report);
        head(blocks);
        if (!empty()) {
            picture(blocks);
            fields(blocks);
        }
        actions(blocks);
        foot(blocks);
        return blocks.take();
    }
};

}  // namespace

slack::Message report_message(const ReportFacts& facts, const ReportSetting& setting,
                              const RenderContext& context) {
    const ReportBlocks blocks{facts, setting, context};
    return shaped({blocks.text(), blocks.modern(), blocks.classic()}, context.form);
}

slack::View report_form(std::chrono::year_month month, const std::string& action,
                        const std::string& placeholder, const RenderContext& context) {
    slack::Blocks blocks(slack::block::form);
    const auto hint =
        placeholder.empty() ? std::string("For example: write a runbook for the queue") : placeholder;
    blocks.input(std::string(slack::field::report_action.block), "Action for the next month",
                 to_json(slack::TextInput{.action_id = slack::field::report_action.action,
                                          .most = action_units,
                                          .multiline = true,
                                          .initial = action,
                                          .placeholder = hint,
                                          .focus = true}),
                 "The last line of the report. Empty: what the worst number asks for.", true);
    return shaped(
        {slack::modal_view({slack::form::report, "Edit the report", "Save", "Cancel", tocsin::key_of(month)},
                           blocks.take()),
         nullptr},
        context.form);
}

}  // namespace tocsin::templates
