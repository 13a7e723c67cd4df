#include "storage/columns.h"
#include "storage/quarters.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

std::optional<Time> instant(const Row& row, std::size_t column) {
    return row.is_null(column) ? std::nullopt : std::optional{time_of(row.integer(column))};
}

TimeSum time_sum(const Row& row, std::size_t column) {
    return {row.integer(column), Duration{row.integer(column + 1)}};
}

MeasuredIncident measured_of(const Row& row) {
    MeasuredIncident one;
    one.number = IncidentNumber(row.integer(0));
    one.severity = static_cast<Severity>(row.integer(1));
    one.detected = instant(row, 2);
    one.started = instant(row, 3);
    one.acknowledged = instant(row, 4);
    one.resolved = instant(row, 5);
    one.counts = row.flag(6);
    one.by_alert = row.flag(7);
    one.updates_due = static_cast<int>(row.integer(8));
    one.updates_on_time = static_cast<int>(row.integer(9));
    one.rule = row.text(10);
    if (!row.is_null(11)) one.verdict = parse_page_verdict(row.text(11));
    one.actions = static_cast<int>(row.integer(12));
    one.open_actions = static_cast<int>(row.integer(13));
    one.post_mortem_due = instant(row, 14);
    one.post_mortem_published = instant(row, 15);
    return one;
}

}  // namespace

// Where clocks disagree the time is none, as TimeSum has it.
Tally Tx::tally(const TimeSpan& span) {
    Tally sums;
    for (const Row& row : db_.run(
             "SELECT severity, count(*), sum(updates_due), sum(updates_on_time), count(started),"
             " coalesce(sum(CASE WHEN detected > started THEN detected - started ELSE 0 END), 0),"
             " count(acknowledged),"
             " coalesce(sum(CASE WHEN acknowledged > detected THEN acknowledged - detected ELSE 0 END), 0),"
             " count(resolved),"
             " coalesce(sum(CASE WHEN resolved > detected THEN resolved - detected ELSE 0 END), 0)"
             " FROM measures WHERE detected >= $1 AND detected < $2 AND counts = 1 GROUP BY severity",
             {column(span.from), column(span.to)})) {
        auto& of = sums[static_cast<Severity>(row.integer(0))];
        of.incidents = row.integer(1);
        of.updates_due = row.integer(2);
        of.updates_on_time = row.integer(3);
        of.detection = time_sum(row, 4);
        of.acknowledgment = time_sum(row, 6);
        of.resolution = time_sum(row, 8);
    }
    return sums;
}

MonthFacts Tx::month_facts(const TimeSpan& month) {
    MonthFacts facts;
    facts.tally = tally(month);
    facts.alerts.total = firings_between(month.from, month.to);
    const auto from = column(month.from), to = column(month.to);
    for (const Row& row : db_.run("SELECT incident, detected FROM measures WHERE detected < $1 AND counts = 1"
                                  " ORDER BY detected DESC, incident DESC LIMIT 1",
                                  {from}))
        facts.last_before = LastIncident{IncidentNumber(row.integer(0)), time_of(row.integer(1))};
    for (const Row& row : db_.run(
             "SELECT rule, sum(fired) FROM alert_counts WHERE quarter >= $1 AND quarter < $2 GROUP BY rule",
             {quarter_of(month.from), quarter_of(month.to)}))
        facts.rules.push_back({row.text(0), row.integer(1), 0, std::nullopt});
    for (const Row& row : db_.run("SELECT rule, verdict, count(*) FROM measures"
                                  " WHERE detected >= $1 AND detected < $2 AND by_alert = 1"
                                  " GROUP BY rule, verdict",
                                  {from, to})) {
        const auto verdict = row.is_null(1) ? std::nullopt : parse_page_verdict(row.text(1));
        if (verdict == PageVerdict::false_alarm) facts.alerts.false_alarms += row.integer(2);
        facts.rules.push_back({row.text(0), 0, row.integer(2), verdict});
    }
    for (const Row& row :
         db_.run("SELECT coalesce(sum(actions), 0), coalesce(sum(open_actions), 0),"
                 " count(CASE WHEN post_mortem_published IS NOT NULL OR post_mortem_due <= $3 THEN 1 END),"
                 " count(CASE WHEN post_mortem_published <= post_mortem_due THEN 1 END)"
                 " FROM measures WHERE detected >= $1 AND detected < $2 AND counts = 1",
                 {from, to, column(now_)}))
        facts.learning = {row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
    return facts;
}

std::vector<PageCount> Tx::page_counts(const TimeSpan& span) {
    std::vector<PageCount> counts;
    for (const Row& row : db_.run("SELECT person, at / $3, count(*) FROM paged WHERE at >= $1 AND at < $2"
                                  " GROUP BY 1, 2",
                                  {column(span.from), column(span.to), Quarters{1} / Duration{1}}))
        counts.push_back({row.text(0), Time{Quarters{row.integer(1)}}, row.integer(2)});
    return counts;
}

std::vector<MeasuredIncident> Tx::measured(const TimeSpan& span, int limit, int offset) {
    std::vector<MeasuredIncident> found;
    for (const Row& row :
         db_.run("SELECT incident, severity, detected, started, acknowledged, resolved, counts, by_alert,"
                 " updates_due, updates_on_time, rule, verdict, actions, open_actions, post_mortem_due,"
                 " post_mortem_published FROM measures"
                 " WHERE detected >= $1 AND detected < $2 ORDER BY detected DESC, incident DESC"
                 " LIMIT $3 OFFSET $4",
                 {column(span.from), column(span.to), std::int64_t{limit}, std::int64_t{offset}}))
        found.push_back(measured_of(row));
    return found;
}

}  // namespace tocsin::storage
