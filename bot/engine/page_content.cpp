#include "bot/engine/page_content.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "bot/engine/call_talk.h"
#include "templates/page_mails.h"
#include "templates/paging_words.h"

namespace tocsin::engine {
namespace {

constexpr std::size_t token_characters = 12;

std::string link_of(const Workbench& bench, const std::string& token) {
    const auto& url = bench.settings().public_url;
    return url.empty() || token.empty() ? "" : fmt::format("{}/a/{}", url, token);
}

templates::DeviceFacts facts_of(Workbench& bench, const Incident& incident, const Page& page,
                                const std::string& token) {
    templates::DeviceFacts facts;
    facts.link = link_of(bench, token);
    facts.incident_link = incident_link(bench, incident.number);
    std::vector<std::string> silent;
    for (const auto& other : incident.paging.pages) {
        if (is_same(other.to, page.to)) {
            facts.again = facts.again || (other.number < page.number && other.level == page.level &&
                                          other.means == page.means);
            continue;
        }
        auto name = name_of(other.to, bench.render());
        if (other.level < page.level && std::ranges::find(silent, name) == silent.end())
            silent.push_back(name);
    }
    facts.silent = join_and(silent);
    if (const auto paging = bench.facts(incident).paging) facts.others = paging->paged;
    return facts;
}

channels::Content content_of(Workbench& bench, const Incident& incident, const Page& page,
                             const Person& person, const std::string& token) {
    const auto& context = bench.render();
    const auto facts = facts_of(bench, incident, page, token);
    switch (page.means) {
        case Means::sms:
            return channels::Text{person.phone, templates::page_sms(incident, facts, context)};
        case Means::phone: {
            const auto& providers = bench.settings().channels.providers_for(Means::phone);
            const bool keys =
                std::ranges::any_of(providers, [](const auto& one) { return one->hears_keys(); });
            return channels::Call{person.phone,
                                  call_begins(bench, incident, page.to, keys),
                                  {templates::page_voicemail(incident, context), false, "", 0}};
        }
        case Means::email: {
            auto mail = templates::page_mail(incident, page, facts, context);
            return channels::Mail{
                person.email,
                std::move(mail.subject),
                std::move(mail.text),
                std::move(mail.html),
                fmt::format("{}.{}.{}", to_lower(name_of(incident)), page.number, random_token(4)),
                mail_thread(name_of(incident)),
                true};
        }
        case Means::ntfy:
        case Means::pushover: {
            auto push = templates::page_push(incident, context);
            return channels::Push{page.means == Means::ntfy ? person.ntfy : person.pushover,
                                  std::move(push.title), std::move(push.text),
                                  facts.link.empty() ? facts.incident_link : facts.link, true};
        }
        case Means::slack:
        case Means::pagerduty:
        case Means::betterstack:
        case Means::webhook:
            break;
    }
    channels::Handoff handoff;
    handoff.severity = key_of(incident.severity);
    handoff.title = incident.is_private ? std::string("private incident") : plain(incident.title, context);
    handoff.text = incident.is_private ? "" : plain(incident.impact, context);
    handoff.source = plain(incident.source, context);
    handoff.link = facts.incident_link;
    handoff.person = person.id.str();
    handoff.address = person.phone;
    return handoff;
}

}  // namespace

std::string link_token() {
    // 12 of 62 characters: 71 bits. Bytes beyond a multiple of 62 are drawn again, so that all are alike.
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string token;
    while (token.size() < token_characters) {
        const auto byte = static_cast<unsigned>(std::stoul(random_token(1), nullptr, 16));
        if (byte < 4 * letters.size()) token += letters[byte % letters.size()];
    }
    return token;
}

std::string incident_link(Workbench& bench, IncidentNumber incident) {
    const auto& pages = bench.settings().internal_url;
    return pages.empty() ? bench.thread_url(incident) : fmt::format("{}/i/{}", pages, incident.value());
}

std::string mail_thread(std::string_view incident) {
    return to_lower(incident) + ".root";
}

std::string page_message_name(int page) {
    return fmt::format("page/{}", page);
}

channels::Dispatch page_dispatch(Workbench& bench, const Incident& incident, const Page& page,
                                 const std::string& token, const std::vector<WaitingPage>& beside) {
    const auto found = bench.rules().people.find(page.to.person);
    Person person;
    person.name = page.to.name;
    if (found != bench.rules().people.end()) person = found->second;
    auto content = content_of(bench, incident, page, person, token);
    if (!beside.empty()) {
        std::vector<Incident> all{incident};
        for (const auto& waiting : beside) all.push_back(waiting.incident);
        content = channels::Text{person.phone, templates::several_pages_sms(std::move(all), bench.render())};
    }
    return {fmt::format("{}/{}/{}", name_of(incident), page.number, key_of(page.means)), token,
            name_of(incident), link_of(bench, token), std::move(content)};
}

slack::Message page_direct_message(Workbench& bench, const Incident& incident, const Page& page) {
    if (auto outcome =
            templates::page_outcome(incident, page, bench.thread_url(incident.number), bench.render()))
        return *std::move(outcome);
    templates::PageFacts facts;
    facts.page = page.number;
    facts.role = page.role;
    facts.thread_url = bench.thread_url(incident.number);
    std::vector<Means> also;
    for (const auto& other : incident.paging.pages) {
        if (is_same(other.to, page.to)) {
            if (other.queued == page.queued && other.means != Means::slack) also.push_back(other.means);
        } else if (other.queued == page.queued && std::ranges::none_of(facts.others, [&](const auto& one) {
                       return is_same(one.who, other.to);
                   })) {
            facts.others.push_back({other.to, other.role, {}});
        }
    }
    facts.also_sent = templates::also_sent(also, bench.rules(), page.to.person);
    auto shown = bench.facts(incident);
    if (shown.paging) facts.next = shown.paging->next;
    // Its title may be the incident's.
    if (!incident.is_private) facts.runbook = std::move(shown.runbook);
    return templates::page_message(incident, facts, bench.render());
}

}  // namespace tocsin::engine
