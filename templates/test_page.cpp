#include "templates/test_page.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

std::string outcome_of(const TestDelivery& delivery) {
    const auto detail = slack::typed_line(delivery.detail);
    switch (delivery.state) {
        case TestDelivery::State::waiting:
            return "not sent yet" + (detail.empty() ? "" : ": " + detail);
        case TestDelivery::State::sent:
            return detail.empty() ? "sent" : "sent by " + detail;
        case TestDelivery::State::failed:
            return "failed" + (detail.empty() ? "" : ": " + detail);
        case TestDelivery::State::answered:
            return "answered";
    }
    return "";
}

}  // namespace

std::string test_page_sms() {
    return "TEST PAGE from Tocsin. No incident. Reply 1 to confirm that pages reach you.";
}

std::vector<std::string> test_page_call() {
    return {"This is a Tocsin test page. No incident. Press 1 to confirm."};
}

std::vector<std::string> test_page_call_without_keys() {
    return {"This is a Tocsin test page. No incident. Please confirm it in Slack or by text."};
}

std::vector<std::string> test_call_confirmed() {
    return {"The test page is confirmed.", "Thank you.", "Goodbye."};
}

std::vector<std::string> test_call_silent() {
    return {"The test page is not confirmed.", "Goodbye."};
}

std::vector<std::string> test_call_unknown() {
    return {"This test page is over.", "Goodbye."};
}

MailText test_page_mail() {
    return {
        "[TEST] Test page from Tocsin: no incident",
        "TEST PAGE from Tocsin. No incident.\n\nPress \"I got it\" in Tocsin's direct message in Slack to "
        "confirm that pages reach you.\n",
        "<p>TEST PAGE from Tocsin. No incident.</p><p>Press <b>I got it</b> in Tocsin's direct message in "
        "Slack to confirm that pages reach you.</p>"};
}

PushText test_page_push() {
    return {"TEST PAGE from Tocsin", "No incident. Confirm it in Slack."};
}

slack::Message test_page_message(const TestPage& page, const RenderContext& context) {
    return notice(slack::block::notice,
                  "*TEST PAGE* from Tocsin. No incident. Press the button when it has reached you on every "
                  "device you expect.",
                  {slack::Button{slack::action::test_confirm, "I got it", fmt::format("{}", page.id.value()),
                                 slack::Style::primary, "Confirm that the test page reached me"}},
                  context);
}

std::string test_page_on_its_way(const TestPage& page) {
    std::vector<Means> means;
    for (const auto& delivery : page.deliveries) means.push_back(delivery.means);
    return fmt::format("A test page to you is on its way by {}. In 2 minutes you are told what became of it.",
                       means_nouns(means));
}

slack::Message test_page_report(const TestPage& page, const RenderContext& context) {
    auto text = fmt::format("Test page of {}:", clock_utc(page.asked, context.now));
    for (const auto& delivery : page.deliveries)
        text += fmt::format("\n• {}: {}", means_nouns({delivery.means}), outcome_of(delivery));
    text += page.confirmed ? fmt::format("\nConfirmed at {}.", clock_utc(*page.confirmed, context.now))
                           : std::string("\nNot confirmed yet: press *I got it* when it has reached you.");
    return notice(slack::block::notice, text, {}, context);
}

slack::Message test_page_answered(const TestPage& page, Means means, const RenderContext& context) {
    return notice(slack::block::notice,
                  fmt::format("Test page of {} confirmed at {} by {}. Thank you.",
                              clock_utc(page.asked, context.now), clock_utc(*page.confirmed, context.now),
                              means == Means::phone ? "phone" : means_nouns({means})),
                  {}, context);
}

std::string test_page_confirmed(Time at) {
    return fmt::format("Test page confirmed at {} UTC. Thank you.", format_clock(at));
}

}  // namespace tocsin::templates
