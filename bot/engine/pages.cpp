#include "bot/engine/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/engine/alarms.h"
#include "bot/engine/asking.h"
#include "bot/engine/dead_ends.h"
#include "bot/engine/measuring.h"
#include "bot/engine/own_rules.h"
#include "bot/engine/page_content.h"
#include "bot/engine/spending.h"
#include "bot/engine/storm.h"
#include "bot/engine/texts.h"
#include "templates/cards.h"
#include "templates/paging_words.h"

namespace tocsin::engine {
namespace {

constexpr Duration link_lives = 24h;
constexpr std::size_t nonce_bytes = 16;
// Between two rounds through all providers; the last one goes on for as long as the incident is open.
constexpr std::array<Duration, 5> pauses{5s, 10s, 20s, 30s, 30s};

Duration pause_after_round(int round) {
    return pauses[std::min(static_cast<std::size_t>(std::max(round, 0)), pauses.size() - 1)];
}

std::optional<Page> wanted_page(const Incident& incident, int number) {
    const auto* page = page_of(incident, number);
    const bool wanted = page != nullptr && page->state == PageState::queued && is_open(incident.state);
    return wanted ? std::optional{*page} : std::nullopt;
}

void move(Workbench& bench, const storage::PageRef& place, command::MovePage to) {
    const auto incident = bench.tx().incident(place.incident);
    if (!incident) return;
    to.page = place.page;
    (void)bench.act(*incident, {Actor{}, Via::provider, to});
}

// The row of the outbox counts its tries; they go through the providers in turn, from the one after that
// which an earlier page failed with.
struct Turn {
    const std::vector<std::shared_ptr<const channels::Channel>>& providers;
    int attempt;
    std::size_t first;

    const channels::Channel& channel() const {
        return *providers[(first + static_cast<std::size_t>(attempt)) % providers.size()];
    }
    bool is_last_of_round() const { return (static_cast<std::size_t>(attempt) + 1) % providers.size() == 0; }
    int round() const { return attempt / static_cast<int>(providers.size()); }
};

Turn turn_of(Workbench& bench, const Incident& incident, const Page& page, int attempt) {
    const auto& providers = bench.settings().channels.providers_for(page.means);
    const auto* earlier = earlier_try(incident.paging.pages, page);
    const auto failed = std::ranges::find_if(providers, [&](const auto& channel) {
        return earlier != nullptr && channel->provider() == earlier->provider;
    });
    const auto first = failed == providers.end() ? 0 : failed - providers.begin() + 1;
    return {providers, attempt, static_cast<std::size_t>(first)};
}

// `providers`: as command::PageInstead has it.
void give_up(Workbench& bench, const storage::PageRef& place, const std::string& reason, int providers,
             const std::string& provider = {}) {
    move(bench, place, {0, PageState::failed, provider, "", reason});
    const auto incident = bench.tx().incident(place.incident);
    const auto* page = incident ? page_of(*incident, place.page) : nullptr;
    if (page == nullptr) return;
    if (tries_until(incident->paging.pages, *page) >= providers) hurry(bench, *incident, page->to.person);
    (void)bench.act(*incident, {Actor{}, Via::provider, command::PageInstead{place.page, providers}});
}

// The page is tried on, and meanwhile its person by other means.
void page_besides(Workbench& bench, const storage::PageRef& place) {
    // Once: the end of the first round may have been lost with its process.
    const auto done = fmt::format("besides/{}/{}", place.incident.value(), place.page);
    const auto incident = bench.tx().incident(place.incident);
    const auto* page = incident ? page_of(*incident, place.page) : nullptr;
    if (page == nullptr || bench.tx().answer_to(done)) return;
    bench.tx().remember(done, "");
    watch_page(bench, *incident, *page);
    (void)bench.act(*incident, {Actor{}, Via::provider, command::PageBesides{place.page}});
}

struct TakeOutcome {
    Workbench& bench;
    const outgoing::DeliverPage& wish;
    const Page& page;
    Turn turn;
    std::vector<storage::PageRef> beside;  // that it names too

    std::string provider() const { return std::string(turn.channel().provider()); }
    std::string route() const { return route_of(turn.channel(), page.means); }

    std::optional<Duration> operator()(const channels::Accepted& accepted) const {
        if (!accepted.id.empty())
            bench.tx().remember_delivery(provider(), accepted.id, {wish.incident, wish.page});
        bench.state().troubles.erase(route());
        if (page.state == PageState::superseded) {  // somebody answered while it was on its way
            move(bench, {wish.incident, wish.page}, {0, PageState::superseded, provider(), accepted.id, ""});
            bench.send(outgoing::EndPage{wish.incident, wish.page}, storage::Priority::page);
            return std::nullopt;
        }
        move(bench, {wish.incident, wish.page}, {0, PageState::sent, provider(), accepted.id, ""});
        for (const auto& named : beside) move(bench, named, {0, PageState::sent, provider(), "", ""});
        ask_later(bench, {wish.incident, wish.page}, turn.channel(), accepted.id);
        return std::nullopt;
    }
    std::optional<Duration> operator()(const channels::Retry& retry) const {
        note_trouble(retry.reason);
        if (!turn.is_last_of_round()) return Duration{0};
        return std::max(retry.after, end_round());
    }
    std::optional<Duration> operator()(const channels::Rejected& rejected) const {
        log::warn("a provider refuses a page", {{"provider", provider()}, {"reason", rejected.reason}});
        if (!turn.is_last_of_round()) return Duration{0};
        if (rejected.why == channels::Rejected::Why::configuration) {
            note_trouble(rejected.reason);
            return end_round();
        }
        lost(bench, page.to.person, page.means, rejected.why);
        page_refused(bench, wish, rejected.reason);
        return std::nullopt;
    }

    // None of them took it. How long until they are tried again.
    Duration end_round() const {
        page_besides(bench, {wish.incident, wish.page});
        return pause_after_round(turn.round());
    }

    void note_trouble(const std::string& reason) const {
        log::warn("a page has not left yet", {{"provider", provider()}, {"reason", reason}});
        const auto trouble = bench.state().troubles.try_emplace(route(), bench.now()).first;
        const auto lasts = bench.now() - trouble->second;
        if (lasts < trouble_is_told_after || lasts >= trouble_is_told_after + pauses.back()) return;
        bench.state().cards[wish.incident].revision = 0;  // it says so now
        bench.send(outgoing::EditCard{wish.incident}, storage::Priority::cosmetic);
    }
};

}  // namespace

void send_page(Workbench& bench, const Incident& incident, const Page& page) {
    if (const auto at = leaves_at(bench, incident, page); at > bench.now())
        return send_later(bench, incident, page, at);
    put_out(bench, incident, page);
}

outgoing::DeliverPage delivery_of(const Incident& incident, const Page& page, std::string token) {
    return {incident.number, page.number, page.means,
            page.to.person.empty() ? page.to.user.str() : page.to.person.str(), std::move(token)};
}

void put_out(Workbench& bench, const Incident& incident, const Page& page) {
    const auto token = link_token();
    bench.tx().keep_page_link(sha256_hex(token), {incident.number, page.number}, bench.now() + link_lives);
    bench.send(delivery_of(incident, page, token), storage::Priority::page);
}

void stop_pages(Workbench& bench, const Incident& incident, const Actor& of) {
    for (const auto& page : incident.paging.pages) {
        if (of.is_somebody() && !is_same(page.to, of)) continue;
        if (page.means == Means::slack) {
            if (bench.tx().message(incident.number, page_message_name(page.number)))
                bench.send(outgoing::EditPage{incident.number, page.number}, storage::Priority::update);
            continue;
        }
        // Whoever has picked up hears in the call what became of it.
        const bool may_ring = page.state == PageState::sent || page.state == PageState::ringing ||
                              page.state == PageState::delivered;
        if (may_ring && !page.provider_id.empty())
            bench.send(outgoing::EndPage{incident.number, page.number}, storage::Priority::answer);
    }
}

Prepared prepare_page(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverPage& wish) {
    const auto incident = bench.tx().incident(wish.incident);
    const auto page = incident ? wanted_page(*incident, wish.page) : std::nullopt;
    if (!page) return NotWanted{};
    const auto& providers = bench.state().settings.channels.providers_for(page->means);
    if (providers.empty()) {
        page_refused(bench, wish, "no provider carries it");
        return NotWanted{};
    }
    if (const auto at = may_leave(bench, *incident, *page); at > bench.now() && row.attempts == 0)
        return Later{at};
    const auto turn = turn_of(bench, *incident, *page, row.attempts);
    const auto beside = waiting_beside(bench, *incident, *page);
    const auto request = turn.channel().request(page_dispatch(bench, *incident, *page, wish.token, beside),
                                                {bench.now(), random_token(nonce_bytes)});
    if (!request) {
        page_refused(bench, wish, request.error().message);
        return NotWanted{};
    }
    page_leaves(bench, *page);
    log::info("a page leaves", {{"provider", turn.channel().provider()},
                                {"means", key_of(page->means)},
                                {"attempt", static_cast<long long>(row.attempts + 1)}});
    bench.state().bundles.erase(row.id);
    for (const auto& [other, number] : beside)
        bench.state().bundles[row.id].push_back({other.number, number});
    return Ready{*request, fmt::format("{}/{}", turn.channel().provider(), key_of(page->means)), "", "", {}};
}

Prepared prepare_end(Workbench& bench, const outgoing::EndPage& wish) {
    const auto incident = bench.tx().incident(wish.incident);
    const auto* page = incident ? page_of(*incident, wish.page) : nullptr;
    const auto* channel =
        page == nullptr ? nullptr : bench.state().settings.channels.find(page->means, page->provider);
    if (channel == nullptr) return NotWanted{};
    auto request = channel->stop(page->provider_id, {bench.now(), random_token(nonce_bytes)});
    if (!request) return NotWanted{};
    return Ready{
        *std::move(request), fmt::format("{}/{}", channel->provider(), key_of(page->means)), "", "", {}};
}

std::optional<Duration> take_provider_answer(Workbench& bench, const UnderWay& under_way,
                                             const channels::Answer& answer) {
    if (const auto* wish = std::get_if<outgoing::DeliverPage>(&under_way.wish)) {
        const auto incident = bench.tx().incident(wish->incident);
        const auto* page = incident ? page_of(*incident, wish->page) : nullptr;
        const auto& providers = bench.state().settings.channels.providers_for(wish->means);
        if (page == nullptr || providers.empty()) return std::nullopt;
        const auto turn = turn_of(bench, *incident, *page, under_way.row.attempts);
        const auto bundle = bench.state().bundles.extract(under_way.row.id);
        const auto beside = bundle.empty() ? std::vector<storage::PageRef>{} : bundle.mapped();
        const auto outcome = turn.channel().outcome(answer);
        measure_answer(bench.state(), turn.channel(), wish->means, outcome);
        count_spending(bench, wish->means, outcome);
        return std::visit(TakeOutcome{bench, *wish, *page, turn, beside}, outcome);
    }
    if (const auto* wish = std::get_if<outgoing::EndPage>(&under_way.wish)) {
        const auto incident = bench.tx().incident(wish->incident);
        const auto* page = incident ? page_of(*incident, wish->page) : nullptr;
        const auto* channel =
            page == nullptr ? nullptr : bench.state().settings.channels.find(page->means, page->provider);
        if (channel == nullptr) return std::nullopt;
        const auto outcome = channel->outcome(answer);
        // A phone rings for half a minute: after a few tries nothing is left to end.
        constexpr int most_tries = 3;
        if (const auto* retry = std::get_if<channels::Retry>(&outcome);
            retry && under_way.row.attempts < most_tries)
            return std::max(retry->after, Duration{1s});
    }
    if (const auto* wish = std::get_if<outgoing::SendText>(&under_way.wish))
        return take_text_answer(bench, under_way.row, *wish, answer);
    if (const auto* wish = std::get_if<outgoing::SendMail>(&under_way.wish))
        return take_mail_answer(bench, under_way.row, *wish, answer);
    if (const auto* wish = std::get_if<outgoing::AskPage>(&under_way.wish)) take_told(bench, *wish, answer);
    if (const auto* wish = std::get_if<outgoing::AskReplies>(&under_way.wish))
        take_told(bench, *wish, answer);
    return std::nullopt;
}

void page_posted(Workbench& bench, const outgoing::DeliverPage& wish, const storage::PostedMessage& posted) {
    bench.tx().remember_message(wish.incident, page_message_name(wish.page), posted);
    move(bench, {wish.incident, wish.page}, {0, PageState::sent, "slack", posted.ts.str(), ""});
    const auto incident = bench.tx().incident(wish.incident);
    const auto* page = incident ? page_of(*incident, wish.page) : nullptr;
    if (page != nullptr && page->state == PageState::superseded)  // its buttons were overtaken on the way
        bench.send(outgoing::EditPage{wish.incident, wish.page}, storage::Priority::update);
}

void page_refused(Workbench& bench, const outgoing::DeliverPage& wish, const std::string& reason) {
    give_up(bench, {wish.incident, wish.page}, reason, 0);
}

void page_put_away(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverPage& wish,
                   const std::string& reason) {
    const auto incident = bench.tx().incident(wish.incident);
    const auto page = incident ? wanted_page(*incident, wish.page) : std::nullopt;
    const auto& providers = bench.settings().channels.providers_for(wish.means);
    if (!page || providers.empty()) return page_refused(bench, wish, reason);
    const auto turn = turn_of(bench, *incident, *page, row.attempts);
    give_up(bench, {wish.incident, wish.page}, reason, static_cast<int>(providers.size()),
            std::string(turn.channel().provider()));
}

bool has_another_provider(Workbench& bench, const Incident& incident, const Page& page) {
    const auto providers = bench.settings().channels.providers_for(page.means).size();
    return tries_until(incident.paging.pages, page) < static_cast<int>(providers);
}

void page_failed(Workbench& bench, const Incident& incident, const Page& page, const std::string& reason) {
    const auto providers = bench.settings().channels.providers_for(page.means).size();
    give_up(bench, {incident.number, page.number}, reason, static_cast<int>(providers));
}

}  // namespace tocsin::engine
