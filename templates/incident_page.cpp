#include "templates/incident_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "templates/html.h"
#include "templates/paging_words.h"

namespace tocsin::templates {
namespace {

std::string fact(std::string_view name, const std::string& html) {
    return html.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html);
}

std::string words(std::string_view typed, const RenderContext& context) {
    return escape_html(plain(typed, context));
}

std::string address_of(const Incident& incident) {
    return fmt::format("/i/{}", incident.number.value());
}

std::string when(Time at, const RenderContext& context) {
    return escape_html(fmt::format("{}, {}", format_utc(at), to_lower(relative(at, context.now))));
}

struct Show {
    const IncidentPage& shown;
    const RenderContext& context;

    const Incident& incident() const { return shown.incident; }

    std::string facts() const {
        const auto& it = incident();
        std::string html = "<dl>\n";
        html += fact("Status",
                     escape_html(fmt::format("{}{}", title_of(it.state), it.reopened ? " (Reopened)" : "")));
        html +=
            fact("On-call", it.lead.is_somebody() ? escape_html(name_of(it.lead, context)) : "Nobody yet");
        html += fact("Started", when(it.started, context));
        if (it.resolution)
            html += fact("Duration", escape_html(duration_range(it.started, it.resolution->restored)));
        if (it.last_update && is_open(it.state)) html += fact("Last update", when(*it.last_update, context));
        if (const auto& due = it.reminders.due)
            html += fact("Next update due", escape_html(clock_utc(*due, context.now)));
        if (it.eta && is_open(it.state))
            html += fact("ETA for resolution", escape_html(clock_utc(*it.eta, context.now)));
        html += fact("Impact", words(it.impact, context));
        if (it.last_words && is_open(it.state))
            html += fact("Last words", words(it.last_words->text, context));
        if (it.resolution) {
            html += fact("Root cause", it.resolution->cause.empty() ? "Not known yet."
                                                                    : words(it.resolution->cause, context));
            html += fact("Mitigation", words(it.resolution->mitigation, context));
        }
        html += fact("Reason", words(it.cancel_reason, context));
        return html + "</dl>\n";
    }

    std::string links() const {
        std::vector<std::string> all;
        if (shown.thread_url.starts_with("https://"))
            all.push_back(html_link(shown.thread_url, "Open in Slack"));
        if (shown.runbook != nullptr)
            all.push_back(html_link("/runbooks/" + shown.runbook->name, "Runbook: " + shown.runbook->title));
        if (incident().resolution)
            all.push_back(html_link(address_of(incident()) + "/post-mortem", "Post-mortem"));
        return all.empty() ? "" : fmt::format("<p>{}</p>\n", join(all, " · "));
    }

    std::string form(std::string_view inside) const {
        return fmt::format(
            "<form method=\"post\">\n<input type=\"hidden\" name=\"view\" value=\"{}\">\n{}</form>\n",
            escape_html(shown.view), inside);
    }

    std::string area(std::string_view name, std::string_view label, const std::string& typed = "") const {
        return fmt::format(
            "<label for=\"{0}\">{1}</label>\n<textarea id=\"{0}\" name=\"{0}\" "
            "maxlength=\"3000\">{2}</textarea>\n",
            name, escape_html(label), escape_html(typed));
    }

    std::string doings() const {
        std::string html;
        if (shown.may.acknowledge)
            html += form(html_button("ack", fmt::format("Acknowledge {}", name_of(incident())), true));
        if (shown.may.join) html += form(html_button("join", fmt::format("Join {}", name_of(incident()))));
        if (shown.may.drive) {
            html +=
                "<h2>Post update</h2>\n" + form(area("text", "What do you know now?", shown.typed) +
                                                html_button("update", "Post update", !shown.may.acknowledge) +
                                                html_button("note", "Add to the timeline only"));
        }
        if (shown.may.finish && !is_unanswered(incident().state)) {
            html += fmt::format(
                "<details>\n<summary>Resolve {}</summary>\n{}</details>\n", name_of(incident()),
                form(area("cause", "Root cause") + area("mitigation", "Mitigation: what brought it back?") +
                     html_paragraph("The incidents channel and everyone paged are told.", "quiet") +
                     html_button("resolve", "Resolve", true)));
        }
        return html;
    }

    std::string timeline() const {
        std::string html =
            "<h2>Timeline</h2>\n<table>\n<thead><tr><th scope=\"col\">UTC</th><th scope=\"col\">What</th>"
            "<th scope=\"col\">By</th></tr></thead>\n<tbody>\n";
        std::string day;
        for (const auto& line : shown.timeline) {
            if (line.removed) continue;
            if (auto its_day = format_day(line.at); its_day != day) {
                day = std::move(its_day);
                html += fmt::format("<tr><th scope=\"rowgroup\" colspan=\"3\">{}</th></tr>\n", day);
            }
            html += fmt::format("<tr><td>{}</td><td class=\"words\">{}{}</td><td>{}</td></tr>\n",
                                format_clock(line.at), escape_html(line.plain),
                                line.edited ? " <span class=\"quiet\">(edited)</span>" : "",
                                escape_html(name_of(line.by, context)));
        }
        return html + "</tbody>\n</table>\n";
    }

    std::string ledger() const {
        if (shown.pages.empty()) return "";
        std::string html =
            "<h2>Pages</h2>\n<table>\n<thead><tr><th scope=\"col\">Who</th><th scope=\"col\">Means</th>"
            "<th scope=\"col\">What became of it</th></tr></thead>\n<tbody>\n";
        for (const auto& [page, states] : shown.pages) {
            std::vector<std::string> became;
            for (const auto& [state, at] : states)
                became.push_back(fmt::format("{} {}", ledger_words(state), format_clock_seconds(at)));
            html +=
                fmt::format("<tr><td>{}</td><td>{}, level {}</td><td class=\"words\">{}</td></tr>\n",
                            escape_html(name_of(page.to, context)), escape_html(means_nouns({page.means})),
                            page.level, escape_html(join(became, ", ")));
        }
        return html + "</tbody>\n</table>\n";
    }

    std::string body() const {
        auto html = fmt::format("<h1>{}</h1>\n", escape_html(heading_of(incident(), context)));
        html += html_paragraph(name_of(incident()), "quiet");
        if (!shown.notice.empty())
            html += fmt::format("<p class=\"notice\" role=\"status\">{}</p>\n", escape_html(shown.notice));
        return html + facts() + links() + doings() + timeline() + ledger();
    }
};

std::string row(const Incident& incident, const RenderContext& context) {
    const auto title = incident.is_private ? std::string("private") : plain(incident.title, context);
    return fmt::format(
        "<tr><td>{}</td><td class=\"words\">{}<br><span class=\"quiet\">{}, {}</span></td><td>{}</td></tr>\n",
        html_link(address_of(incident), name_of(incident)), escape_html(title), label_of(incident.severity),
        escape_html(to_lower(title_of(incident.state))), format_day(incident.started));
}

std::string search_form(const std::string& words) {
    return fmt::format(
        "<form method=\"get\" action=\"/incidents\" role=\"search\">\n<label for=\"q\">Search</label>\n"
        "<input id=\"q\" name=\"q\" type=\"search\" maxlength=\"200\" value=\"{}\">\n"
        "<button>Search incidents</button>\n</form>\n",
        escape_html(words));
}

}  // namespace

std::string incident_page(const SiteFrame& frame, const IncidentPage& shown, const RenderContext& context) {
    const Show show{shown, context};
    return site_page(frame,
                     fmt::format("{} {}", name_of(shown.incident), heading_of(shown.incident, context)),
                     show.body());
}

std::string incident_list_page(const SiteFrame& frame, const IncidentListPage& shown,
                               const RenderContext& context) {
    const bool searched = !shown.words.empty();
    std::string html = "<h1>Incidents</h1>\n" + search_form(shown.words);
    if (!shown.notice.empty()) html += html_paragraph(shown.notice, "notice");
    if (shown.incidents.empty()) {
        html +=
            html_paragraph(searched ? fmt::format("No incident matches \"{}\". Try fewer words.", shown.words)
                                    : std::string("There is no incident."));
    } else {
        html +=
            "<table>\n<thead><tr><th scope=\"col\">Number</th><th scope=\"col\">What</th><th "
            "scope=\"col\">Started</th></tr></thead>\n<tbody>\n";
        for (const auto& incident : shown.incidents) html += row(incident, context);
        html += "</tbody>\n</table>\n";
    }
    if (shown.page > 0)
        html +=
            fmt::format("<p>{}</p>\n", html_link(fmt::format("/incidents?page={}", shown.page - 1), "Newer"));
    if (shown.more)
        html +=
            fmt::format("<p>{}</p>\n", html_link(fmt::format("/incidents?page={}", shown.page + 1), "Older"));
    return site_page(frame, searched ? "Incidents found" : "Incidents", html);
}

}  // namespace tocsin::templates
