#include "templates/postmortem_page.h"

#include <fmt/format.h>

#include "templates/commonmark.h"
#include "templates/html.h"
#include "templates/postmortem.h"
#include "templates/web_page.h"

namespace tocsin::templates {
namespace {

std::string foot_of(const Incident& incident, const RenderContext& context) {
    auto foot = name_of(incident);
    const auto owner = post_mortem_owner(incident);
    if (owner.is_somebody()) foot += ", owner " + name_of(owner, context);
    const auto& post_mortem = incident.post_mortem;
    if (post_mortem.published) {
        foot += fmt::format(", published {} by {}", format_utc(*post_mortem.published),
                            name_of(post_mortem.published_by, context));
    } else if (const auto due = post_mortem_due(incident)) {
        foot += ", draft, due " + format_utc(*due);
    }
    return foot + ".";
}

}  // namespace

std::string post_mortem_html(const Incident& incident, const std::vector<Event>& timeline,
                             const RenderContext& context, const IncidentFacts& facts) {
    return fmt::format("<article>\n{}</article>\n<p>{}</p>\n",
                       html_of_markdown(post_mortem_markdown(incident, timeline, context, facts)),
                       escape_html(foot_of(incident, context)));
}

std::string post_mortem_page(const Incident& incident, const std::vector<Event>& timeline,
                             const RenderContext& context, const IncidentFacts& facts) {
    return whole_page("Post-Mortem: " + post_mortem_title(incident, context),
                      post_mortem_html(incident, timeline, context, facts));
}

}  // namespace tocsin::templates
