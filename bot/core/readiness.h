// Is an organisation ready for its first page: the checklist of interactions.md 11.5, with what can be seen
// of each point. What only people can know is ticked by one of them.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/rules.h"
#include "bot/core/runbook.h"

namespace tocsin {

// Of the configuration, besides the rules.
struct Setup {
    bool status_page = false;
    Runbooks runbooks;
    std::set<Severity> alerted;  // that some alert rule declares
    bool operator==(const Setup&) const = default;
};

struct Tick {  // of somebody, that it is done
    std::string item;
    std::string by;  // Sam
    Time at;
};

// Points that nobody but a person can tick: runbooks_tested, external_plan, monthly_review.
inline constexpr std::array<std::string_view, 3> ticked_by_people{"runbooks_tested", "external_plan",
                                                                  "monthly_review"};

struct ReadinessPoint {
    std::string_view item;  // schedule
    std::string words;      // "On-call schedule"
    bool done = false;
    std::string remark;  // what is missing, or who ticked it; may be empty
};

struct ReadinessFacts {
    const Rules& rules;
    const Setup& setup;
    bool channel_known = false;                    // the incidents channel was posted to
    std::vector<std::string> without_test_page{};  // names on the rota that answered none lately
    std::vector<Tick> ticks{};
    std::map<std::string, RunbookUse, std::less<>>
        runbook_uses{};  // by name; what was never posted is not there
};

// In the order of the checklist, sixteen of them.
std::vector<ReadinessPoint> readiness(const ReadinessFacts& facts);

inline constexpr Duration test_page_holds = std::chrono::days{30};

// Everybody on a layer of a schedule, by ID.
std::set<PersonId> people_on_the_rota(const Rules& rules);

}  // namespace tocsin
