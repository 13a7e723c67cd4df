// The verbs, each defined in the file of its name. What they have in common (finding the incident, rights)
// is not here but in target.h and verb.h.
#pragma once

#include "commands/verb.h"

namespace tocsin::commands {

Verb declare_verb();
Verb acknowledge_verb();
Verb update_verb();
Verb status_verb();
Verb severity_verb();
Verb lead_verb();
Verb role_verb();
Verb escalate_verb();
Verb page_verb();
Verb pages_verb();
Verb pass_on_verb();
Verb ad_hoc_verb();
Verb give_back_verb();
Verb reassign_verb();
Verb resolve_verb();
Verb cause_verb();
Verb reopen_verb();
Verb cancel_verb();
Verb merge_verb();
Verb action_verb();
Verb actions_verb();
Verb post_mortem_verb();
Verb note_verb();
Verb timeline_verb();
Verb remind_verb();
Verb snooze_verb();
Verb on_call_verb();
Verb override_verb();
Verb swap_verb();
Verb handoff_verb();
Verb runbook_verb();
Verb status_page_verb();
Verb announce_verb();
Verb silence_verb();
Verb test_verb();
Verb me_verb();
Verb drill_verb();
Verb metrics_verb();
Verb checklist_verb();
Verb list_verb();
Verb show_verb();
Verb search_verb();
Verb join_verb();
Verb leave_verb();
Verb watch_verb();
Verb unwatch_verb();
Verb web_verb();
Verb help_verb();

}  // namespace tocsin::commands
