// The monthly report out of the store: for Slack, for the web, and by itself once a month. How it reads is
// the templates' business, when it is due is bot/core/report_day.h.
#pragma once

#include "bot/engine/calls.h"
#include "templates/report_message.h"
#include "templates/site_page.h"

namespace tocsin::engine {

// `months`: that its charts show, this one included.
templates::ReportFacts report_facts(Workbench& bench, std::chrono::year_month month, int months);

// `picture`: the file in Slack; empty: none.
slack::Message report_for(Workbench& bench, const outgoing::PostReport& wish,
                          const templates::ReportFacts& facts, const std::string& picture);

enum class ReportForm { page, csv, json };
// For somebody who is signed in: private incidents have a title for those who may read them.
channels::HttpAnswer report_answer(Workbench& bench, std::chrono::year_month month, ReportForm form,
                                   const SlackUser& reader, const templates::SiteFrame& frame);

// Sets the timer of what comes next; at start and when the rules have changed. What was missed while nobody
// ran is made up for once, and only for the newest month.
void plan_report(Workbench& bench);
void fire_report_timer(Workbench& bench);

}  // namespace tocsin::engine
