// Who may do what (interactions.md section 13). Defaults are open: in an emergency a wrong "no" costs more
// than a wrong "yes"; every action is recorded.
#pragma once

#include "bot/core/groups.h"
#include "bot/core/incident.h"
#include "bot/core/people.h"
#include "bot/core/rules.h"

namespace tocsin {

enum class Right {
    see,
    declare,
    acknowledge,
    take_part,  // join, note, pin
    drive,      // update, status, severity
    page,       // a person of one's choice
    finish,     // resolve, cancel, merge, reopen
    write_post_mortem,
    publish_post_mortem,
    skip_post_mortem,
    stop_reminders,
    publish,      // on the status page
    change_rota,  // covers, swaps and take-overs; of whose shift is rota_change.h's business
    administer,
};

enum class Verdict {
    yes,
    ask_first,   // not on call: a confirming question
    join_first,  // becomes a participant with one press
    no,
};

enum class Admission {
    yes,
    unchecked,  // Slack did not say who is in the groups: allowed, and said
    no,
};

// Whether the person may make an incident that severe: declare it, or raise it to that (slack.restrict_sev1
// counts for SEV 1 and 2).
Admission admission_to(Severity severity, const UserId& user, const Rules& rules, const Groups& groups,
                       Time now);

Verdict may(Right right, const SlackUser& user, const Incident* incident, const Rules& rules);

}  // namespace tocsin
