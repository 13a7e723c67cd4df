// The page behind the link of a page (interactions.md 9.1): what is going on, and buttons that act as the
// person who was paged. Who may see it, and what a press does, is not here.
#pragma once

#include <optional>
#include <string>

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

enum class AckQuestion { none, escalate, pass_on };  // asks once more before it is done

struct AckPage {
    const Incident& incident;
    const Page& page;
    std::string view;  // hidden in the forms: which look at the page a press comes from
    std::optional<PagingFacts> paging;
    std::string incident_link;  // may be empty
    std::string notice;         // said first; may be empty
    AckQuestion question = AckQuestion::none;
};

std::string ack_page(const AckPage& shown, const RenderContext& context);

}  // namespace tocsin::templates
