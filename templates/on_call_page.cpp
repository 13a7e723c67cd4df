#include "templates/on_call_page.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "templates/duty_words.h"
#include "templates/html.h"

namespace tocsin::templates {
namespace {

std::string people(const std::vector<PersonId>& who, const RenderContext& context) {
    std::vector<std::string> names;
    for (const auto& person : who) names.push_back(name_of(person, context));
    return names.empty() ? "nobody" : join_and(names);
}

std::string part(const RotaOnPage& shown, const RenderContext& context) {
    const auto& rota = shown.rota;
    const auto& zone = rota.schedule().timezone;
    auto html = fmt::format("<h2>{}</h2>\n", escape_html(schedule_name(rota.schedule().id, context.rules)));
    auto now = fmt::format("On call now: {}", people(rota.on_call_at(context.now), context));
    if (const auto until = rota.until(context.now)) {
        now += fmt::format(" until {}. Next: {}", short_local(*until, zone),
                           people(rota.on_call_at(*until), context));
    }
    html += html_paragraph(now + ".");
    if (shown.shifts.empty()) return html;
    html += fmt::format(
        "<table>\n<caption>Shifts, in {}</caption>\n<thead><tr><th scope=\"col\">Who</th>"
        "<th scope=\"col\">From</th><th scope=\"col\">To</th></tr></thead>\n<tbody>\n",
        escape_html(zone));
    for (const auto& shift : shown.shifts) {
        html += fmt::format(
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", escape_html(name_of(shift.person, context)),
            escape_html(short_local(shift.start, zone)), escape_html(short_local(shift.end, zone)));
    }
    return html + "</tbody>\n</table>\n";
}

}  // namespace

std::string on_call_page(const SiteFrame& frame, const std::vector<RotaOnPage>& rotas,
                         const RotaLoadFacts& load, const RenderContext& context) {
    std::string html = "<h1>On call</h1>\n";
    if (rotas.empty())
        html += html_paragraph("No schedule is set up yet. An admin can add one in the configuration.");
    if (!load.people.empty()) html += "<p><a href=\"#load\">How it is spread</a></p>\n";
    for (const auto& rota : rotas) html += part(rota, context);
    html += rota_load_html(load, context);
    return site_page(frame, "On call", html);
}

}  // namespace tocsin::templates
