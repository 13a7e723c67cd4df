#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/cards.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;

constexpr std::size_t impact_units = 1000;
constexpr std::size_t runbook_units = 60;

std::string what(const Incident& incident, const RenderContext& context) {
    std::string lines = slack::cut_markup(slack::typed(incident.impact), impact_units);
    std::vector<std::string> facts;
    const auto service = context.rules.services.find(incident.service);
    if (service != context.rules.services.end()) {
        facts.push_back("*Service:* " + slack::typed_line(service->second.name));
    }
    facts.push_back("*Started:* " + format_utc(incident.started));
    if (!incident.source.empty()) facts.push_back("*Source:* " + slack::typed_line(incident.source));
    if (!lines.empty()) lines += '\n';
    return lines + join(facts, "   ");
}

std::string who(const PageFacts& page, const RenderContext& context) {
    auto text = fmt::format("You are *{}*.", slack::typed_line(page.role));
    for (const auto& other : page.others) {
        text += fmt::format(" {} ({}) is paged too.", mention_of(other.who, context),
                            slack::typed_line(other.role));
    }
    if (!page.next) return text;
    const auto& next = *page.next;
    return text + fmt::format(" Without an acknowledgement {} {} {} at *{}* ({}).",
                              mentions_with_roles(next.who, context), next.who.size() == 1 ? "is" : "are",
                              means_verbs({next.who.front().via.front()}), clock_utc(next.at, context.now),
                              slack::date_ago(next.at, relative(next.at, context.now)));
}

}  // namespace

slack::Message page_message(const Incident& incident, const PageFacts& page, const RenderContext& context) {
    const auto name = name_of(incident);
    const auto number = incident.number.value();
    const auto title = incident.is_private ? "private" : plain(incident.title, context);
    const auto value = slack::format({incident.number, slack::ButtonValue::Kind::page, page.page, ""});

    slack::Button acknowledge{action::page_acknowledge, "Acknowledge", value, slack::Style::primary,
                              fmt::format("Acknowledge the page for incident {}, {}", number, title)};
    slack::Button decline{action::page_decline, "I can't respond", value, slack::Style::danger,
                          fmt::format("I cannot respond to the page for incident {}", number)};
    decline.confirm = slack::Confirm{
        "Pass this page on?",
        fmt::format("The next person is paged at once and you are released from {}. The timeline records it "
                    "without judgement.",
                    name),
        "Pass it on", "Go back", true};

    slack::Blocks blocks(slack::block::page, page.page);
    blocks.header("head", fmt::format("You are paged. {}{}: {}", incident.drill ? "DRILL " : "",
                                      label_of(incident.severity), title));
    blocks.section("what", what(incident, context));
    blocks.section("who", who(page, context));
    std::vector<JsonText> buttons{to_json(acknowledge)};
    if (page.next) {
        slack::Button escalate{action::page_escalate, "Escalate", value, slack::Style::normal,
                               fmt::format("Escalate incident {} and stay on it", number)};
        escalate.confirm = slack::Confirm{
            fmt::format("Escalate {}?", name),
            fmt::format("{} {} {} now. You stay on the incident.", names_with_roles(page.next->who, context),
                        page.next->who.size() == 1 ? "is" : "are", means_verbs(page.next->who.front().via)),
            "Escalate", "Go back"};
        buttons.push_back(to_json(escalate));
    }
    buttons.push_back(to_json(decline));
    const bool has_page = page.runbook && !page.runbook->url.empty();
    if (page.runbook && !has_page) {
        buttons.push_back(to_json(
            slack::Button{action::runbook, "Runbook: " + cut(page.runbook->name, runbook_units), value,
                          slack::Style::normal, fmt::format("Show the runbook for incident {}", number)}));
    }
    blocks.actions("actions", buttons);
    std::vector<std::string> foot;
    if (!page.thread_url.empty()) foot.push_back(slack::link(page.thread_url, "Open the incident thread"));
    if (has_page) foot.push_back(slack::link(page.runbook->url, "Runbook: " + page.runbook->name));
    if (!page.also_sent.empty()) foot.push_back("Also sent: " + slack::typed_line(page.also_sent));
    blocks.context("foot", foot);

    auto text = fmt::format("You are paged. {}.", heading_of(incident, context));
    if (!incident.impact.empty()) text += " " + cut(plain(incident.impact, context), impact_units);
    text += fmt::format(" Press Acknowledge, reply 1 to the SMS, or press 1 on the call. {}", name);
    return {summary(text), blocks.take(), nullptr};
}

}  // namespace tocsin::templates
