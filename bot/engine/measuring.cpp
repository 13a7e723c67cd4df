#include "bot/engine/measuring.h"

#include <array>

namespace tocsin::engine {
namespace {

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

std::string word(std::string_view text) {
    return std::string(text);
}

bool was_taken(PageState before, PageState after) {
    if (before != PageState::queued) return false;
    switch (after) {
        case PageState::sent:
        case PageState::delivered:
        case PageState::ringing:
        case PageState::answered:
        case PageState::voicemail:
        case PageState::busy:
        case PageState::no_answer:
            return true;
        case PageState::queued:
        case PageState::failed:
        case PageState::passed_on:
        case PageState::acknowledged:
        case PageState::superseded:
            return false;
    }
    return false;
}

bool is_missed(PageState state) {
    return state == PageState::voicemail || state == PageState::busy || state == PageState::no_answer;
}

struct Measure {
    State& state;
    const Incident& before;
    const Event& event;
    const Incident& after;

    void operator()(const event::Declared&) const {
        if (!after.drill) state.measure(Metric::incidents, {word(key_of(after.severity))});
    }
    void operator()(const event::Acknowledged& acknowledged) const {
        if (!before.acknowledged && !after.drill) {
            state.measure(Metric::incident_acknowledge, {word(key_of(after.severity))},
                          seconds(event.at - after.detected));
        }
        const auto* page = page_of(after, acknowledged.page);
        if (page == nullptr) return;
        state.measure(Metric::pages_acknowledged, {word(key_of(page->means))});
        state.measure(Metric::page_acknowledge, {word(key_of(page->means))},
                      seconds(event.at - page->queued));
    }
    void operator()(const event::Paged& paged) const {
        for (const auto& order : paged.orders) {
            for (const auto means : order.via) state.measure(Metric::pages, {word(key_of(means))});
        }
    }
    void operator()(const event::PageMoved& moved) const {
        const auto* from = page_of(before, moved.page);
        const auto* to = page_of(after, moved.page);
        if (from == nullptr || to == nullptr || from->state == to->state) return;
        const auto means = word(key_of(to->means));
        if (was_taken(from->state, to->state)) {
            state.measure(Metric::pages_sent, {means, to->provider});
            state.measure(Metric::page_sent, {means}, seconds(event.at - to->queued));
        }
        if (is_missed(to->state) && !is_missed(from->state)) state.measure(Metric::pages_missed, {means});
        if (to->state == PageState::failed) state.measure(Metric::pages_failed, {means});
    }
    void operator()(const event::PagingEnded& ended) const {
        if (after.drill) return;
        const bool unreachable = ended.end == PagingEnd::unreachable;
        state.measure(unreachable ? Metric::unreachable_pages : Metric::exhausted_pages);
    }
    void operator()(const auto&) const {}
};

// What a provider or a tracker made of it.
std::string word_for(const channels::Accepted&) {
    return "accepted";
}
std::string word_for(const trackers::Opened&) {
    return "accepted";
}
std::string word_for(const trackers::Missing&) {
    return "accepted";
}
std::string word_for(const mirrors::Pushed&) {
    return "accepted";
}
std::string word_for(const mirrors::Missing&) {
    return "accepted";
}
std::string word_for(const trackers::StillOpen&) {
    return "accepted";
}
std::string word_for(const trackers::Closed&) {
    return "accepted";
}
std::string word_for(const trackers::Kept&) {
    return "accepted";
}
std::string word_for(const trackers::Outdated&) {
    return "retry";
}
std::string word_for(const channels::Retry&) {
    return "retry";
}
std::string word_for(const channels::Rejected&) {
    return "rejected";
}
// And Slack.
std::string word_for(const slack::Answered&) {
    return "answered";
}
std::string word_for(const slack::Limited&) {
    return "limited";
}
std::string word_for(const slack::Unreachable&) {
    return "unreachable";
}
std::string word_for(const slack::Uncertain&) {
    return "uncertain";
}
std::string word_for(const slack::Refused&) {
    return "refused";
}

template <class Outcome>
std::string outcome_of(const Outcome& outcome) {
    return std::visit([](const auto& one) { return word_for(one); }, outcome);
}

// In the order of slack::Payload.
constexpr std::array kinds{
    "hello",           "disconnect",      "slash_command",    "block_actions",    "view_submission",
    "view_closed",     "global_shortcut", "message_shortcut", "block_suggestion", "mention",
    "channel_message", "message_changed", "message_deleted",  "reaction",         "home_opened",
    "member_joined",   "channel_changed", "user_changed",     "group_changed",    "tokens_revoked",
    "unknown",         "malformed",
};
static_assert(kinds.size() == std::variant_size_v<slack::Payload>);

}  // namespace

void measure(State& state, const Incident& before, const Event& event, const Incident& after) {
    std::visit(Measure{state, before, event, after}, event.body);
}

void measure_command(State& state, const Actor& by, Via via, bool done) {
    if (by == Actor{}) return;
    state.measure(Metric::commands, {word(key_of(via)), done ? "done" : "refused"});
}

void measure_answer(State& state, const channels::Channel& channel, Means means,
                    const channels::Outcome& outcome) {
    state.measure(Metric::provider_requests,
                  {word(channel.provider()), word(key_of(means)), outcome_of(outcome)});
}

void measure_answer(State& state, std::string_view tracker, const trackers::Outcome& outcome) {
    state.measure(Metric::tracker_requests, {word(tracker), outcome_of(outcome)});
}

void measure_answer(State& state, const mirrors::Mirror& mirror, const mirrors::Outcome& outcome) {
    state.measure(Metric::mirror_requests, {word(mirror.kind()), outcome_of(outcome)});
}

void measure_answer(State& state, std::string_view tracker, const trackers::Standing& standing) {
    state.measure(Metric::tracker_requests, {word(tracker), outcome_of(standing)});
}

void measure_answer(State& state, std::string_view tracker, const trackers::FileOutcome& outcome) {
    state.measure(Metric::tracker_requests, {word(tracker), outcome_of(outcome)});
}

void measure_answer(State& state, std::string_view receiver, const channels::Outcome& outcome) {
    state.measure(Metric::tracker_requests, {word(receiver), outcome_of(outcome)});
}

void measure_answer(State& state, std::string_view method, const slack::Outcome& outcome) {
    state.measure(Metric::slack_calls, {word(method), outcome_of(outcome)});
}

std::string_view kind_of(const slack::Payload& payload) {
    return kinds.at(payload.index());
}

}  // namespace tocsin::engine
