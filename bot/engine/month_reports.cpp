#include "bot/engine/month_reports.h"

#include "bot/base/log.h"
#include "bot/core/report_day.h"
#include "commands/metrics.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view posted_note = "report/posted";  // the newest month that is done
constexpr std::string_view preview_note = "report/previewed";
constexpr std::string_view timer_key = "report";

using Month = std::chrono::year_month;

std::optional<Month> noted(Workbench& bench, std::string_view note) {
    return parse_month(bench.tx().note(note).value_or(""));
}

ReportTimes times_of(Workbench& bench, Month month) {
    return report_times(month, bench.rules().business_hours, morning_zone(bench.rules()));
}

// The newest month whose report is due by now.
Month newest_due(Workbench& bench) {
    const auto running = month_of(bench.now(), morning_zone(bench.rules()));
    const auto last = running - std::chrono::months{1};
    return times_of(bench, last).posted <= bench.now() ? last : last - std::chrono::months{1};
}

struct Coming {
    Month month;
    ReportTimes times;
    bool previewed = false;
};

// A store that has never had a report begins with the next one.
Coming coming(Workbench& bench) {
    const auto due = newest_due(bench);
    auto done = noted(bench, posted_note);
    if (!done) {
        bench.tx().set_note(posted_note, tocsin::key_of(due));
        done = due;
    }
    const auto month = std::max(due, *done + std::chrono::months{1});
    const auto times = times_of(bench, month);
    const auto previewed = noted(bench, preview_note);
    return {month, times, previewed && *previewed >= month};
}

void post(Workbench& bench, Month month) {
    bench.tx().set_note(posted_note, tocsin::key_of(month));
    bench.share_report(month, commands::usual_months);
}

void show_preview(Workbench& bench, Month month) {
    bench.tx().set_note(preview_note, tocsin::key_of(month));
    const auto lead = bench.rules().manager_of({});
    if (lead.empty()) {
        log::info("the monthly report has no preview: no Engineering Lead is configured", {});
        return;
    }
    outgoing::PostReport wish;
    wish.month = month;
    wish.months = commands::usual_months;
    wish.preview = true;
    wish.channel = lead.str();
    bench.send(std::move(wish), storage::Priority::update);
}

}  // namespace

templates::ReportFacts report_facts(Workbench& bench, Month month, int months) {
    templates::ReportFacts facts;
    const auto& timezone = bench.rules().timezone;
    const auto zone = Zone::load_or_utc(timezone);
    facts.report = month_report(month, timezone, zone, bench.tx().month_facts(span_of(month, zone)));
    facts.history = months_before(month, months, timezone, zone,
                                  [&](const TimeSpan& span) { return bench.tx().tally(span); });
    facts.history.push_back(facts.report);
    facts.action = bench.tx().note(commands::action_note(month)).value_or("");
    return facts;
}

slack::Message report_for(Workbench& bench, const outgoing::PostReport& wish,
                          const templates::ReportFacts& facts, const std::string& picture) {
    using For = templates::ReportSetting::For;
    templates::ReportSetting setting;
    setting.picture = picture;
    if (wish.preview) {
        setting.reader = For::whoever_edits;
        setting.posted_at = times_of(bench, wish.month).posted;
    } else if (!wish.user.empty()) {
        setting.reader = For::whoever_asked;
    }
    return templates::report_message(facts, setting, bench.render());
}

void plan_report(Workbench& bench) {
    if (bench.state().hands.is_absurd) return;  // planned when the clock is set
    const auto [month, times, previewed] = coming(bench);
    const auto due = previewed ? times.posted : std::min(times.preview, times.posted);
    bench.tx().set_timer({std::string(timer_key), due, "report", "", 0});
}

void fire_report_timer(Workbench& bench) {
    if (bench.state().hands.is_absurd) return bench.tx().cancel_timer(timer_key);
    const auto [month, times, previewed] = coming(bench);
    if (times.posted <= bench.now()) {
        post(bench, month);
    } else if (!previewed && times.preview <= bench.now()) {
        show_preview(bench, month);
    }
    plan_report(bench);
}

}  // namespace tocsin::engine
