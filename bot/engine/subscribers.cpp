#include "bot/engine/subscribers.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/contact.h"
#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/engine/html_answer.h"
#include "bot/engine/measuring.h"
#include "templates/subscription_mails.h"
#include "templates/subscription_pages.h"

namespace tocsin::engine {
namespace {

constexpr Duration counted_for = 24h;  // mails about the subscription itself, and to confirm it
constexpr Duration links_work_for = 60 * 24h;
constexpr int most_asks = 3;  // of an address within that time
constexpr int most_unconfirmed = 1000;
constexpr std::size_t token_bytes = 16;
constexpr std::size_t nonce_bytes = 16;

constexpr int mailed_at_once = 100;
constexpr Duration between_batches = 1s;
constexpr Duration worth_mailing = 24h;
constexpr int most_tries = 5;  // of an address that the mail server does not refuse for good
constexpr Duration pause_of_address = 5min;
constexpr Duration pause_of_server = 1min;

bool is_offered(Workbench& bench) {
    return bench.settings().subscribers && bench.rules().status_page && !bench.settings().public_url.empty();
}

templates::StatusView view_of(Workbench& bench) {
    return {bench.rules().status_page->name, {}, {}, bench.now(), bench.settings().public_url, true};
}

// The next provider after each try, as a mail that did not leave may leave by another one.
const channels::Channel* provider_of(Workbench& bench, const storage::OutboxRow& row,
                                     const outgoing::MailSubscriber& wish) {
    const auto& providers = bench.settings().channels.providers_for(Means::email);
    if (providers.empty()) return nullptr;
    return providers[static_cast<std::size_t>(row.attempts + wish.tries) % providers.size()].get();
}

// Said in the log once, until there is room again.
bool has_room(Workbench& bench) {
    constexpr std::string_view told = "subscribers/full";
    const bool room = bench.tx().unconfirmed_subscribers() < most_unconfirmed;
    const bool was_told = bench.tx().note(told).has_value();
    if (room && was_told) bench.tx().forget_note(told);
    if (!room && !was_told) {
        bench.tx().set_note(told, "told");
        log::warn("so many addresses wait to be confirmed that no other is taken for now",
                  {{"addresses", std::to_string(most_unconfirmed)}});
    }
    return room;
}

// Too many are dropped without a word: who asks learns nothing by it, and the address is left in peace.
bool may_be_mailed(Workbench& bench, const std::optional<Subscriber>& known) {
    if (!known) return has_room(bench);
    return known->asks < most_asks || known->asked + counted_for <= bench.now();
}

channels::HttpAnswer ask(Workbench& bench, const std::string& typed) {
    const auto address = to_lower(trim(typed));
    if (!is_email(address)) return html_answer(400, templates::not_an_address_page(view_of(bench)));
    auto known = bench.tx().subscriber_at(address);
    if (may_be_mailed(bench, known)) {
        auto subscriber = known.value_or(Subscriber{{}, address, bench.now(), 0, std::nullopt});
        if (subscriber.asked + counted_for <= bench.now()) {
            subscriber.asked = bench.now();
            subscriber.asks = 0;
        }
        ++subscriber.asks;
        bench.tx().save(subscriber);
        bench.send(outgoing::MailSubscriber{subscriber.id.value(), "", 0, 0}, storage::Priority::update,
                   bench.now() + worth_mailing);
    }
    return html_answer(200, templates::asked_page(view_of(bench)));
}

struct Letter {
    Workbench& bench;
    const storage::OutboxRow& row;
    const outgoing::MailSubscriber& wish;
    const Subscriber& to;
    std::string link;

    channels::Mail of(templates::MailText text, std::string id, std::string thread) const {
        return {to.address,
                std::move(text.subject),
                std::move(text.text),
                std::move(text.html),
                std::move(id),
                std::move(thread),
                false,
                ""};
    }
    channels::Mail about_itself() const {
        const auto view = view_of(bench);
        const auto id = fmt::format("status.subscription.{}.{}", to.id.value(), row.id.value());
        return of(to.confirmed ? templates::subscribed_already_mail(view, link)
                               : templates::confirmation_mail(view, link),
                  id, id);
    }
    // The same Message-ID in every try, so that a mail that arrives twice is shown once.
    std::optional<channels::Mail> about_entry() const {
        const auto notice = bench.tx().public_notice(NoticeId{wish.notice});
        if (!notice || !to.confirmed) return std::nullopt;
        const auto entry = std::ranges::find(notice->entries, wish.entry, &PublicEntry::number);
        if (entry == notice->entries.end()) return std::nullopt;
        auto mail = of(templates::entry_mail(view_of(bench), *notice, *entry, link),
                       fmt::format("status.{}.{}.{}", wish.notice, wish.entry, to.id.value()),
                       fmt::format("status.{}.{}", wish.notice, to.id.value()));
        mail.unsubscribe = link;
        return mail;
    }
};

// Of the server as a whole: nothing would leave for the others either.
bool is_about_server(const channels::Answer& answer) {
    const auto* mail = std::get_if<channels::MailAnswer>(&answer);
    return mail == nullptr || mail->step < channels::MailStep::recipient;
}

// The message was sent, and no word came whether it was taken.
bool may_have_arrived(const channels::Answer& answer) {
    const auto* mail = std::get_if<channels::MailAnswer>(&answer);
    return mail != nullptr && mail->code == 0 && mail->step == channels::MailStep::message;
}

}  // namespace

channels::HttpAnswer take_subscription(Workbench& bench, const SubscriptionCame& came) {
    using What = SubscriptionCame::What;
    if (!is_offered(bench))
        return {404, {{"Content-Type", "text/plain; charset=utf-8"}}, "There is nothing here.\n"};
    if (came.what == What::ask) return ask(bench, came.text);
    const auto view = view_of(bench);
    auto subscriber = bench.tx().subscriber_with(sha256_hex(came.text));
    if (!subscriber) return html_answer(410, templates::no_subscription_page(view));
    switch (came.what) {
        case What::ask:
        case What::look:
            return html_answer(
                200, subscriber->confirmed ? templates::leave_page(view) : templates::confirm_page(view));
        case What::confirm:
            if (!subscriber->confirmed) {
                subscriber->confirmed = bench.now();
                bench.tx().save(*subscriber);
            }
            return html_answer(200, templates::confirmed_page(view));
        case What::leave:
            bench.tx().remove(subscriber->id);
            return html_answer(200, templates::left_page(view));
    }
    return html_answer(200, templates::leave_page(view));
}

void mail_subscribers(Workbench& bench, const PublicNotice& notice, int entry) {
    if (!is_offered(bench)) return;
    const nlohmann::json payload{{"notice", notice.id.str()}, {"entry", entry}, {"after", 0}};
    bench.tx().set_timer(
        {fmt::format("mailing/{}/{}", notice.id.str(), entry), bench.now(), "mailing", payload.dump(), 0});
}

void fire_mailing_timer(Workbench& bench, const storage::Timer& timer) {
    auto payload = nlohmann::json::parse(timer.payload, nullptr, false);
    bench.tx().cancel_timer(timer.key);
    if (!payload.is_object() || !is_offered(bench)) return;
    const SubscriberId after{payload.value("after", std::int64_t{0})};
    const auto ids = bench.tx().confirmed_subscribers(after, mailed_at_once);
    for (const auto& id : ids)
        bench.send(
            outgoing::MailSubscriber{id.value(), payload.value("notice", ""), payload.value("entry", 0), 0},
            storage::Priority::update, bench.now() + worth_mailing);
    if (static_cast<int>(ids.size()) < mailed_at_once) return;
    payload["after"] = ids.back().value();
    bench.tx().set_timer({timer.key, bench.now() + between_batches, timer.kind, payload.dump(), 0});
}

Prepared prepare_subscriber_mail(Workbench& bench, const storage::OutboxRow& row,
                                 const outgoing::MailSubscriber& wish) {
    const auto subscriber = bench.tx().subscriber(SubscriberId{wish.subscriber});
    if (!subscriber || !is_offered(bench)) return NotWanted{};
    const auto* provider = provider_of(bench, row, wish);
    if (provider == nullptr) return Later{bench.now() + pause_of_server};
    const auto token = random_token(token_bytes);
    const Letter letter{
        bench, row, wish, *subscriber,
        fmt::format("{}{}/{}", bench.settings().public_url, templates::subscription_path, token)};
    auto mail = wish.notice.empty() ? letter.about_itself() : letter.about_entry();
    if (!mail) return NotWanted{};
    channels::Dispatch dispatch;
    dispatch.key = fmt::format("subscriber/{}", row.id.value());
    dispatch.content = *std::move(mail);
    auto request = provider->request(dispatch, {bench.now(), random_token(nonce_bytes)});
    if (!request) return NotWanted{};
    bench.tx().keep_subscriber_token(sha256_hex(token), subscriber->id);
    return Ready{*std::move(request), route_of(*provider, Means::email), "", "", {}};
}

std::optional<Duration> take_subscriber_answer(Workbench& bench, const storage::OutboxRow& row,
                                               const outgoing::MailSubscriber& wish,
                                               const channels::Answer& answer) {
    const auto* provider = provider_of(bench, row, wish);
    if (provider == nullptr) return pause_of_server;
    const auto outcome = provider->outcome(answer);
    measure_answer(bench.state(), *provider, Means::email, outcome);
    if (std::holds_alternative<channels::Accepted>(outcome)) return std::nullopt;
    const auto* rejected = std::get_if<channels::Rejected>(&outcome);
    const auto* retry = std::get_if<channels::Retry>(&outcome);
    if (rejected != nullptr && rejected->why != channels::Rejected::Why::configuration) {
        log::warn("a subscriber's address is refused",
                  {{"subscriber", std::to_string(wish.subscriber)}, {"reason", rejected->reason}});
        return std::nullopt;
    }
    const auto reason = rejected != nullptr ? rejected->reason : retry->reason;
    const auto pause = retry != nullptr ? retry->after : Duration{0};
    if (is_about_server(answer)) {
        log::warn("mails to subscribers wait", {{"reason", reason}});
        return std::max(pause, pause_of_server);
    }
    // Whatever is said of one address, the others of its lane go on. One that may have the mail gets it once
    // more at most.
    auto again = wish;
    again.tries = may_have_arrived(answer) ? std::max(wish.tries + 1, most_tries - 1) : wish.tries + 1;
    if (again.tries >= most_tries) {
        log::warn("a mail to a subscriber is given up",
                  {{"subscriber", std::to_string(wish.subscriber)}, {"reason", reason}});
        return std::nullopt;
    }
    bench.send(again, storage::Priority::update, bench.now() + worth_mailing,
               std::max(pause, again.tries * pause_of_address));
    return std::nullopt;
}

void forget_old_subscribers(storage::Tx& tx) {
    tx.forget_unconfirmed_before(tx.now() - counted_for);
    tx.forget_subscriber_tokens_before(tx.now() - links_work_for);
}

}  // namespace tocsin::engine
