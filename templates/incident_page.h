// An incident as a page for a browser (interactions.md 9.3): the facts, what the reader may do, the whole
// timeline and the ledger of pages. And the list of incidents. Who may see it is not here.
#pragma once

#include <string>
#include <vector>

#include "bot/core/page_history.h"
#include "bot/core/runbook.h"
#include "templates/site_page.h"
#include "templates/timeline.h"

namespace tocsin::templates {

struct IncidentDoings {  // what the reader is offered
    bool acknowledge = false;
    bool drive = false;  // update, note
    bool finish = false;
    bool join = false;
};

struct IncidentPage {
    const Incident& incident;
    std::vector<TimelineLine> timeline;
    std::vector<PageHistory> pages;
    std::string thread_url;  // may be empty
    const Runbook* runbook = nullptr;
    IncidentDoings may = {};
    std::string view;    // hidden in the forms: which look at the page a press comes from
    std::string notice;  // said first; may be empty
    std::string typed;   // into a form that was not carried out; may be empty
};

std::string incident_page(const SiteFrame& frame, const IncidentPage& shown, const RenderContext& context);

struct IncidentListPage {
    std::string words;  // that were looked for; empty: none
    std::vector<Incident> incidents;
    int page = 0;  // from 0
    bool more = false;
    std::string notice;
};

std::string incident_list_page(const SiteFrame& frame, const IncidentListPage& shown,
                               const RenderContext& context);

}  // namespace tocsin::templates
