#include "templates/ad_hoc_page.h"

#include <fmt/format.h>

#include "bot/base/gsm7.h"
#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/html.h"
#include "templates/notice.h"
#include "templates/spoken.h"

namespace tocsin::templates {
namespace {

std::string outcome_of(const AdHocDelivery& delivery) {
    const auto detail = slack::typed_line(delivery.detail);
    switch (delivery.state) {
        case AdHocDelivery::State::waiting:
            return "not sent yet" + (detail.empty() ? "" : ": " + detail);
        case AdHocDelivery::State::sent:
            return detail.empty() ? "sent" : "sent by " + detail;
        case AdHocDelivery::State::failed:
            return "failed" + (detail.empty() ? "" : ": " + detail);
        case AdHocDelivery::State::answered:
            return "answered";
    }
    return "";
}

std::string ended(std::string text) {
    if (!text.empty() && !std::string_view(".!?").contains(text.back())) text += '.';
    return text;
}

std::string asker(const AdHocPage& page, const RenderContext& context) {
    return name_of(page.by, context);
}

}  // namespace

std::string ad_hoc_sms(const AdHocPage& page, const RenderContext& context) {
    if (is_test(page)) return "TEST PAGE from Tocsin. No incident. Reply 1 to confirm that pages reach you.";
    constexpr std::size_t longest_name = 30;
    constexpr std::string_view keys = "No incident. Reply 1 to confirm.";
    const auto asks = fmt::format("PAGE from {}", cut(to_gsm7(asker(page, context)), longest_name));
    const auto words = to_gsm7(ended(plain(page.text, context)));
    for (const std::size_t room : {90UL, 45UL}) {  // a character of the alphabet may take two
        const auto text = words.empty() ? fmt::format("{}. {}", asks, keys)
                                        : fmt::format("{}: {} {}", asks, to_gsm7(cut(words, room)), keys);
        if (fits_one_segment(text)) return text;
    }
    return one_segment(fmt::format("{}. {}", asks, keys));
}

std::vector<std::string> ad_hoc_call(const AdHocPage& page, bool hears_keys, const RenderContext& context) {
    const std::string keys = hears_keys ? "Press 1 to confirm." : "Please confirm it in Slack or by text.";
    if (is_test(page)) return {"This is a Tocsin test page. No incident. " + keys};
    const auto asks = fmt::format("{} asks for you.", spoken(asker(page, context)));
    std::vector<std::string> said{"This is Tocsin.", asks};
    if (!page.text.empty()) said.push_back(ended(spoken(plain(page.text, context))));
    said.push_back("I repeat: " + asks);
    said.push_back(keys);
    return said;
}

std::vector<std::string> ad_hoc_call_confirmed(const AdHocPage& page, const RenderContext& context) {
    if (is_test(page)) return {"The test page is confirmed.", "Thank you.", "Goodbye."};
    return {fmt::format("Thank you. {} is told.", spoken(asker(page, context))), "Goodbye."};
}

std::vector<std::string> ad_hoc_call_silent(const AdHocPage& page) {
    return {fmt::format("The {} is not confirmed.", is_test(page) ? "test page" : "page"), "Goodbye."};
}

std::vector<std::string> ad_hoc_call_unknown() {
    return {"This page is over.", "Goodbye."};
}

MailText ad_hoc_mail(const AdHocPage& page, const RenderContext& context) {
    const auto heading = is_test(page) ? std::string("TEST PAGE from Tocsin. No incident.")
                                       : fmt::format("{} asks for you. No incident.", asker(page, context));
    const auto subject = is_test(page) ? std::string("[TEST] Test page from Tocsin: no incident")
                                       : fmt::format("[PAGE] {} asks for you", asker(page, context));
    const std::string_view purpose =
        is_test(page) ? "confirm that pages reach you" : "say that you are there";
    const auto text = is_test(page) ? std::string() : plain(page.text, context);
    return {
        subject,
        fmt::format("{}\n\n{}Press \"I got it\" in Tocsin's direct message in Slack to {}.\n", heading,
                    text.empty() ? "" : text + "\n\n", purpose),
        fmt::format("<p>{}</p>{}<p>Press <b>I got it</b> in Tocsin's direct message in Slack to {}.</p>",
                    escape_html(heading), text.empty() ? "" : "<p>" + escape_html(text) + "</p>", purpose)};
}

PushText ad_hoc_push(const AdHocPage& page, const RenderContext& context) {
    if (is_test(page)) return {"TEST PAGE from Tocsin", "No incident. Confirm it in Slack."};
    return {fmt::format("Page from {}", asker(page, context)),
            page.text.empty() ? "No incident. Confirm it in Slack."
                              : ended(plain(page.text, context)) + " Confirm it in Slack."};
}

slack::Message ad_hoc_message(const AdHocPage& page, const RenderContext& context) {
    const auto words =
        is_test(page) ? std::string(
                            "*TEST PAGE* from Tocsin. No incident. Press the button when it has reached "
                            "you on every device you expect.")
                      : fmt::format("*PAGE* from {}, without an incident{}", mention_of(page.by, context),
                                    page.text.empty() ? "." : ": " + slack::typed_line(page.text));
    return notice(slack::block::notice, words,
                  {slack::Button{slack::action::test_confirm, "I got it", fmt::format("{}", page.id.value()),
                                 slack::Style::primary, "Confirm that the page reached me"}},
                  context);
}

std::string test_page_on_its_way(const AdHocPage& page) {
    std::vector<Means> means;
    for (const auto& delivery : page.deliveries) means.push_back(delivery.means);
    return fmt::format("A test page to you is on its way by {}. In 2 minutes you are told what became of it.",
                       means_nouns(means));
}

std::string ad_hoc_pages_on_their_way(const std::vector<AdHocPage>& pages, const RenderContext& context) {
    std::vector<std::string> people;
    for (const auto& page : pages) {
        std::vector<Means> means;
        for (const auto& delivery : page.deliveries) means.push_back(delivery.means);
        people.push_back(fmt::format("{} by {}", mention_of(page.to, context), means_nouns(means)));
    }
    return fmt::format("Paging {}, without an incident. You are told when they confirm it.",
                       join_and(people));
}

slack::Message ad_hoc_page_report(const AdHocPage& page, const RenderContext& context) {
    auto text = is_test(page) ? fmt::format("Test page of {}:", clock_utc(page.asked, context.now))
                              : fmt::format("Page to {} of {}:", mention_of(page.to, context),
                                            clock_utc(page.asked, context.now));
    for (const auto& delivery : page.deliveries)
        text += fmt::format("\n• {}: {}", means_nouns({delivery.means}), outcome_of(delivery));
    if (page.confirmed) {
        text += fmt::format("\nConfirmed at {}.", clock_utc(*page.confirmed, context.now));
    } else if (is_test(page)) {
        text += "\nNot confirmed yet: press *I got it* when it has reached you.";
    } else {
        text +=
            "\nNot confirmed yet. Nobody else is paged by itself: page another person, or declare an "
            "incident.";
    }
    return notice(slack::block::notice, text, {}, context);
}

std::string ad_hoc_page_confirmed(const AdHocPage& page, const RenderContext& context) {
    const auto at = format_clock(*page.confirmed);
    if (is_test(page)) return fmt::format("Test page confirmed at {} UTC. Thank you.", at);
    return fmt::format("Page of {} confirmed at {} UTC. Thank you.", asker(page, context), at);
}

slack::Message ad_hoc_page_answered(const AdHocPage& page, Means means, const RenderContext& context) {
    const auto by = means == Means::phone ? std::string("phone") : means_nouns({means});
    const auto at = clock_utc(*page.confirmed, context.now);
    const auto words = is_test(page) ? fmt::format("Test page of {} confirmed at {} by {}. Thank you.",
                                                   clock_utc(page.asked, context.now), at, by)
                                     : fmt::format("{} confirmed your page at {} by {}.",
                                                   mention_of(page.to, context), at, by);
    return notice(slack::block::notice, words, {}, context);
}

}  // namespace tocsin::templates
