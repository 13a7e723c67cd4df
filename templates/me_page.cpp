#include "templates/me_page.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "templates/html.h"

namespace tocsin::templates {
namespace {

std::string row(const WebSession& session, const MePage& shown, const RenderContext& context) {
    const bool here = session.id == shown.here;
    const auto name =
        session.browser.empty() ? std::string("A browser that does not say its name") : session.browser;
    return fmt::format(
        "<tr><td class=\"words\">{}{}</td><td>{}</td><td><form method=\"post\">\n<input type=\"hidden\" "
        "name=\"view\" "
        "value=\"{}\">\n"
        "<input type=\"hidden\" name=\"session\" value=\"{}\">\n{}</form></td></tr>\n",
        escape_html(name), here ? " <strong>(this one)</strong>" : "",
        escape_html(relative(session.seen, context.now)), escape_html(shown.view), session.id.value(),
        html_button("end", here ? "Sign out" : "End"));
}

}  // namespace

std::string me_page(const SiteFrame& frame, const MePage& shown, const RenderContext& context) {
    auto html = fmt::format("<h1>{}</h1>\n", escape_html(frame.reader));
    if (!shown.notice.empty()) html += html_paragraph(shown.notice, "notice");
    html += "<h2>How you are reached</h2>\n";
    html += html_paragraph(shown.reach.empty() ? "Pages reach you in Slack."
                                               : fmt::format("By {}, and in Slack.", shown.reach));
    html += "<p>Change it in Slack: <code>/incident me</code></p>\n";
    html +=
        "<h2>Browsers that act as you</h2>\n<table>\n<thead><tr><th scope=\"col\">Browser</th>"
        "<th scope=\"col\">Last used</th><th scope=\"col\">End it</th></tr></thead>\n<tbody>\n";
    for (const auto& session : shown.sessions) html += row(session, shown, context);
    html += "</tbody>\n</table>\n";
    if (shown.sessions.size() > 1) {
        html += fmt::format(
            "<form method=\"post\">\n<input type=\"hidden\" name=\"view\" value=\"{}\">\n{}</form>\n",
            escape_html(shown.view), html_button("end-others", "End all others"));
    }
    html += html_paragraph(
        "To end another browser you sign in again, unless you did within the last 10 minutes: Tocsin sends "
        "you a "
        "link in Slack.");
    return site_page(frame, frame.reader, html);
}

}  // namespace tocsin::templates
