#include "bot/engine/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/engine/dead_ends.h"
#include "bot/engine/measuring.h"
#include "bot/engine/page_content.h"
#include "bot/engine/spending.h"
#include "templates/page_mails.h"
#include "templates/reply_texts.h"

namespace tocsin::engine {
namespace {

constexpr Duration worth_sending = 10min;
constexpr Duration worth_mailing = 24h;  // they are read later
constexpr Duration pause_between_rounds = 10s;
constexpr int most_rounds = 3;  // through all providers
constexpr std::size_t nonce_bytes = 16;

const std::vector<std::shared_ptr<const channels::Channel>>& carriers(Workbench& bench, Means means) {
    return bench.settings().channels.providers_for(means);
}

bool came_by(Means means, const Page& page) {
    return page.means == means && !page.to.person.empty() && page.state != PageState::queued &&
           page.state != PageState::superseded && page.state != PageState::failed;
}

// Each person once who was paged by these means, but for `not_to`.
std::set<PersonId> paged_by(Means means, const Incident& incident, const Actor& not_to) {
    std::set<PersonId> people;
    for (const auto& page : incident.paging.pages) {
        if (came_by(means, page) && !is_same(page.to, not_to)) people.insert(page.to.person);
    }
    return people;
}

void send(Workbench& bench, outgoing::SendText wish) {
    const auto person = bench.rules().people.find(wish.person);
    if (person == bench.rules().people.end() || person->second.phone.empty() ||
        carriers(bench, wish.means).empty())
        return;
    if (bench.state().on_call.unreachable.contains({wish.person, wish.means})) return;
    bench.send(std::move(wish), storage::Priority::answer, bench.now() + worth_sending);
}

// Said twice: the first time people are still listening for who it is.
channels::Content content_of(const outgoing::SendText& wish, const Person& person) {
    if (wish.means != Means::phone) return channels::Text{person.phone, wish.text};
    const channels::Speech speech{{wish.text, wish.text}, false, "", 0};
    return channels::Call{person.phone, speech, speech};
}

void text_the_paged(Workbench& bench, const Incident& incident, const std::string& text,
                    const Actor& not_to) {
    for (const auto& person : paged_by(Means::sms, incident, not_to))
        send_text(bench, person, text, name_of(incident));
}

void mail_the_paged(Workbench& bench, const Incident& incident, const templates::MailText& mail,
                    const Actor& not_to) {
    for (const auto& person : paged_by(Means::email, incident, not_to)) {
        bench.send(outgoing::SendMail{person, mail.subject, mail.text, mail.html, name_of(incident)},
                   storage::Priority::answer, bench.now() + worth_mailing);
    }
}

bool reminds_by_text(const event::ReminderTold& told, const Incident& incident, const Rules& rules) {
    const auto& ladder = rules.of(incident.severity).ladder;
    const auto step = static_cast<std::size_t>(told.step);
    return step < ladder.size() && ladder[step].nudge == Nudge::lead_sms_and_manager;
}

void remind_lead(Workbench& bench, const Incident& incident) {
    const auto* lead = bench.rules().person_of(incident.lead.user);
    if (lead == nullptr) return;
    const bool may_reply = std::ranges::any_of(incident.paging.pages, [&](const Page& page) {
        return came_by(Means::sms, page) && page.to.person == lead->id;
    });
    send_text(
        bench, lead->id,
        templates::reminder_text(incident, may_reply, incident_link(bench, incident.number), bench.render()),
        name_of(incident));
}

Prepared prepare(Workbench& bench, const storage::OutboxRow& row, Means means, const std::string& incident,
                 channels::Content content) {
    const auto& providers = carriers(bench, means);
    if (providers.empty()) return NotWanted{};
    const auto& channel = *providers[static_cast<std::size_t>(row.attempts) % providers.size()];
    channels::Dispatch dispatch;
    dispatch.key = fmt::format("notice/{}", row.id.value());
    dispatch.incident = incident;
    dispatch.content = std::move(content);
    auto request = channel.request(dispatch, {bench.now(), random_token(nonce_bytes)});
    if (!request) return NotWanted{};
    return Ready{*std::move(request), fmt::format("{}/{}", channel.provider(), key_of(means)), "", "", {}};
}

// How long to wait before it is tried again; nothing: it is done, or given up.
std::optional<Duration> take_answer(Workbench& bench, const storage::OutboxRow& row, Means means,
                                    const PersonId& person, const channels::Answer& answer) {
    const auto& providers = carriers(bench, means);
    if (providers.empty()) return std::nullopt;
    const auto tries = static_cast<std::size_t>(row.attempts);
    const auto& channel = *providers[tries % providers.size()];
    const auto outcome = channel.outcome(answer);
    measure_answer(bench.state(), channel, means, outcome);
    count_spending(bench, means, outcome);
    if (std::holds_alternative<channels::Accepted>(outcome)) return std::nullopt;
    const auto* retry = std::get_if<channels::Retry>(&outcome);
    const auto* rejected = std::get_if<channels::Rejected>(&outcome);
    const bool last_of_round = (tries + 1) % providers.size() == 0;
    if (rejected != nullptr && last_of_round) lost(bench, person, means, rejected->why);
    const bool for_good = rejected != nullptr && rejected->why != channels::Rejected::Why::configuration;
    if (tries + 1 >= most_rounds * providers.size() || (for_good && last_of_round)) {
        log::warn("a notice is given up", {{"person", person.str()},
                                           {"provider", channel.provider()},
                                           {"reason", retry ? retry->reason : rejected->reason}});
        return std::nullopt;
    }
    if (!last_of_round) return Duration{0};
    return std::max(retry ? retry->after : Duration{0}, pause_between_rounds);
}

}  // namespace

void text_people(Workbench& bench, const Event& event, const Incident& incident) {
    if (std::holds_alternative<event::Acknowledged>(event.body)) {
        text_the_paged(
            bench, incident,
            templates::not_needed_text(incident, incident_link(bench, incident.number), bench.render()),
            event.by);
        mail_the_paged(
            bench, incident,
            templates::acknowledged_mail(incident, incident_link(bench, incident.number), bench.render()),
            event.by);
    } else if (std::holds_alternative<event::Resolved>(event.body)) {
        // Whoever resolved by text is answered with the same words.
        text_the_paged(bench, incident, templates::resolved_text(incident, bench.render()),
                       event.via == Via::sms ? event.by : Actor{});
        mail_the_paged(
            bench, incident,
            templates::resolved_mail(incident, incident_link(bench, incident.number), bench.render()), {});
    } else if (std::holds_alternative<event::PostMortemPublished>(event.body)) {
        mail_the_paged(
            bench, incident,
            templates::published_mail(incident, incident_link(bench, incident.number), bench.render()),
            event.by);
    } else if (const auto* told = std::get_if<event::ReminderTold>(&event.body);
               told != nullptr && reminds_by_text(*told, incident, bench.rules())) {
        remind_lead(bench, incident);
    }
}

void send_text(Workbench& bench, const PersonId& id, std::string text, const std::string& incident) {
    send(bench, {id, std::move(text), incident, Means::sms});
}

void say_by_phone(Workbench& bench, const PersonId& id, std::string text) {
    send(bench, {id, std::move(text), "", Means::phone});
}

Prepared prepare_text(Workbench& bench, const storage::OutboxRow& row, const outgoing::SendText& wish) {
    const auto person = bench.rules().people.find(wish.person);
    if (person == bench.rules().people.end()) return NotWanted{};
    return prepare(bench, row, wish.means, wish.incident, content_of(wish, person->second));
}

Prepared prepare_mail(Workbench& bench, const storage::OutboxRow& row, const outgoing::SendMail& wish) {
    const auto person = bench.rules().people.find(wish.person);
    if (person == bench.rules().people.end()) return NotWanted{};
    return prepare(bench, row, Means::email, wish.incident,
                   channels::Mail{person->second.email, wish.subject, wish.text, wish.html,
                                  fmt::format("{}.notice.{}", to_lower(wish.incident), row.id.value()),
                                  mail_thread(wish.incident), false});
}

std::optional<Duration> take_text_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::SendText& wish, const channels::Answer& answer) {
    return take_answer(bench, row, wish.means, wish.person, answer);
}

std::optional<Duration> take_mail_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::SendMail& wish, const channels::Answer& answer) {
    return take_answer(bench, row, Means::email, wish.person, answer);
}

}  // namespace tocsin::engine
