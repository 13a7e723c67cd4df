// The facts about paging on an incident's timeline; the others are event.h. Like those they carry everything
// that was computed when they happened.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/paging.h"

namespace tocsin {

enum class PageCause {
    level,       // of the policy, due or asked for
    again,       // the same level, unanswered
    raised,      // the severity
    reassigned,  // to one person
    by_hand,     // somebody asked for somebody
    instead,     // another means failed for good
    besides,     // no provider takes another means for now; it is tried on
};
std::string_view key_of(PageCause cause);
std::optional<PageCause> parse_page_cause(std::string_view key);

namespace event {

struct Planned {  // the plan that counts from here on
    static constexpr std::string_view kind = "planned";
    PagingPlan plan;
    bool starts = false;           // from its beginning; else it goes on where the one before it was
    std::optional<Time> next_due;  // of its next level; none: nothing is due
    bool operator==(const Planned&) const = default;
};
struct Paged {
    static constexpr std::string_view kind = "paged";
    PageCause cause{};
    int level = 0;  // that the pages belong to
    int round = 0;
    std::vector<PageOrder> orders;  // their pages are numbered on in this order; empty: this reached nobody
    std::vector<int> skipped;       // levels before it that reached nobody
    std::optional<Time> next_due;
    std::optional<Time> again_due;
    std::string text;  // of who asked for it by hand
    bool operator==(const Paged&) const = default;
};
struct PagingWaited {  // for business hours
    static constexpr std::string_view kind = "paging_waited";
    Time until;
    bool operator==(const PagingWaited&) const = default;
};
struct PagingEnded {
    static constexpr std::string_view kind = "paging_ended";
    PagingEnd end{};
    std::vector<int> skipped;
    bool operator==(const PagingEnded&) const = default;
};
struct GivenBack {
    static constexpr std::string_view kind = "given_back";
    std::string reason;
    Actor doubted;  // in whose name a link was pressed, when somebody else asks; empty: by the holder
    bool operator==(const GivenBack&) const = default;
};
struct Escalated {  // by hand: the next level is due now
    static constexpr std::string_view kind = "escalated";
    std::string reason;
    bool operator==(const Escalated&) const = default;
};
struct Reassigned {
    static constexpr std::string_view kind = "reassigned";
    Actor to;
    std::string note;
    bool operator==(const Reassigned&) const = default;
};
struct PassedOn {  // by a person who was paged
    static constexpr std::string_view kind = "passed_on";
    bool operator==(const PassedOn&) const = default;
};
struct PageMoved {
    static constexpr std::string_view kind = "page_moved";
    int page = 0;
    PageState to{};
    std::string provider;
    std::string provider_id;
    std::string detail;
    bool operator==(const PageMoved&) const = default;
};
struct TicketOpened {  // by the tracker
    static constexpr std::string_view kind = "ticket_opened";
    std::string tracker;
    std::string name;  // example/api#123
    std::string url;
    bool operator==(const TicketOpened&) const = default;
};
struct TicketRefused {  // for now: it is tried again
    static constexpr std::string_view kind = "ticket_refused";
    std::string tracker;
    std::string reason;  // a sentence
    bool operator==(const TicketRefused&) const = default;
};
struct TicketWanted {
    static constexpr std::string_view kind = "ticket_wanted";
    std::string tracker;
    bool operator==(const TicketWanted&) const = default;
};

}  // namespace event
}  // namespace tocsin
