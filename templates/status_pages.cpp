#include "templates/status_pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "templates/html.h"
#include "templates/subscription_pages.h"
#include "templates/web_page.h"

namespace tocsin::templates {
namespace {

using std::chrono::days;

constexpr int days_listed = 14;
constexpr std::size_t most_in_history = 100;

std::string overall(const StatusView& view) {
    const auto sentence = [&](std::string_view kind, std::string_view sign) {
        return fmt::format(
            "<p class=\"overall {}\"><span aria-hidden=\"true\">{}</span> <strong>{}</strong></p>\n", kind,
            sign, overall_words(view));
    };
    switch (worst_state(view)) {
        case ComponentState::operational:
            return sentence("well", "✓");
        case ComponentState::maintenance:
            return sentence("partly", "◔");
        case ComponentState::degraded:
        case ComponentState::partial_outage:
            return sentence("partly", "!");
        case ComponentState::major_outage:
            return sentence("down", "✕");
    }
    return "";
}

std::string_view sign_of(ComponentState state) {
    switch (state) {
        case ComponentState::operational:
            return "✓";
        case ComponentState::maintenance:
            return "◔";
        case ComponentState::degraded:
        case ComponentState::partial_outage:
            return "!";
        case ComponentState::major_outage:
            return "✕";
    }
    return "";
}

std::string components(const StatusView& view) {
    if (view.components.empty()) return "";
    std::string rows;
    for (const auto& name : view.components) {
        const auto state = state_of(name, view.notices, view.now);
        rows += fmt::format(
            "<tr><th scope=\"row\">{}</th><td class=\"{}\"><span aria-hidden=\"true\">{}</span> "
            "{}</td></tr>\n",
            escape_html(name), key_of(state), sign_of(state), title_of(state));
    }
    return "<table class=\"states\">\n<caption>Components</caption>\n<thead><tr><th "
           "scope=\"col\">Component</th>"
           "<th scope=\"col\">State</th></tr></thead>\n<tbody>\n" +
           rows + "</tbody>\n</table>\n";
}

std::string lines(std::string_view text) {
    std::string html;
    for (const auto line : lines_of(text)) html += (html.empty() ? "" : "<br>\n") + escape_html(line);
    return html;
}

std::string entries(const PublicNotice& notice) {
    std::string html;
    for (const auto* entry : entries_shown(notice)) {
        html += fmt::format(
            "<p class=\"entry\"><time datetime=\"{}\">[{}]</time> <strong>{}</strong>{}<br>\n{}</p>\n",
            format_rfc3339(entry->at), format_utc(entry->at), title_of(entry->heading),
            corrected_words(*entry), lines(entry->text.str()));
    }
    return html;
}

std::string span_of(const PublicNotice& notice) {
    if (!is_maintenance(notice)) return "";
    return fmt::format("<p>From {} to {}.</p>\n", format_utc(*notice.scheduled_for),
                       format_utc(*notice.scheduled_until));
}

std::string section(const StatusView& view, const PublicNotice& notice, std::string_view level) {
    return fmt::format("<section>\n<{0}><a href=\"{1}\">{2}</a></{0}>\n{3}{4}</section>\n", level,
                       escape_html(status_path(view, "/status/i/" + notice.id.str())),
                       escape_html(notice.title.str()), span_of(notice), entries(notice));
}

// Below its day: what is over in full, what is open by its title alone, as it stands higher on the page.
std::string said_on(const StatusView& view, Time day) {
    std::string said;
    for (const auto& notice : view.notices) {
        if (is_maintenance(notice) || notice.end == PublicEnd::joined) continue;
        if (std::chrono::floor<days>(opened_at(notice)) != day) continue;
        said += is_over(notice, view.now)
                    ? section(view, notice, "h4")
                    : fmt::format("<p><a href=\"{}\">{}</a>, not resolved yet</p>\n",
                                  escape_html(status_path(view, "/status/i/" + notice.id.str())),
                                  escape_html(notice.title.str()));
    }
    return said;
}

std::string day_list(const StatusView& view) {
    const auto today = std::chrono::floor<days>(view.now);
    std::string items;
    bool quiet = true;
    for (int back = 0; back < days_listed; ++back) {
        const Time day = today - days{back};
        const auto said = said_on(view, day);
        quiet = quiet && said.empty();
        items += said.empty() ? fmt::format(
                                    "<p class=\"day\">{} <span class=\"quiet\">No incidents "
                                    "reported</span></p>\n",
                                    format_day(day))
                              : fmt::format("<h3>{}</h3>\n{}", format_day(day), said);
    }
    if (quiet) return "<p>No incidents in the last 14 days.</p>\n";
    return items;
}

std::string cell(const ComponentDay& day) {
    const auto words = day.worst == ComponentState::operational ? std::string("Operational")
                       : day.down > Duration{}
                           ? fmt::format("{}, {}", title_of(day.worst), format_duration(day.down))
                           : std::string(title_of(day.worst));
    return fmt::format("<li class=\"{}\" title=\"{}: {}\"><span>{}: {}</span></li>", key_of(day.worst),
                       format_day(day.day), words, format_day(day.day), words);
}

std::string uptime(const StatusView& view) {
    if (view.components.empty()) return "";
    std::string rows;
    for (const auto& name : view.components) {
        const auto bar = days_of(name, view.notices, view.now);
        std::string cells;
        for (const auto& day : bar) cells += cell(day);
        rows += fmt::format(
            "<tr><th scope=\"row\">{}</th><td>{:.2f} %</td></tr>\n<tr><td colspan=\"2\"><ol "
            "class=\"bar\">{}</ol>"
            "</td></tr>\n",
            escape_html(name), uptime_percent(bar, view.now), cells);
    }
    return "<h2>Uptime over 90 days</h2>\n<table class=\"uptime\">\n<thead><tr><th "
           "scope=\"col\">Component</th>"
           "<th scope=\"col\">Uptime</th></tr></thead>\n<tbody>\n" +
           rows + "</tbody>\n</table>\n<p class=\"quiet\">Each cell is a day, the last one is today.</p>\n";
}

std::string lateness(const StatusView& view, bool late) {
    if (late) return "<p class=\"notice\" role=\"status\">This page may be out of date</p>\n";
    const auto from = late_from(view);
    if (!from) return "";
    return fmt::format("<p class=\"quiet\">After {} this page may be out of date.</p>\n", format_utc(*from));
}

std::string foot(const StatusView& view) {
    const auto link = [&](std::string_view path, std::string_view words) {
        return fmt::format("<a href=\"{}\">{}</a>", escape_html(status_path(view, path)), words);
    };
    return fmt::format(
        "<p>{}Feeds: {}, {}, {}. Times are UTC.</p>\n<p>Updated {}</p>\n",
        view.subscribable ? link(subscribe_path, "Get updates by e-mail") + ". " : std::string(),
        link("/status/feed.atom", "Atom"), link("/history.rss", "RSS"), link("/api/v2/summary.json", "JSON"),
        format_utc(updated(view)));
}

std::string framed(const StatusView& view, std::string_view title, const std::string& body) {
    PageFrame frame{std::string(title), status_path(view, "/style.css")};
    frame.indexed = true;
    frame.head =
        fmt::format("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{}\" href=\"{}\">\n",
                    escape_html(view.name), escape_html(status_path(view, "/status/feed.atom")));
    frame.foot = foot(view);
    return web_page(frame, body);
}

std::string title_of_page(const StatusView& view) {
    return view.name + " status";
}

}  // namespace

std::string status_page(const StatusView& view, bool late) {
    std::string body = fmt::format("<h1>{}</h1>\n", escape_html(title_of_page(view)));
    body += overall(view) + lateness(view, late) + components(view);
    for (const auto* notice : open_notices(view)) body += section(view, *notice, "h2");
    if (const auto ahead = maintenances_ahead(view); !ahead.empty()) {
        body += "<h2>Maintenance</h2>\n";
        for (const auto* notice : ahead) body += section(view, *notice, "h3");
    }
    body += "<h2>Last 14 days</h2>\n" + day_list(view) + uptime(view);
    if (view.subscribable) body += subscribe_form(view);
    body +=
        fmt::format("<p><a href=\"{}\">History</a></p>\n", escape_html(status_path(view, "/status/history")));
    return framed(view, title_of_page(view), body);
}

std::string status_history_page(const StatusView& view) {
    std::string body = fmt::format("<h1>{}: history</h1>\n", escape_html(title_of_page(view)));
    std::size_t shown = 0;
    for (const auto& notice : view.notices) {
        if (shown++ == most_in_history) break;
        body += section(view, notice, "h2");
    }
    if (view.notices.empty()) body += "<p>Nothing was published yet.</p>\n";
    body +=
        fmt::format("<p><a href=\"{}\">Current status</a></p>\n", escape_html(status_path(view, "/status")));
    return framed(view, title_of_page(view) + ": history", body);
}

std::string status_notice_page(const StatusView& view, const PublicNotice& notice, bool late) {
    std::string body = fmt::format("<h1>{}</h1>\n", escape_html(notice.title.str()));
    const bool open = !is_over(notice, view.now);
    if (open && !is_maintenance(notice)) body += lateness(view, late);
    body += span_of(notice) + entries(notice);
    if (!notice.joined_to.empty())
        body += fmt::format("<p><a href=\"{}\">Updates follow here</a></p>\n",
                            escape_html(status_path(view, "/status/i/" + notice.joined_to.str())));
    body +=
        fmt::format("<p><a href=\"{}\">Current status</a></p>\n", escape_html(status_path(view, "/status")));
    return framed(view, notice.title.str(), body);
}

}  // namespace tocsin::templates
