#include "templates/contacts.h"

#include <fmt/format.h>

#include "bot/base/contact.h"
#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

Button contacts_button(Style style = Style::normal) {
    return {action::home_contacts, "Contact methods", "", style, "Change how you are paged"};
}

Button test_button() {
    return {action::home_test_page, "Send me a test page", "", Style::normal,
            "Send a test page to my own phone, SMS and Slack"};
}

std::string without_stop(std::string_view sentence) {
    if (sentence.ends_with('.')) sentence.remove_suffix(1);
    return std::string(sentence);
}

std::string spaced(std::string_view code) {
    std::string said;
    for (const char digit : code) {
        if (!said.empty()) said += ", ";
        said += digit;
    }
    return said;
}

}  // namespace

std::string shown_address(Means means, std::string_view address) {
    return means == Means::phone ? number_ending(address) : slack::escape(address);
}

std::string code_sms(std::string_view code) {
    return fmt::format(
        "{} is your Tocsin code. Enter it in Slack within 10 minutes. Was it not you? Ignore it.", code);
}

std::vector<std::string> code_call(std::string_view code) {
    const auto digits = spaced(code);
    return {"This is Tocsin. No incident.", fmt::format("Your code is {}.", digits),
            fmt::format("I repeat: {}.", digits), "Enter it in Slack. Goodbye."};
}

MailText code_mail(std::string_view code) {
    return {
        fmt::format("{} is your Tocsin code", code),
        fmt::format("Your Tocsin code is {}.\n\nEnter it in Slack within 10 minutes. Was it not you? Ignore "
                    "this mail: without the code nothing changes.\n",
                    code),
        fmt::format("<p>Your Tocsin code is <b>{}</b>.</p><p>Enter it in Slack within 10 minutes. Was it "
                    "not you? Ignore this mail: without the code nothing changes.</p>",
                    code)};
}

std::string_view code_way(Means by) {
    if (by == Means::sms) return "text messages";
    return by == Means::phone ? "phone calls" : "e-mail";
}

slack::Message address_verified(Means means, std::string_view address, const RenderContext& context) {
    const auto text =
        means == Means::phone
            ? fmt::format("Verified: pages phone and text you at the {} from now on.",
                          shown_address(means, address))
            : fmt::format("Verified: pages by e-mail go to {} from now on.", shown_address(means, address));
    return notice(slack::block::notice, text + " Was it not you? Tell an admin now.",
                  {test_button(), contacts_button()}, context);
}

slack::Message code_not_sent(Means means, std::string_view address, std::string_view reason,
                             const RenderContext& context) {
    return notice(slack::block::notice,
                  fmt::format("The code to the {} could not be sent: {}. Nothing was changed.",
                              means == Means::phone ? number_ending(address)
                                                    : "address " + shown_address(means, address),
                              slack::typed_line(without_stop(reason))),
                  {contacts_button()}, context);
}

slack::Message texts_stopped(const Person& person, const RenderContext& context) {
    return notice(slack::block::notice,
                  fmt::format("You get no more text messages from Tocsin at the {}: it was told to stop, or "
                              "your carrier blocks them. Pages reach you by your other means. Text START to "
                              "Tocsin's number to have them again.",
                              number_ending(person.phone)),
                  {contacts_button()}, context);
}

slack::Message texts_stopped_of(const Person& person, const RenderContext& context) {
    return notice(
        slack::block::notice,
        fmt::format("{} gets no more text messages at the {}: it was told to stop, or the carrier "
                    "blocks them. Pages go by the other means.",
                    person.slack.empty() ? slack::escape(person.name) : slack::mention(person.slack),
                    number_ending(person.phone)),
        {}, context);
}

slack::Message left_slack(const Person& person, const RenderContext& context) {
    return notice(slack::block::notice,
                  fmt::format("The Slack account of {} was deactivated. Pages for {} go by the other means, "
                              "and where there are "
                              "none the next level is paged at once. Take them off the rota if they left.",
                              slack::escape(person.name), slack::escape(person.id.str())),
                  {}, context);
}

slack::Message texts_resumed(const Person& person, const RenderContext& context) {
    return notice(
        slack::block::notice,
        fmt::format("Text messages from Tocsin reach you again at the {}.", number_ending(person.phone)),
        {test_button()}, context);
}

slack::Message means_lost(Means means, const RenderContext& context) {
    const bool number = means == Means::phone || means == Means::sms;
    return notice(slack::block::notice,
                  fmt::format("{} could not be reached at {}. Check {}.",
                              means == Means::phone ? "Your phone"
                              : means == Means::sms ? "Your number"
                                                    : "You",
                              clock_utc(context.now, context.now),
                              number ? "your number" : "your " + means_nouns({means}) + " address"),
                  {contacts_button(Style::primary)}, context);
}

}  // namespace tocsin::templates
