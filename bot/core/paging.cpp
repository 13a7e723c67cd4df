#include "bot/core/paging.h"

#include <algorithm>
#include <array>

#include "bot/core/paging_events.h"

namespace tocsin {
namespace {

template <class Enum, std::size_t count>
std::optional<Enum> parse(std::string_view key, const std::array<Enum, count>& all) {
    for (const auto each : all) {
        if (key_of(each) == key) return each;
    }
    return std::nullopt;
}

// How far a page has come; what is as far may take its place.
int rank(PageState state) {
    switch (state) {
        case PageState::queued:
            return 0;
        case PageState::sent:
            return 1;
        case PageState::ringing:
            return 2;
        case PageState::delivered:
        case PageState::answered:
        case PageState::voicemail:
        case PageState::busy:
        case PageState::no_answer:
            return 3;
        case PageState::failed:
        case PageState::superseded:
            return 4;
        case PageState::passed_on:
        case PageState::acknowledged:
            return 5;
    }
    return 0;
}

}  // namespace

const Page* earlier_try(const std::vector<Page>& pages, const Page& page) {
    const auto earlier = std::ranges::find_if(pages, [&](const Page& other) {
        return other.number < page.number && other.state == PageState::failed && other.means == page.means &&
               other.level == page.level && is_same(other.to, page.to) && other.changed == page.queued;
    });
    return earlier == pages.end() ? nullptr : &*earlier;
}

int tries_until(const std::vector<Page>& pages, const Page& page) {
    int tries = 0;
    for (const Page* each = &page; each != nullptr; each = earlier_try(pages, *each)) ++tries;
    return tries;
}

bool has_next_level(const Paging& paging) {
    const auto levels = static_cast<int>(paging.plan.levels.size());
    return paging.level < levels ||
           (levels > 0 && !paging.plan.policy.empty() && paging.round < paging.plan.repeat);
}

bool may_follow(PageState before, PageState after) {
    return rank(after) >= rank(before);
}

std::string_view key_of(PageState state) {
    switch (state) {
        case PageState::queued:
            return "queued";
        case PageState::sent:
            return "sent";
        case PageState::delivered:
            return "delivered";
        case PageState::ringing:
            return "ringing";
        case PageState::answered:
            return "answered";
        case PageState::voicemail:
            return "voicemail";
        case PageState::busy:
            return "busy";
        case PageState::no_answer:
            return "no_answer";
        case PageState::failed:
            return "failed";
        case PageState::passed_on:
            return "passed_on";
        case PageState::acknowledged:
            return "acknowledged";
        case PageState::superseded:
            return "superseded";
    }
    return "queued";
}

std::optional<PageState> parse_page_state(std::string_view key) {
    return parse(key, std::array{PageState::queued, PageState::sent, PageState::delivered, PageState::ringing,
                                 PageState::answered, PageState::voicemail, PageState::busy,
                                 PageState::no_answer, PageState::failed, PageState::passed_on,
                                 PageState::acknowledged, PageState::superseded});
}

std::string_view key_of(PagingEnd end) {
    switch (end) {
        case PagingEnd::unreachable:
            return "unreachable";
        case PagingEnd::exhausted:
            return "exhausted";
    }
    return "exhausted";
}

std::optional<PagingEnd> parse_paging_end(std::string_view key) {
    return parse(key, std::array{PagingEnd::unreachable, PagingEnd::exhausted});
}

std::string_view key_of(PageCause cause) {
    switch (cause) {
        case PageCause::level:
            return "level";
        case PageCause::again:
            return "again";
        case PageCause::raised:
            return "raised";
        case PageCause::reassigned:
            return "reassigned";
        case PageCause::by_hand:
            return "by_hand";
        case PageCause::instead:
            return "instead";
        case PageCause::besides:
            return "besides";
    }
    return "level";
}

std::optional<PageCause> parse_page_cause(std::string_view key) {
    return parse(key, std::array{PageCause::level, PageCause::again, PageCause::raised, PageCause::reassigned,
                                 PageCause::by_hand, PageCause::instead, PageCause::besides});
}

}  // namespace tocsin
