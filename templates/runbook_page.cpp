#include "templates/runbook_page.h"

#include <fmt/format.h>

#include "templates/commonmark.h"
#include "templates/html.h"

namespace tocsin::templates {

std::string runbook_page(const SiteFrame& frame, const Runbook& runbook) {
    auto html = fmt::format("<h1>{}</h1>\n", escape_html(runbook.title));
    for (const auto& part : runbook.parts)
        html += fmt::format("<h2>{}</h2>\n{}", escape_html(part.heading), html_of_markdown(part.markdown));
    return site_page(frame, runbook.title, html);
}

std::string runbook_list_page(const SiteFrame& frame, const Runbooks& runbooks) {
    std::string html = "<h1>Runbooks</h1>\n";
    if (runbooks.empty()) {
        html +=
            html_paragraph("There is no runbook yet. The configuration's key runbooks names their folder.");
        return site_page(frame, "Runbooks", html);
    }
    html += "<ul>\n";
    for (const auto& [name, runbook] : runbooks)
        html += fmt::format("<li>{}</li>\n", html_link("/runbooks/" + name, runbook.title));
    return site_page(frame, "Runbooks", html + "</ul>\n");
}

}  // namespace tocsin::templates
