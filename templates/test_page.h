// A test page on each device, what Slack says of it, and the report of what arrived
// (interactions.md 8.2, 8.3).
#pragma once

#include <string>
#include <vector>

#include "bot/core/test_page.h"
#include "templates/page_mails.h"
#include "templates/render.h"

namespace tocsin::templates {

std::string test_page_sms();
std::vector<std::string> test_page_call();
std::vector<std::string> test_page_call_without_keys();
std::vector<std::string> test_call_confirmed();
std::vector<std::string> test_call_silent();
std::vector<std::string> test_call_unknown();
MailText test_page_mail();
PushText test_page_push();

// The direct message, with the button that confirms it.
slack::Message test_page_message(const TestPage& page, const RenderContext& context);
// To whoever asked for it, at once.
std::string test_page_on_its_way(const TestPage& page);
// What became of each means, and whether the person confirmed.
slack::Message test_page_report(const TestPage& page, const RenderContext& context);
std::string test_page_confirmed(Time at);
// To whoever asked, when the answer came after the report.
slack::Message test_page_answered(const TestPage& page, Means means, const RenderContext& context);

}  // namespace tocsin::templates
