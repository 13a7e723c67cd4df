// The incident card in #incidents (interactions.md 6.1, 6.2): one message, edited in place through every
// state of the incident. Posting, pacing and finding it again are the engine's business.
#pragma once

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

slack::Message incident_card(const Incident& incident, const RenderContext& context,
                             const IncidentFacts& facts = {});

// The page by direct message [B03]. `page` is the number that its buttons carry.
struct PageFacts {
    int page = 1;
    std::string role;                 // "primary on-call"
    std::vector<PagedPerson> others;  // paged too
    std::optional<NextLevel> next;
    std::string thread_url;
    std::optional<RunbookLink> runbook;
    std::string also_sent;  // "phone call and SMS to number ending 4821"; may be empty
};
slack::Message page_message(const Incident& incident, const PageFacts& page, const RenderContext& context);
// The same message once nothing is asked of the person any more; nothing: the page still stands.
std::optional<slack::Message> page_outcome(const Incident& incident, const Page& page,
                                           const std::string& thread_url, const RenderContext& context);

}  // namespace tocsin::templates
