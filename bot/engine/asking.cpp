#include "bot/engine/asking.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/engine/pages.h"
#include "bot/engine/reports.h"

namespace tocsin::engine {
namespace {

constexpr int most_looked_at = 200;  // open incidents
constexpr std::size_t nonce_bytes = 16;
constexpr Duration pause_where_called_back = 30s;  // only a callback that was lost is missing there
constexpr Duration silence_fails_after = 1min;
constexpr Duration replies_go_on = 15min;  // after the last open incident
constexpr Duration since_step = 1min;      // no write to the disk for each look

std::string page_key(const storage::PageRef& page) {
    return fmt::format("ask/{}/{}", page.incident.value(), page.page);
}
std::string replies_key(std::string_view provider) {
    return fmt::format("replies/{}", provider);
}
std::string since_note(std::string_view provider) {
    return fmt::format("replies_since/{}", provider);
}

std::optional<storage::PageRef> page_in(std::string_view key) {
    const auto parts = split(key, '/');
    std::int64_t incident = 0;
    storage::PageRef page;
    if (parts.size() != 3) return std::nullopt;
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), incident);
    std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), page.page);
    page.incident = IncidentNumber{incident};
    return page;
}

channels::Attempt attempt_of(const Workbench& bench) {
    return {bench.now(), random_token(nonce_bytes)};
}

bool can_change(const Page& page) {
    switch (page.state) {
        case PageState::sent:
        case PageState::ringing:
        case PageState::answered:
            return true;
        case PageState::delivered:  // somebody may still confirm it in an app
            return page.means != Means::sms && page.means != Means::email;
        case PageState::queued:
        case PageState::voicemail:
        case PageState::busy:
        case PageState::no_answer:
        case PageState::failed:
        case PageState::passed_on:
        case PageState::acknowledged:
        case PageState::superseded:
            return false;
    }
    return false;
}

bool passes(const Page& page) {
    return page.means == Means::phone || page.means == Means::sms;
}

// A provider has taken the page, and not even a ring was heard of since (reliability.md, F47).
bool is_silent(const Page& page, Time now) {
    return passes(page) && page.state == PageState::sent && now - page.changed >= silence_fails_after;
}

// How long nothing is asked; nothing: it is not worth asking any more.
std::optional<Duration> pause_for(const Page& page, const channels::Channel& channel, Time now) {
    const auto age = now - page.changed;
    if (age > (passes(page) ? Duration{10min} : Duration{24h})) return std::nullopt;
    if (channel.calls_back()) return pause_where_called_back;
    if (page.means == Means::phone || age < 1min) return channels::least_between_asks;
    return age < 10min ? Duration{15s} : Duration{1min};
}

struct AskedPage {
    Incident incident;
    Page page;
    const channels::Channel* channel;
};

std::optional<AskedPage> asked_page(Workbench& bench, const storage::PageRef& ref) {
    const auto incident = bench.tx().incident(ref.incident);
    const auto* page = incident ? page_of(*incident, ref.page) : nullptr;
    if (page == nullptr || !is_unanswered(incident->state) || !can_change(*page)) return std::nullopt;
    const auto* channel = bench.settings().channels.find(page->means, page->provider);
    if (channel == nullptr) return std::nullopt;
    return AskedPage{*incident, *page, channel};
}

void ask_about(Workbench& bench, const storage::PageRef& ref, const std::string& key) {
    const auto asked = asked_page(bench, ref);
    const auto pause = asked ? pause_for(asked->page, *asked->channel, bench.now()) : std::nullopt;
    if (!pause) return bench.tx().cancel_timer(key);
    if (is_silent(asked->page, bench.now()) && has_another_provider(bench, asked->incident, asked->page)) {
        bench.tx().cancel_timer(key);
        bench.send(outgoing::EndPage{ref.incident, ref.page}, storage::Priority::answer);
        return page_failed(bench, asked->incident, asked->page, "no sign of delivery within 60 s");
    }
    bench.tx().set_timer({key, bench.now() + *pause, "ask", "", 0});
    const auto parts = asked->channel->ask(asked->page.provider_id, attempt_of(bench)).size();
    for (int part = 0; part < static_cast<int>(parts); ++part)
        bench.send(outgoing::AskPage{ref.incident, ref.page, part}, storage::Priority::answer);
}

const channels::Channel* texts_of(Workbench& bench, std::string_view provider) {
    return bench.settings().channels.find(Means::sms, provider);
}

bool has_text_page(const Incident& incident) {
    return std::ranges::any_of(incident.paging.pages,
                               [](const Page& page) { return page.means == Means::sms; });
}

// How long no replies are looked for; nothing: nobody answers texts now.
std::optional<Duration> pause_between_replies(Workbench& bench, const std::string& provider) {
    bool open = false;
    for (const auto& incident : bench.tx().incidents(storage::ListFilter::open, most_looked_at)) {
        if (!has_text_page(incident)) continue;
        open = true;
        if (is_unanswered(incident.state)) {
            bench.state().replies_until[provider] = bench.now() + replies_go_on;
            return channels::least_between_asks;
        }
    }
    auto& until = bench.state().replies_until[provider];
    if (open) until = bench.now() + replies_go_on;
    return bench.now() < until ? std::optional<Duration>{15s} : std::nullopt;
}

Time since_of(Workbench& bench, std::string_view provider) {
    const auto note = bench.tx().note(since_note(provider));
    const auto since = note ? parse_rfc3339(*note) : Expected<Time>(bench.now());
    return since ? *since : bench.now();
}

void look_for_replies(Workbench& bench, const std::string& provider, const std::string& key) {
    const auto* channel = texts_of(bench, provider);
    const auto pause = channel == nullptr ? std::nullopt : pause_between_replies(bench, provider);
    if (!pause) return bench.tx().cancel_timer(key);
    bench.tx().set_timer({key, bench.now() + *pause, "ask", "", 0});
    bench.send(outgoing::AskReplies{provider, 0}, storage::Priority::answer);
}

}  // namespace

void ask_later(Workbench& bench, const storage::PageRef& page, const channels::Channel& channel,
               const std::string& id) {
    auto& tx = bench.tx();
    const bool hears_more = channel.calls_back() || !channel.ask(id, attempt_of(bench)).empty();
    if (!id.empty() && hears_more) {
        const auto pause = channel.calls_back() ? pause_where_called_back : channels::least_between_asks;
        tx.set_timer({page_key(page), bench.now() + pause, "ask", "", 0});
    }
    listen_for_replies(bench, channel, replies_go_on);
}

void listen_for_replies(Workbench& bench, const channels::Channel& channel, Duration at_least) {
    if (!channel.ask_replies(bench.now())) return;
    const std::string provider(channel.provider());
    auto& until = bench.state().replies_until[provider];
    const bool listens = bench.now() < until;
    until = std::max(until, bench.now() + at_least);
    if (listens) return;
    // Nobody has looked for a while: what was written before this text cannot be an answer to it.
    bench.tx().set_note(since_note(provider), format_rfc3339(bench.now()));
    bench.tx().set_timer({replies_key(provider), bench.now() + channels::least_between_asks, "ask", "", 0});
}

void fire_asking(Workbench& bench, const storage::Timer& timer) {
    constexpr std::string_view replies = "replies/";
    if (timer.key.starts_with(replies))
        return look_for_replies(bench, timer.key.substr(replies.size()), timer.key);
    if (const auto page = page_in(timer.key)) return ask_about(bench, *page, timer.key);
    bench.tx().cancel_timer(timer.key);
}

Prepared prepare_ask(Workbench& bench, const outgoing::AskPage& wish) {
    const auto asked = asked_page(bench, {wish.incident, wish.page});
    if (!asked) return NotWanted{};
    auto requests = asked->channel->ask(asked->page.provider_id, attempt_of(bench));
    if (wish.part < 0 || wish.part >= static_cast<int>(requests.size())) return NotWanted{};
    return Ready{std::move(requests[static_cast<std::size_t>(wish.part)]),
                 fmt::format("{}/ask", asked->channel->provider()),
                 "",
                 "",
                 {}};
}

Prepared prepare_ask(Workbench& bench, const outgoing::AskReplies& wish) {
    const auto* channel = texts_of(bench, wish.provider);
    auto request = channel == nullptr ? std::nullopt : channel->ask_replies(since_of(bench, wish.provider));
    if (wish.part > 0) {
        // Pages of a list are known to this process only: after a restart the list is read from its
        // beginning.
        const auto next = bench.state().reply_pages.extract(wish.provider);
        request = next ? std::optional{next.mapped()} : std::nullopt;
    }
    if (!request) return NotWanted{};
    return Ready{*std::move(request), wish.provider + "/replies", "", "", {}};
}

void take_told(Workbench& bench, const outgoing::AskPage& wish, const channels::Answer& answer) {
    const auto asked = asked_page(bench, {wish.incident, wish.page});
    if (!asked) return;
    take_reports(bench, asked->channel->provider(), asked->channel->reports(answer, asked->page.provider_id));
}

void take_told(Workbench& bench, const outgoing::AskReplies& wish, const channels::Answer& answer) {
    const auto* channel = texts_of(bench, wish.provider);
    const auto* http = std::get_if<channels::HttpAnswer>(&answer);
    if (channel == nullptr || http == nullptr || !channels::succeeded(*http)) return;
    take_reports(bench, wish.provider, channel->reports(answer, ""));
    if (auto next = channel->next_page(answer); next && wish.part + 1 < channels::most_reply_pages) {
        bench.state().reply_pages.insert_or_assign(wish.provider, *std::move(next));
        bench.send(outgoing::AskReplies{wish.provider, wish.part + 1}, storage::Priority::answer);
        return;
    }
    if (bench.now() - since_of(bench, wish.provider) >= since_step)
        bench.tx().set_note(since_note(wish.provider), format_rfc3339(bench.now()));
}

}  // namespace tocsin::engine
