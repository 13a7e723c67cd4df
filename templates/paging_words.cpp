#include "templates/paging_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/contact.h"
#include "bot/base/text.h"
#include "bot/core/next_level.h"
#include "bot/slack/identifiers.h"
#include "bot/slack/mrkdwn.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t reason_units = 600;

std::string noun_of(Means means) {
    return means_nouns({means});
}

std::string call_words(const Page& page) {
    switch (page.state) {
        case PageState::queued:
            return "phone queued";
        case PageState::sent:
        case PageState::delivered:
            return "phone called";
        case PageState::ringing:
            return "phone ringing";
        case PageState::answered:
            return "phone answered";
        case PageState::voicemail:
            return "voicemail";
        case PageState::busy:
            return "busy";
        case PageState::no_answer:
            return "no answer";
        case PageState::failed:
        case PageState::passed_on:
        case PageState::acknowledged:
        case PageState::superseded:
            break;
    }
    return "";
}

std::vector<Page> latest_pages(const Paging& paging, const Actor& who) {
    std::vector<Page> latest;
    for (const auto& page : paging.pages) {
        if (!is_same(page.to, who)) continue;
        const auto same = std::ranges::find(latest, page.means, &Page::means);
        if (same == latest.end()) {
            latest.push_back(page);
        } else {
            *same = page;
        }
    }
    return latest;
}

// The level that would fire next, if it reaches somebody as things are now.
std::optional<NextLevel> next_level(const Incident& incident, const OnCall& on_call, const Rules& rules,
                                    Time now) {
    if (!is_unanswered(incident.state) || !incident.paging.next_due) return std::nullopt;
    auto who = next_orders(incident, {rules, on_call, {}}, now);
    return who.empty() ? std::nullopt : std::optional{NextLevel{std::move(who), *incident.paging.next_due}};
}

std::string quoted(std::string_view reason) {
    return reason.empty()
               ? ""
               : fmt::format(": \"{}\"", slack::cut_markup(slack::typed_line(reason), reason_units));
}

}  // namespace

std::string state_words(const Page& page) {
    const auto noun = noun_of(page.means);
    switch (page.state) {
        case PageState::failed:
            return page.detail.empty() ? noun + " failed" : fmt::format("{} failed: {}", noun, page.detail);
        case PageState::passed_on:
            return "passed on";
        case PageState::acknowledged:
            return "acknowledged";
        case PageState::superseded:
            return noun + " not needed";
        case PageState::queued:
        case PageState::sent:
        case PageState::delivered:
        case PageState::ringing:
        case PageState::answered:
        case PageState::voicemail:
        case PageState::busy:
        case PageState::no_answer:
            break;
    }
    if (page.means == Means::phone) return call_words(page);
    if (page.state == PageState::queued) return noun + " queued";
    return noun + (page.state == PageState::delivered ? " delivered" : " sent");
}

std::vector<PageOrder> first_orders(const Paging& paging) {
    std::vector<PageOrder> orders;
    if (paging.pages.empty()) return orders;
    for (const auto& page : paging.pages) {
        if (page.level != paging.pages.front().level || page.queued != paging.pages.front().queued) break;
        if (orders.empty() || !is_same(orders.back().to, page.to)) orders.push_back({page.to, page.role, {}});
        orders.back().via.push_back(page.means);
    }
    return orders;
}

std::string orders_with_means(const std::vector<PageOrder>& orders, const RenderContext& context) {
    std::vector<std::string> parts;
    std::vector<PageOrder> alike;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        alike.push_back(orders[i]);
        if (i + 1 < orders.size() && orders[i + 1].via == orders[i].via) continue;
        parts.push_back(
            fmt::format("{} by {}", mentions_with_roles(alike, context), means_nouns(orders[i].via)));
        alike.clear();
    }
    return join(parts, ", ");
}

std::string paging_words(const Incident& before, const Event& event, const event::Paged& paged,
                         const RenderContext& context) {
    std::string skipped;
    for (const auto level : paged.skipped)
        skipped += fmt::format("Level {} reaches nobody and is skipped. ", level);
    if (paged.orders.empty()) return std::string(trim(skipped));
    const auto people = orders_with_means(paged.orders, context);
    const auto asked_by = [&](const Actor& who, std::string_view reason) {
        return fmt::format("{}Paging {}, asked by {}{}", skipped, people, mention_of(who, context),
                           reason.empty() ? "." : quoted(reason) + ".");
    };
    switch (paged.cause) {
        case PageCause::raised:
            return fmt::format("{}Paging {}.", skipped, people);
        case PageCause::reassigned:
        case PageCause::by_hand:
            return asked_by(event.by, paged.text);
        case PageCause::instead:
            return fmt::format("{}Paging {} instead.", skipped, people);
        case PageCause::besides:
            return fmt::format("{}Paging {} too: another page waits for its provider.", skipped, people);
        case PageCause::level:
        case PageCause::again:
            break;
    }
    const auto& asked = before.paging.asked;
    if (asked && std::ranges::any_of(before.paging.pages, [&](const Page& page) {
            return page.state == PageState::passed_on && is_same(page.to, asked->by);
        })) {
        return fmt::format("{} can't respond. {}Paging {} now.", mention_of(asked->by, context), skipped,
                           people);
    }
    if (asked && asked->by.is_somebody()) return asked_by(asked->by, asked->reason);
    std::vector<std::string> silent;
    for (const auto& page : before.paging.pages) {
        auto who = mention_of(page.to, context);
        if (page.level == before.paging.level && page.state != PageState::passed_on &&
            std::ranges::find(silent, who) == silent.end()) {
            silent.push_back(std::move(who));
        }
    }
    const auto quiet = silent.empty() ? "" : fmt::format("No answer from {} yet. ", join_and(silent));
    return fmt::format("{}{}Paging {}.", quiet, skipped, people);
}

namespace {

std::string linked_name(const Incident& incident, const RenderContext& context) {
    return fmt::format("{} {}", slack::link(incident_ref(incident.number, context).url, name_of(incident)),
                       incident.is_private ? "private" : slack::typed_line(incident.title));
}

slack::Message alarm(const Incident& incident, std::string text, const RenderContext& context) {
    std::vector<Actor> tried;
    for (const auto& page : incident.paging.pages) {
        if (is_among(tried, page.to)) continue;
        tried.push_back(page.to);
        std::vector<std::string> states;
        for (const auto& latest : latest_pages(incident.paging, page.to))
            states.push_back(state_words(latest));
        text += fmt::format("\n• {}: {}", mention_of(page.to, context),
                            slack::cut_markup(slack::typed_line(join(states, ", ")), reason_units));
    }
    // Practice wakes nobody who did not ask for it.
    return notice(slack::block::notice, (incident.drill ? "*DRILL* " : "<!here> ") + text, {}, context);
}

}  // namespace

slack::Message paging_alarm(const Incident& incident, PagingEnd end, const RenderContext& context) {
    const auto name = linked_name(incident, context);
    return alarm(
        incident,
        end == PagingEnd::unreachable
            ? fmt::format("Nobody could be paged for {}. Please phone someone.", name)
            : fmt::format("Nobody has acknowledged {}, and nobody is left to page. Please phone someone.",
                          name),
        context);
}

slack::Message paging_stuck(const Incident& incident, Time until, const RenderContext& context) {
    return alarm(incident,
                 fmt::format("Tocsin failed several times to go on with paging for {}. It tries again "
                             "at {}; until then it pages nobody else. Please phone someone.",
                             linked_name(incident, context), format_utc(until)),
                 context);
}

std::string also_sent(const std::vector<Means>& means, const Rules& rules, const PersonId& id) {
    std::vector<std::string> parts;
    bool to_number = false;
    for (const auto one : means) {
        parts.push_back(one == Means::phone ? "phone call" : noun_of(one));
        to_number = to_number || one == Means::phone || one == Means::sms;
    }
    auto text = join_and(parts);
    const auto person = rules.people.find(id);
    if (to_number && person != rules.people.end() && !person->second.phone.empty())
        text += " to " + number_ending(person->second.phone);
    return text;
}

std::optional<PagingFacts> paging_facts(const Incident& incident, const OnCall& on_call, const Rules& rules,
                                        Time now) {
    const auto& paging = incident.paging;
    if (paging.plan.levels.empty() && paging.pages.empty()) return std::nullopt;
    PagingFacts facts;
    for (const auto& page : paging.pages) {
        const auto known = [&](const PagedPerson& person) { return is_same(person.who, page.to); };
        if (std::ranges::any_of(facts.paged, known)) continue;
        PagedPerson person{page.to, page.role, {}};
        for (const auto& latest : latest_pages(paging, page.to)) person.states.push_back(state_words(latest));
        facts.paged.push_back(std::move(person));
    }
    if (incident.state == State::paging && paging.again_due) facts.again.push_back(*paging.again_due);
    facts.next = next_level(incident, on_call, rules, now);
    return facts;
}

std::string ledger_words(PageState state) {
    if (state == PageState::superseded) return "not needed any more";
    std::string words(key_of(state));
    std::ranges::replace(words, '_', ' ');
    return words;
}

}  // namespace tocsin::templates
