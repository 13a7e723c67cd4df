// The monthly report as a page for a browser: tables that say everything, and charts drawn of the same
// numbers. Without scripts, from 320 px on, light and dark. Where the page is served from, and who may see
// it, is not known here.
#pragma once

#include <string>
#include <vector>

#include "bot/core/page_load.h"
#include "templates/report_words.h"

namespace tocsin::templates {

// One row of the list of incidents behind the numbers.
struct ReportRow {
    MeasuredIncident measured;
    std::string name;   // INC-42
    std::string title;  // as typed; empty: the reader may not know it
    std::string url;    // of its own page; may be empty
};

// An action item that is not done.
struct ReportAction {
    std::string incident;  // INC-42
    std::string url;       // of the incident's page
    std::string priority;  // P0
    std::string text;      // plain words
    std::string owner;     // may be empty
    std::optional<Time> due;
};

struct ReportPage {
    ReportFacts facts;
    std::vector<PageLoad> loads;  // names as people call each other
    std::vector<ReportRow> rows;  // newest first, also those that do not count
    bool more_rows = false;       // there are more than these
    bool linked = false;          // its neighbours are pages too: links to them, to the CSV and the JSON
    std::vector<ReportAction> open_actions = {};  // of the incidents that the reader may see
    Time now = {};
};

std::string report_title(const MonthReport& report);
// Only the part of a page that the report is, for pages that put something around it.
std::string report_html(const ReportPage& page);
// The style sheet is in it, so that it is a file of its own.
std::string report_page(const ReportPage& page);
// Of what a verb of the command line knows: without people and incidents.
std::string report_file(const ReportFacts& facts);

// For a spreadsheet: one line a number, of every month that the charts show.
std::string report_csv(const ReportPage& page);

}  // namespace tocsin::templates
