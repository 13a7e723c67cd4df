// The App Home tab (interactions.md section 11): what a person needs before, during and after a shift.
// Publishing it and deciding for whom is the engine's business.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/readiness.h"
#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

struct HomeIncident {
    Incident incident;
    std::string thread_url;  // empty: no button
    bool watching = false;
};

struct HomeDuty {
    std::string schedule;       // Primary On-Call
    std::optional<Time> until;  // none: nobody follows
    std::string timezone;
    UserId backup;      // empty: none
    std::string reach;  // "phone and SMS at the number ending 4821"
};

struct HomeTodo {
    enum class Kind { post_mortem, action };
    Kind kind{};
    std::int64_t number = 0;  // of the incident, of the action
    std::string what;         // "Post-mortem", "P0 action"
    std::string text;         // "INC-39 Payments slow. Due today 18:00 UTC, 3 sections to write."
    std::string subject;      // for the button's label: the action's text
    std::string value{};      // of the button; empty: the number
};

struct HomeShift {
    Time from;
    Time to;
    std::string timezone;
    std::string role;  // primary
    std::string test_page;
    std::vector<RunbookLink> changed_runbooks;
};

struct HomeFacts {
    int revision = 1;
    bool guest = false;
    bool is_configured = false;          // pages may reach them
    std::string public_status;           // All systems operational; may be empty
    std::string status_page_url;         // may be empty
    std::optional<HomeDuty> duty;        // on call now
    std::optional<std::string> on_call;  // "Dana is on call until Monday 09:00."; none: not known
    std::vector<HomeIncident> open;      // newest first
    std::vector<HomeTodo> waiting;
    std::optional<HomeShift> next_shift;
    std::string month;  // January
    std::vector<std::pair<std::string, std::string>>
        numbers;                            // of the month: "MTTA", "2 minutes (target < 5 minutes)"
    std::vector<std::string> health;        // "Slack connected"
    std::string trouble;                    // on top when something is wrong
    std::vector<ReadinessPoint> readiness;  // for admins; empty: not shown
    std::optional<Person> ask;              // who of them has answered no test page lately
    std::optional<Time> updated;            // none: now
};

slack::View home_view(const HomeFacts& facts, const RenderContext& context);

}  // namespace tocsin::templates
