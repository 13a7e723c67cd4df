#include "bot/core/permissions.h"
#include "bot/engine/month_reports.h"
#include "templates/report_json.h"
#include "templates/report_page.h"

namespace tocsin::engine {
namespace {

constexpr int months_on_page = 12;
constexpr int most_rows = 500;

std::string person_named(const Rules& rules, const std::string& person) {
    const auto found = rules.people.find(PersonId(person));
    return found == rules.people.end() || found->second.name.empty() ? person : found->second.name;
}

Zone zone_of(const Rules& rules, const std::string& person) {
    const auto found = rules.people.find(PersonId(person));
    const bool own = found != rules.people.end() && !found->second.timezone.empty();
    return Zone::load_or_utc(own ? found->second.timezone : rules.timezone);
}

templates::ReportRow row_of(Workbench& bench, const MeasuredIncident& one, const SlackUser& reader) {
    const auto incident = bench.tx().incident(one.number);
    const bool readable = incident && may(Right::see, reader, &*incident, bench.rules()) == Verdict::yes;
    return {one, incident ? name_of(*incident) : "", readable ? incident->title : "",
            readable ? bench.thread_url(one.number) : ""};
}

templates::ReportPage page_of(Workbench& bench, const ReportAsked& asked) {
    const auto& rules = bench.rules();
    templates::ReportPage page;
    page.facts = report_facts(bench, asked.month, months_on_page);
    page.loads = page_loads(page.facts.report.pages,
                            [&](const std::string& person) { return zone_of(rules, person); });
    for (auto& load : page.loads) load.person = person_named(rules, load.person);
    page.linked = true;
    const auto reader = bench.user(asked.reader);
    auto measured =
        bench.tx().measured(span_of(asked.month, Zone::load_or_utc(rules.timezone)), most_rows + 1);
    page.more_rows = std::ssize(measured) > most_rows;
    if (page.more_rows) measured.pop_back();
    for (const auto& one : measured) page.rows.push_back(row_of(bench, one, reader));
    return page;
}

channels::HttpAnswer answer(std::string type, std::string body) {
    return {200, {{"Content-Type", std::move(type)}, {"Cache-Control", "no-store"}}, std::move(body)};
}

}  // namespace

channels::HttpAnswer report_page(Workbench& bench, const ReportAsked& asked) {
    switch (asked.form) {
        case ReportAsked::Form::page:
            return answer("text/html; charset=utf-8", templates::report_page(page_of(bench, asked)));
        case ReportAsked::Form::csv:
            return answer("text/csv; charset=utf-8", templates::report_csv(page_of(bench, asked)));
        case ReportAsked::Form::json:
            return answer("application/json; charset=utf-8",
                          templates::report_json(report_facts(bench, asked.month, 1).report) + "\n");
    }
    return {404, {}, ""};
}

}  // namespace tocsin::engine
