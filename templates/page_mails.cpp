#include "templates/page_mails.h"

#include <fmt/format.h>

#include <vector>

#include "bot/base/text.h"
#include "templates/html.h"
#include "templates/postmortem_facts.h"
#include "templates/reply_texts.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t mail_impact = 2000;
constexpr std::size_t subject_title = 120;

std::string severity_words(const Incident& incident) {
    return fmt::format("{}{}", incident.drill ? "DRILL " : "", label_of(incident.severity));
}

std::string first_line(const Incident& incident, const RenderContext& context) {
    return incident.is_private ? fmt::format("{} private incident", severity_words(incident))
                               : heading_of(incident, context);
}

MailText mail_of(const Incident& incident, const std::string& what, const std::vector<std::string>& lines,
                 const RenderContext& context) {
    const auto title = incident.is_private ? std::string("private incident") : plain(incident.title, context);
    const auto text = join(lines, "\n");
    return {fmt::format("[{}] {} {}: {}", severity_words(incident), name_of(incident),
                        cut(title, subject_title), what),
            text + "\n", html_of_text(text)};
}

void add_link(std::vector<std::string>& lines, const std::string& link) {
    if (!link.empty()) lines.insert(lines.end(), {"", "Incident: " + link});
}

}  // namespace

MailText page_mail(const Incident& incident, const Page& page, const DeviceFacts& facts,
                   const RenderContext& context) {
    std::vector<std::string> on_call;
    for (const auto& person : facts.others) on_call.push_back(name_of(person.who, context));
    std::vector<std::string> text{first_line(incident, context),
                                  fmt::format("Status: {}", title_of(incident.state))};
    if (!on_call.empty()) text.push_back("On-call: " + join(on_call, ", "));
    text.push_back("Started: " + format_utc(incident.started));
    if (!incident.impact.empty() && !incident.is_private) {
        text.emplace_back();
        text.push_back(cut(plain(incident.impact, context), mail_impact));
    }
    text.emplace_back();
    const auto& plan = incident.paging.plan;
    text.push_back(fmt::format("You are {}, level {}{}.", page.role.empty() ? "paged" : page.role, page.level,
                               plan.name.empty() ? "" : " of " + plan.name));
    if (!facts.silent.empty()) {
        text.push_back(fmt::format("{} {} not acknowledged for {}.", facts.silent,
                                   facts.silent.contains(" and ") ? "have" : "has",
                                   format_duration(context.now - incident.declared)));
    }
    text.emplace_back();
    if (!facts.link.empty()) text.push_back("Acknowledge: " + facts.link);
    if (!facts.incident_link.empty()) text.push_back("Incident:    " + facts.incident_link);
    text.emplace_back();
    if (!facts.link.empty())
        text.emplace_back("Opening the link shows a page with a button. Only the button acknowledges.");
    text.push_back(fmt::format("Sent because level {}{} notifies you by {}.", page.level,
                               plan.name.empty() ? "" : " of " + plan.name, means_nouns({page.means})));
    return mail_of(incident, "acknowledgement needed", text, context);
}

MailText acknowledged_mail(const Incident& incident, const std::string& link, const RenderContext& context) {
    const auto [who, since] = holder_of(incident);
    const auto name = name_of(who, context);
    std::vector<std::string> lines{
        first_line(incident, context),
        fmt::format("{} acknowledged at {}. You are not needed now.", name, clock_utc(since, context.now))};
    add_link(lines, link);
    return mail_of(incident, "acknowledged by " + name, lines, context);
}

MailText resolved_mail(const Incident& incident, const std::string& link, const RenderContext& context) {
    const auto lasted = format_duration(incident.ended.value_or(context.now) - incident.started);
    std::vector<std::string> lines{
        first_line(incident, context),
        fmt::format("Resolved at {} after {}.", clock_utc(incident.ended.value_or(context.now), context.now),
                    lasted)};
    if (incident.resolution && !incident.is_private) {
        lines.insert(lines.end(), {"", "Cause: " + plain(incident.resolution->cause, context),
                                   "Mitigation: " + plain(incident.resolution->mitigation, context)});
    }
    add_link(lines, link);
    return mail_of(incident, "resolved after " + lasted, lines, context);
}

MailText published_mail(const Incident& incident, const std::string& link, const RenderContext& context) {
    std::vector<std::string> lines{first_line(incident, context),
                                   fmt::format("The post-mortem is published by {}.",
                                               name_of(incident.post_mortem.published_by, context))};
    if (!incident.is_private) {
        const auto cause = section_text(incident, PostMortemSection::cause, context);
        if (!cause.empty()) lines.insert(lines.end(), {"", "Cause: " + cause});
        if (!incident.actions.empty())
            lines.push_back(fmt::format("Action items: {}", incident.actions.size()));
    }
    add_link(lines, link);
    return mail_of(incident, "post-mortem published", lines, context);
}

}  // namespace tocsin::templates
