#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "bot/app/report_data.h"
#include "bot/app/settings.h"
#include "bot/app/snapshot.h"
#include "bot/app/verbs.h"
#include "commands/metrics.h"
#include "templates/month_report.h"
#include "templates/report_json.h"
#include "templates/report_page.h"

namespace tocsin::app {
namespace {

constexpr int months_shown = 12;

int complain(int code, const std::string& sentence) {
    fmt::print(stderr, "{}\n", sentence);
    return code;
}

std::expected<templates::ReportFacts, int> of_file(const std::string& file, std::chrono::year_month month) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return std::unexpected(complain(wrong_usage, fmt::format("Cannot read {}.", file)));
    const auto data = read_report_data(text);
    if (!data)
        return std::unexpected(complain(wrong_usage, fmt::format("{}: {}", file, data.error().message)));
    const auto zone = Zone::load_or_utc(data->timezone);
    templates::ReportFacts facts;
    facts.report = month_report(month, data->timezone, zone,
                                month_facts(span_of(month, zone), data->incidents, data->alerts));
    facts.history = months_before(month, months_shown, data->timezone, zone,
                                  [&](const TimeSpan& span) { return tally(data->incidents, span); });
    facts.history.push_back(facts.report);
    return facts;
}

std::expected<templates::ReportFacts, int> of_store(const Common& common, const std::string& url,
                                                    std::chrono::year_month month) {
    const auto found = find_configuration(common, {});
    if (!found) return std::unexpected(found.error());
    const SystemClock clock;
    auto snapshot = Snapshot::take(common, url, clock);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto& timezone = found->configuration.rules.timezone;
    const auto zone = Zone::load_or_utc(timezone);
    templates::ReportFacts facts;
    snapshot->store().transact([&](storage::Tx& tx) {
        facts.report = month_report(month, timezone, zone, tx.month_facts(span_of(month, zone)));
        facts.history = months_before(month, months_shown, timezone, zone,
                                      [&](const TimeSpan& span) { return tx.tally(span); });
        facts.action = tx.note(commands::action_note(month)).value_or("");
    });
    facts.history.push_back(facts.report);
    return facts;
}

}  // namespace

int report(const Common& common, const std::string& url, const ReportOptions& options) {
    const auto month = parse_month(options.month);
    if (!month)
        return complain(wrong_usage,
                        fmt::format("\"{}\" is no month: write it as in 2025-01.", options.month));
    const auto computed =
        options.data.empty() ? of_store(common, url, *month) : of_file(options.data, *month);
    if (!computed) return computed.error();
    if (common.json) {
        fmt::print("{}\n", templates::report_json(computed->report));
    } else if (options.html) {
        fmt::print("{}", templates::report_file(*computed));
    } else {
        fmt::print("{}", templates::month_report_text(*computed));
    }
    return done;
}

}  // namespace tocsin::app
