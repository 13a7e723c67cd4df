#include <fmt/format.h>

#include "bot/core/permissions.h"
#include "bot/engine/html_answer.h"
#include "bot/engine/month_reports.h"
#include "commands/rota_loads.h"
#include "templates/report_json.h"
#include "templates/report_page.h"
#include "templates/site_page.h"

namespace tocsin::engine {
namespace {

constexpr int months_on_page = 12;
constexpr int most_rows = 500;

std::string person_named(const Rules& rules, const std::string& person) {
    const auto found = rules.people.find(PersonId(person));
    return found == rules.people.end() || found->second.name.empty() ? person : found->second.name;
}

void add_open_actions(Workbench& bench, const Incident& incident, const std::string& url,
                      std::vector<templates::ReportAction>& actions) {
    const auto& context = bench.render();
    for (const auto& item : incident.actions) {
        if (item.done) continue;
        const bool owned = item.owner.is_somebody();
        actions.push_back({name_of(incident), url, std::string(key_of(item.priority)),
                           templates::plain(item.text, context),
                           owned ? templates::name_of(item.owner, context) : "", item.due});
    }
}

void add_row(Workbench& bench, const MeasuredIncident& one, const SlackUser& reader,
             templates::ReportPage& page) {
    const auto incident = bench.tx().incident(one.number);
    const bool readable = incident && may(Right::see, reader, &*incident, bench.rules()) == Verdict::yes;
    const auto url = readable ? fmt::format("/i/{}", one.number.value()) : "";
    page.rows.push_back({one, incident ? name_of(*incident) : "", readable ? incident->title : "", url});
    if (readable && one.counts) add_open_actions(bench, *incident, url, page.open_actions);
}

templates::ReportPage page_of(Workbench& bench, std::chrono::year_month month, const SlackUser& reader) {
    const auto& rules = bench.rules();
    templates::ReportPage page;
    page.facts = report_facts(bench, month, months_on_page);
    const auto span = span_of(month, Zone::load_or_utc(rules.timezone));
    page.loads = commands::page_loads_of(span, bench);
    for (auto& load : page.loads) load.person = person_named(rules, load.person);
    page.linked = true;
    auto measured = bench.tx().measured(span, most_rows + 1);
    page.more_rows = std::ssize(measured) > most_rows;
    if (page.more_rows) measured.pop_back();
    for (const auto& one : measured) add_row(bench, one, reader, page);
    page.now = bench.now();
    return page;
}

channels::HttpAnswer answer(std::string type, std::string body) {
    return {200, {{"Content-Type", std::move(type)}, {"Cache-Control", "no-store"}}, std::move(body)};
}

}  // namespace

channels::HttpAnswer report_answer(Workbench& bench, std::chrono::year_month month, ReportForm form,
                                   const SlackUser& reader, const templates::SiteFrame& frame) {
    switch (form) {
        case ReportForm::page: {
            const auto page = page_of(bench, month, reader);
            return html_answer(200, templates::site_page(frame, templates::report_title(page.facts.report),
                                                         templates::report_html(page)));
        }
        case ReportForm::csv:
            return answer("text/csv; charset=utf-8", templates::report_csv(page_of(bench, month, reader)));
        case ReportForm::json:
            return answer("application/json; charset=utf-8",
                          templates::report_json(report_facts(bench, month, 1).report) + "\n");
    }
    return {404, {}, ""};
}

}  // namespace tocsin::engine
