#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bot/app/report_data.h"
#include "bot/app/settings.h"
#include "bot/app/snapshot.h"
#include "bot/app/verbs.h"
#include "templates/month_report.h"

namespace tocsin::app {
namespace {

using Json = nlohmann::ordered_json;

int complain(int code, const std::string& sentence) {
    fmt::print(stderr, "{}\n", sentence);
    return code;
}

// YYYY-MM
std::optional<std::chrono::year_month> parse_month(std::string_view text) {
    constexpr std::size_t dash = 4, length = 7;
    if (text.size() != length || text[dash] != '-') return std::nullopt;
    int year = 0;
    unsigned month = 0;
    const auto digits = [](std::string_view part, auto& number) {
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        return error == std::errc() && end == part.data() + part.size();
    };
    if (!digits(text.substr(0, dash), year) || !digits(text.substr(dash + 1), month)) return std::nullopt;
    const std::chrono::year_month read{std::chrono::year{year}, std::chrono::month{month}};
    return read.ok() && year > 0 ? std::optional{read} : std::nullopt;
}

template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json as_json(const MonthReport& report) {
    Json by_severity = Json::object();
    for (const auto& [severity, count] : report.by_severity)
        by_severity[std::string(key_of(severity))] = count;
    Json mttr = Json::object();
    for (const auto& [severity, minutes] : report.mttr_by_severity_min)
        mttr[std::string(key_of(severity))] = or_null(minutes);
    const auto& met = report.targets_met;
    return {{"month", fmt::format("{:04}-{:02}", static_cast<int>(report.month.year()),
                                  static_cast<unsigned>(report.month.month()))},
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
}

std::expected<ReportData, int> data_of_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return std::unexpected(complain(wrong_usage, fmt::format("Cannot read {}.", file)));
    auto data = read_report_data(text);
    if (!data)
        return std::unexpected(complain(wrong_usage, fmt::format("{}: {}", file, data.error().message)));
    return *std::move(data);
}

std::expected<ReportData, int> data_of_store(const Common& common, const std::string& url,
                                             std::chrono::year_month month) {
    const auto found = find_configuration(common, {});
    if (!found) return std::unexpected(found.error());
    const SystemClock clock;
    auto snapshot = Snapshot::take(common, url, clock);
    if (!snapshot) return std::unexpected(snapshot.error());
    auto data = read_report_data(snapshot->store().export_json(std::nullopt));
    if (!data) return std::unexpected(complain(store_error, data.error().message));
    data->timezone = found->configuration.rules.timezone;
    const auto span = span_of(month, Zone::load_or_utc(data->timezone));
    snapshot->store().transact(
        [&](storage::Tx& tx) { data->alerts.total = tx.firings_between(span.from, span.to); });
    data->alerts.false_alarms = std::ranges::count_if(data->incidents, [&](const MeasuredIncident& one) {
        return one.false_alert && one.detected && span.contains(*one.detected);
    });
    return *std::move(data);
}

}  // namespace

int report(const Common& common, const std::string& url, const ReportOptions& options) {
    const auto month = parse_month(options.month);
    if (!month)
        return complain(wrong_usage,
                        fmt::format("\"{}\" is no month: write it as in 2025-01.", options.month));
    const auto data = options.data.empty() ? data_of_store(common, url, *month) : data_of_file(options.data);
    if (!data) return data.error();
    const auto computed = month_report(*month, data->timezone, Zone::load_or_utc(data->timezone),
                                       data->incidents, data->alerts);
    if (common.json) {
        fmt::print("{}\n", as_json(computed).dump());
    } else if (options.html) {
        fmt::print("{}", templates::month_report_html(computed));
    } else {
        fmt::print("{}", templates::month_report_text(computed));
    }
    return done;
}

}  // namespace tocsin::app
