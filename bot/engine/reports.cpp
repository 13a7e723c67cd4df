#include "bot/engine/reports.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/engine/ad_hoc_pages.h"
#include "bot/engine/call_talk.h"
#include "bot/engine/dead_ends.h"
#include "bot/engine/pages.h"
#include "bot/engine/text_replies.h"

namespace tocsin::engine {
namespace {

std::optional<PageState> state_of(channels::Progress progress) {
    switch (progress) {
        case channels::Progress::sent:
            return PageState::sent;
        case channels::Progress::delivered:
            return PageState::delivered;
        case channels::Progress::ringing:
            return PageState::ringing;
        case channels::Progress::answered:
            return PageState::answered;
        case channels::Progress::voicemail:
            return PageState::voicemail;
        case channels::Progress::busy:
            return PageState::busy;
        case channels::Progress::no_answer:
            return PageState::no_answer;
        case channels::Progress::failed:
            return PageState::failed;
        case channels::Progress::ended:  // what came before says how
            return std::nullopt;
    }
    return std::nullopt;
}

struct Found {
    Incident incident;
    Page page;
};

struct Take {
    Workbench& bench;
    std::string provider;

    // By the token that the page carried, else by what the provider calls it.
    std::optional<Found> page_for(const std::string& id, const std::string& token) const {
        std::optional<storage::PageRef> ref;
        if (!token.empty()) {
            if (const auto link = bench.tx().page_link(sha256_hex(token))) ref = link->page;
        }
        if (!ref && !id.empty()) ref = bench.tx().delivery(provider, id);
        const auto incident = ref ? bench.tx().incident(ref->incident) : std::nullopt;
        const auto* page = incident ? page_of(*incident, ref->page) : nullptr;
        if (page == nullptr) return std::nullopt;
        return Found{*incident, *page};
    }

    void operator()(const channels::Moved& moved) const {
        if (is_ad_hoc_token(moved.token)) return ad_hoc_page_moved(bench, moved);
        const auto found = page_for(moved.id, moved.token);
        const auto to = state_of(moved.to);
        if (!found || !to) return;
        const auto& [incident, page] = *found;
        // A try that another one overtook says nothing of the page any more.
        if (!page.provider_id.empty() && !moved.id.empty() && page.provider_id != moved.id) return;
        if (moved.dead && !has_another_provider(bench, incident, page))
            lost(bench, page.to.person, page.means, *moved.dead);
        if (*to == PageState::failed) {
            if (may_follow(page.state, *to) && page.state != *to)
                page_failed(bench, incident, page, moved.reason);
            return;
        }
        (void)bench.act(incident, {Actor{}, Via::provider,
                                   command::MovePage{page.number, *to, provider, moved.id, moved.reason}});
    }
    void operator()(const channels::KeyPressed& heard) const { (void)say_next(heard); }
    void operator()(const channels::Replied& replied) const { take_reply(bench, provider, replied); }
    void operator()(const channels::Confirmed& confirmed) const {
        const auto found = page_for(confirmed.id, confirmed.token);
        if (!found) return;
        act(*found, command::Acknowledge{found->page.number});
    }
    void operator()(const channels::Escalated& escalated) const {
        const auto found = page_for(escalated.id, escalated.token);
        const auto key = fmt::format("escalated/{}/{}/{}", provider, escalated.id, escalated.token);
        if (!found || bench.tx().answer_to(key)) return;
        bench.tx().remember(key, "");
        act(*found, command::Escalate{});
    }

    channels::Speech say_next(const channels::KeyPressed& heard) const {
        if (is_ad_hoc_token(heard.token)) return ad_hoc_call_says(bench, heard);
        const auto found = page_for(heard.id, heard.token);
        if (!found) return {{"This call is about nothing that is known.", "Goodbye."}, false, "", 0};
        const auto key =
            fmt::format("key/{}/{}/{}/{}/{}", provider, heard.id, heard.step, heard.key, heard.silence);
        const bool first_time = heard.key.empty() || !bench.tx().answer_to(key);
        if (!heard.key.empty()) bench.tx().remember(key, "");
        return call_says(bench, found->incident, found->page, heard, first_time);
    }

    void act(const Found& found, CommandBody command) const {
        const auto done =
            bench.act(found.incident, {found.page.to, via_of(found.page.means), std::move(command)});
        if (!done) {
            log::info("an answer to a page came to nothing",
                      {{"provider", provider}, {"reason", done.error().message}});
        }
    }
};

}  // namespace

Via via_of(Means means) {
    switch (means) {
        case Means::phone:
            return Via::phone;
        case Means::sms:
            return Via::sms;
        case Means::slack:
            return Via::button;
        case Means::email:
            return Via::web;
        case Means::ntfy:
        case Means::pushover:
            return Via::push;
        case Means::pagerduty:
        case Means::betterstack:
        case Means::webhook:
            return Via::provider;
    }
    return Via::provider;
}

void take_reports(Workbench& bench, std::string_view provider, const std::vector<channels::Report>& reports) {
    const Take take{bench, std::string(provider)};
    for (const auto& report : reports) std::visit(take, report);
}

channels::HttpAnswer take_callback(Workbench& bench, const CallbackCame& callback) {
    const auto* channel = bench.settings().channels.for_callback(callback.provider, callback.path);
    const Take take{bench, callback.provider};
    std::optional<channels::HttpAnswer> said;
    for (const auto& report : callback.reports) {
        const auto* heard = std::get_if<channels::KeyPressed>(&report);
        if (heard == nullptr) {
            std::visit(take, report);
        } else if (auto speech = take.say_next(*heard); channel != nullptr) {
            said = channel->say(speech, *heard);
        }
    }
    if (said) return *said;
    return channel == nullptr ? channels::HttpAnswer{204, {}, ""} : channel->taken();
}

}  // namespace tocsin::engine
