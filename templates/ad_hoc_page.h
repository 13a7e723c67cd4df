// A page without an incident on each device, what Slack says of it, and the report of what arrived
// (interactions.md 8.2, 8.3): a test page, or somebody asks for a person.
#pragma once

#include <string>
#include <vector>

#include "bot/core/ad_hoc_page.h"
#include "templates/page_mails.h"
#include "templates/render.h"

namespace tocsin::templates {

std::string ad_hoc_sms(const AdHocPage& page, const RenderContext& context);
std::vector<std::string> ad_hoc_call(const AdHocPage& page, bool hears_keys, const RenderContext& context);
std::vector<std::string> ad_hoc_call_confirmed(const AdHocPage& page, const RenderContext& context);
std::vector<std::string> ad_hoc_call_silent(const AdHocPage& page);
std::vector<std::string> ad_hoc_call_unknown();
MailText ad_hoc_mail(const AdHocPage& page, const RenderContext& context);
PushText ad_hoc_push(const AdHocPage& page, const RenderContext& context);

// The direct message, with the button that confirms it.
slack::Message ad_hoc_message(const AdHocPage& page, const RenderContext& context);
// To whoever asked for it, at once.
std::string test_page_on_its_way(const AdHocPage& page);
std::string ad_hoc_pages_on_their_way(const std::vector<AdHocPage>& pages, const RenderContext& context);
// What became of each means, and whether the person confirmed.
slack::Message ad_hoc_page_report(const AdHocPage& page, const RenderContext& context);
// To the person who was paged and has confirmed it.
std::string ad_hoc_page_confirmed(const AdHocPage& page, const RenderContext& context);
// To whoever asked, when the answer comes.
slack::Message ad_hoc_page_answered(const AdHocPage& page, Means means, const RenderContext& context);

}  // namespace tocsin::templates
