// What a text message says back to whoever answered a page by text (interactions.md 8.2): each one segment of
// GSM-7, the title gives way first, then the link. The page itself is page_texts.h.
#pragma once

#include <string>
#include <vector>

#include "templates/render.h"

namespace tocsin::templates {

// `link` of the incident's page or thread; may be empty.
std::string acknowledged_text(const Incident& incident, const std::string& link,
                              const RenderContext& context);
// By a press on the link of a page: whoever did not press it learns of it.
std::string acknowledged_by_link_text(const Incident& incident, const RenderContext& context);
std::string too_late_text(const Incident& incident, const RenderContext& context);  // somebody else has it
std::string not_needed_text(const Incident& incident, const std::string& link,
                            const RenderContext& context);  // to the others who were paged
std::string over_text(const Incident& incident, const RenderContext& context);  // nothing has changed
// `paged`: whom the escalation reached; empty: nobody is left.
std::string escalated_text(const Incident& incident, const std::vector<PageOrder>& paged,
                           const RenderContext& context);
std::string passed_on_text(const Incident& incident, const std::vector<PageOrder>& paged,
                           const RenderContext& context);
std::string joined_text(const Incident& incident, const std::string& link, const RenderContext& context);
std::string updated_text(const Incident& incident, const RenderContext& context);
std::string resolved_text(const Incident& incident, const RenderContext& context);
// An update is due for long. `may_reply`: the number was paged, so that a reply counts.
std::string reminder_text(const Incident& incident, bool may_reply, const std::string& link,
                          const RenderContext& context);

std::string not_understood_text(const Incident& incident, const RenderContext& context);
std::string which_page_text(const std::vector<Incident>& open);  // more than one
std::string no_page_text(const std::string& link);               // `link` of the open incidents; may be empty

// When and by whom the acknowledgment that holds was made.
struct Holder {
    Actor who;
    Time since;
};
Holder holder_of(const Incident& incident);

// " was resolved at 15:00 UTC after 28 minutes."
std::string how_it_ended(const Incident& incident, const RenderContext& context);

// "is being phoned", "are being paged": by the strongest of their means.
std::string being_paged(const std::vector<PageOrder>& orders, const RenderContext& context);

}  // namespace tocsin::templates
