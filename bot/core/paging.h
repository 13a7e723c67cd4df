// How far the paging of an incident has got: the plan it follows and every page of it, from the wish to the
// person who confirms it. What happens next is decided in decide_paging.cpp, by contract.md section 3.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/actor.h"
#include "bot/core/escalation.h"

namespace tocsin {

enum class PageState {
    queued,
    sent,  // accepted by the provider
    delivered,
    ringing,
    answered,  // by a person or a machine that sounds like one: no acknowledgment
    voicemail,
    busy,
    no_answer,
    failed,
    passed_on,     // the person can't respond
    acknowledged,  // the person took the incident through this page
    superseded,    // not wanted any more before it left
};
std::string_view key_of(PageState state);
std::optional<PageState> parse_page_state(std::string_view key);

struct Page {
    int number = 0;  // within the incident, from 1
    Actor to;
    std::string role;  // primary, Engineering Lead; may be empty
    int level = 0;
    Means means{};
    PageState state = PageState::queued;
    Time queued;
    Time changed;
    std::string provider{};     // that has it now; empty: none yet
    std::string provider_id{};  // what that provider calls it
    std::string detail{};       // why it failed, for people
    bool operator==(const Page&) const = default;
};

// One person of a level, to be paged by all these means at once.
struct PageOrder {
    Actor to;
    std::string role;
    std::vector<Means> via;
    bool operator==(const PageOrder&) const = default;
};

// The levels that an incident goes through, as they were when it opened. Level 1 is the severity's own.
struct PagingPlan {
    PolicyId policy;  // empty: one level that does not escalate, or none
    std::string name;
    std::vector<PolicyLevel> levels;
    int repeat = 0;
    bool business_hours = false;
    bool operator==(const PagingPlan&) const = default;
};

enum class PagingEnd {
    unreachable,  // no level reached anybody
    exhausted,    // the last timeout passed without an acknowledgment
};
std::string_view key_of(PagingEnd end);
std::optional<PagingEnd> parse_paging_end(std::string_view key);

struct PagingRequest {  // somebody asks for the next level now: business hours do not count
    Actor by;
    std::string reason;
    bool operator==(const PagingRequest&) const = default;
};

struct Paging {
    PagingPlan plan;
    int level = 0;                       // fired last; 0: none yet
    int round = 0;                       // how often the policy began again
    bool reached = false;                // somebody, since the policy began
    std::optional<Time> next_due;        // of the next level, or of the policy's end
    std::optional<Time> again_due;       // of the running level's repetition
    std::optional<PagingRequest> asked;  // until the level has fired
    std::optional<PagingEnd> ended;
    Actor answered_by;  // whose acknowledgment holds; empty: nobody's
    std::optional<Time> answered_at;
    bool answered_by_link = false;  // whoever had the link passes for the person it was sent to
    std::vector<Page> pages;
    bool operator==(const Paging&) const = default;
};

// A page that failed gives way to another of the same person by the same means, from the next provider, in
// the same instant. The one that this page took the place of; null: it is the first.
const Page* earlier_try(const std::vector<Page>& pages, const Page& page);
int tries_until(const std::vector<Page>& pages, const Page& page);  // this one counted

bool has_next_level(const Paging& paging);

// Reports arrive in any order: one that is older than what is known already changes nothing.
bool may_follow(PageState before, PageState after);

}  // namespace tocsin
