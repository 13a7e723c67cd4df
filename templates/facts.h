// Facts that surfaces show and that are not part of an incident: who is paged and by what, runbooks, duty.
// Whoever calls looks them up; what is not there is left out of the surface.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/deployment.h"
#include "bot/core/escalation.h"
#include "bot/core/incident.h"

namespace tocsin::templates {

struct PagedPerson {
    Actor who;
    std::string role;                 // primary, backup
    std::vector<std::string> states;  // "phone ringing", "SMS delivered"; empty while nothing is known
    bool operator==(const PagedPerson&) const = default;
};

struct NextLevel {
    std::vector<PageOrder> who;  // as of now: who is on call is asked again when it fires
    Time at;
    bool operator==(const NextLevel&) const = default;
};

struct PagingFacts {
    std::vector<PagedPerson> paged;
    std::vector<Time> again;  // coming repeats of the running level
    std::optional<NextLevel> next;
    std::vector<Means> failing{};  // that no provider has carried for a while
    bool operator==(const PagingFacts&) const = default;
};

struct RunbookLink {
    std::string name;  // its title
    std::string url;   // of its page; empty: Slack shows it
    bool operator==(const RunbookLink&) const = default;
};

// What an incident's surfaces show besides it. Without `paging` they say that nobody is paged, and why.
struct IncidentFacts {
    std::optional<PagingFacts> paging;
    std::optional<RunbookLink> runbook;
    std::string ticket_url;
    bool lead_wrote = false;                // in the war room, since the last update
    std::vector<Deployment> deployments{};  // until it was declared, the likeliest first
    bool operator==(const IncidentFacts&) const = default;
};

// Whom a severity wakes now, for the preview of the declare form and the confirmation of a higher severity.
struct WakeFacts {
    std::vector<PagedPerson> people;  // states unused; empty: nobody is on call
    std::vector<Means> via;
    std::string instead;    // "Sam (Engineering Lead)": paged because nobody is on call
    std::string when;       // "on Monday at 09:00"; empty: now
    std::string service{};  // "Payments": whose on-call people were looked for; may be empty
    bool operator==(const WakeFacts&) const = default;
};

}  // namespace tocsin::templates
