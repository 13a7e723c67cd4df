// Every action_id, callback_id and block_id of Tocsin in one list (interactions.md section 14), with the form
// fields of form_fields.h. They are a contract: people's open messages still carry the old ones after an
// upgrade. What a press does is not here.
#pragma once

#include <array>
#include <string_view>

#include "bot/slack/form_fields.h"

namespace tocsin::slack {

namespace action {
// card
inline constexpr std::string_view acknowledge = "inc.ack";
inline constexpr std::string_view escalate = "inc.escalate";
inline constexpr std::string_view page_open = "inc.page.open";
inline constexpr std::string_view page_now = "inc.pagenow";
inline constexpr std::string_view runbook = "inc.runbook";
inline constexpr std::string_view more = "inc.more";  // argument: one of namespace choice
inline constexpr std::string_view update_open = "inc.update.open";
inline constexpr std::string_view resolve_open = "inc.resolve.open";
inline constexpr std::string_view reopen_open = "inc.reopen.open";
inline constexpr std::string_view timeline_open = "inc.timeline.open";
inline constexpr std::string_view severity_open = "inc.severity.open";
inline constexpr std::string_view lead_open = "inc.lead.open";
inline constexpr std::string_view cause_open = "inc.cause.open";
inline constexpr std::string_view thread = "inc.thread";  // a link: nothing to do
inline constexpr std::string_view ticket = "inc.ticket";  // a link: nothing to do
inline constexpr std::string_view join = "inc.join";
inline constexpr std::string_view watch = "inc.watch";
inline constexpr std::string_view unwatch = "inc.unwatch";
inline constexpr std::string_view pick = "inc.pick";  // value: incident, then what waits for the answer
inline constexpr std::string_view pick_select = "inc.pick.select";
inline constexpr std::string_view show = "inc.show";
inline constexpr std::string_view lead_accept = "inc.lead.accept";
inline constexpr std::string_view lead_decline = "inc.lead.decline";
// confirmations
inline constexpr std::string_view resolve_confirm = "inc.resolve.confirm";
inline constexpr std::string_view severity_confirm = "inc.severity.confirm";
inline constexpr std::string_view escalate_confirm = "inc.escalate.confirm";
inline constexpr std::string_view join_declare = "inc.join.declare";      // yes, the same incident
inline constexpr std::string_view declare_anyway = "inc.declare.anyway";  // no, a new one
inline constexpr std::string_view respond = "inc.respond";                // not on call, takes it
inline constexpr std::string_view join_post = "inc.join.post";            // joins, then does what waits
inline constexpr std::string_view run_verb = "inc.verb";                  // did you mean; value: what waits
inline constexpr std::string_view declare_text = "inc.declare.text";      // declare what was typed
inline constexpr std::string_view dismiss = "inc.dismiss";                // Fine, Cancel, Go back
// page
inline constexpr std::string_view page_acknowledge = "page.ack";
inline constexpr std::string_view page_escalate = "page.escalate";
inline constexpr std::string_view page_decline = "page.decline";
inline constexpr std::string_view page_undecline = "page.undecline";
inline constexpr std::string_view page_reopen = "page.reopen";  // somebody else pressed the link
inline constexpr std::string_view page_alone = "page.alone";    // without an incident; value: the draft
inline constexpr std::string_view page_rate = "page.rate";
inline constexpr std::string_view page_rate_yes = "page.rate.yes";
inline constexpr std::string_view page_rate_no = "page.rate.no";
inline constexpr std::string_view page_rate_false = "page.rate.false";  // and what it was more exactly
inline constexpr std::string_view page_rate_nothing = "page.rate.nothing";
inline constexpr std::string_view page_rate_duplicate = "page.rate.duplicate";
// reminder
inline constexpr std::string_view reminder_update = "rem.update";
inline constexpr std::string_view reminder_no_change = "rem.nochange";
inline constexpr std::string_view reminder_snooze = "rem.snooze";
inline constexpr std::string_view reminder_more = "rem.more";  // snooze.10, snooze.15, comms, cadence, stop
inline constexpr std::string_view reminder_use_last = "rem.uselast";
inline constexpr std::string_view reminder_take = "rem.take";
inline constexpr std::string_view reminder_lead = "rem.lead";      // hand over the lead
inline constexpr std::string_view reminder_rhythm = "rem.rhythm";  // argument: minutes
inline constexpr std::string_view reminder_keep = "rem.keep";      // leave the rhythm as it is
// post-mortem, actions
inline constexpr std::string_view post_mortem_open = "pm.open";
inline constexpr std::string_view post_mortem_edit = "pm.edit.open";
inline constexpr std::string_view post_mortem_claim = "pm.claim";
inline constexpr std::string_view post_mortem_download = "pm.download";
inline constexpr std::string_view post_mortem_publish = "pm.publish";
inline constexpr std::string_view post_mortem_publish_anyway = "pm.publish.anyway";
inline constexpr std::string_view post_mortem_later = "pm.later";  // until tomorrow
inline constexpr std::string_view post_mortem_help = "pm.help.open";
inline constexpr std::string_view post_mortem_times = "pm.times.open";
inline constexpr std::string_view action_add = "act.add.open";
// status page
inline constexpr std::string_view public_open = "sp.open";
inline constexpr std::string_view public_correct = "sp.correct.open";  // argument: the entry's number
inline constexpr std::string_view public_view = "sp.view";             // a link: nothing to do
inline constexpr std::string_view public_withdraw = "sp.withdraw";     // value: a maintenance's notice
inline constexpr std::string_view action_done = "act.done";            // value: the action's
inline constexpr std::string_view action_undo = "act.undo";
inline constexpr std::string_view action_move = "act.move";   // date, owner and the rest
inline constexpr std::string_view actions_page = "act.page";  // value: the list, a dot, the first shown
// timeline
inline constexpr std::string_view timeline_add = "tl.add.open";
inline constexpr std::string_view timeline_edit = "tl.edit.open";  // argument: sequence of the entry
inline constexpr std::string_view timeline_remove = "tl.remove";   // argument: sequence of the entry
inline constexpr std::string_view timeline_copy = "tl.copy";
inline constexpr std::string_view timeline_page = "tl.page";  // argument: first entry shown
// lists and help
inline constexpr std::string_view list_page = "list.page";  // value: filter, then the page's number
inline constexpr std::string_view declare_open = "home.declare";
inline constexpr std::string_view on_call = "help.oncall";
inline constexpr std::string_view all_commands = "help.all";
inline constexpr std::string_view drill = "help.drill";
// covers and shifts; value: the number of the change, or the shift
inline constexpr std::string_view cover_accept = "cover.accept";
inline constexpr std::string_view cover_decline = "cover.decline";
inline constexpr std::string_view cover_end = "cover.end";    // take it back
inline constexpr std::string_view cover_find = "cover.find";  // opens the form
inline constexpr std::string_view shift_ready = "shift.ready";
inline constexpr std::string_view shift_decline = "shift.decline";
inline constexpr std::string_view shift_test_page = "shift.testpage";
inline constexpr std::string_view shift_handover = "shift.handover";
inline constexpr std::string_view shift_nothing = "shift.nothing";  // to hand over
inline constexpr std::string_view shift_keep = "shift.keep";        // the lead of an open incident
inline constexpr std::string_view shift_hand = "shift.hand";        // argument: to whom
inline constexpr std::string_view test_confirm = "test.confirm";    // value: the test page
// runbooks and lists of steps
inline constexpr std::string_view runbook_post = "runbook.post";      // argument: its name
inline constexpr std::string_view runbook_remind = "runbook.remind";  // to write one
inline constexpr std::string_view step_done = "step.done";            // argument: list, step
inline constexpr std::string_view step_not = "step.not";              // argument: list, step
inline constexpr std::string_view step_escalate = "step.escalate";    // argument: the limit
inline constexpr std::string_view step_not_yet = "step.notyet";       // argument: the limit
inline constexpr std::string_view web_open = "web.open";              // a link
inline constexpr std::string_view checklist_ask = "check.ask";        // value: the person
inline constexpr std::string_view checklist_tick = "check.tick.";     // and the point; value too
// report; value: the month, then `.you` where the answer takes the message's place
inline constexpr std::string_view report_open = "rep.open";  // a link: nothing to do
inline constexpr std::string_view report_csv = "rep.csv";    // a link: nothing to do
inline constexpr std::string_view report_previous = "rep.prev";
inline constexpr std::string_view report_share = "rep.share";
inline constexpr std::string_view report_edit = "rep.edit.open";
inline constexpr std::string_view report_behind = "rep.behind";  // a menu; the month, then a number's name
// home
inline constexpr std::string_view home_test_page = "home.testpage";
inline constexpr std::string_view home_override = "home.override";
inline constexpr std::string_view home_contacts = "home.contacts";
inline constexpr std::string_view home_thread = "home.thread.";   // and the incident's number; a link
inline constexpr std::string_view home_post_mortem = "home.pm.";  // and the incident's number
inline constexpr std::string_view home_action = "home.act.";      // and the action's number
inline constexpr std::string_view home_watch = "home.watch.";     // and the incident's number

inline constexpr std::array all{acknowledge,
                                escalate,
                                page_open,
                                page_now,
                                runbook,
                                more,
                                update_open,
                                resolve_open,
                                reopen_open,
                                timeline_open,
                                severity_open,
                                lead_open,
                                cause_open,
                                thread,
                                ticket,
                                join,
                                watch,
                                unwatch,
                                pick,
                                pick_select,
                                show,
                                lead_accept,
                                lead_decline,
                                resolve_confirm,
                                severity_confirm,
                                escalate_confirm,
                                join_declare,
                                declare_anyway,
                                respond,
                                join_post,
                                run_verb,
                                declare_text,
                                dismiss,
                                page_acknowledge,
                                page_escalate,
                                page_decline,
                                page_undecline,
                                page_reopen,
                                page_alone,
                                page_rate,
                                page_rate_yes,
                                page_rate_no,
                                page_rate_false,
                                page_rate_nothing,
                                page_rate_duplicate,
                                reminder_update,
                                reminder_no_change,
                                reminder_snooze,
                                reminder_more,
                                reminder_use_last,
                                reminder_take,
                                reminder_lead,
                                reminder_rhythm,
                                reminder_keep,
                                post_mortem_open,
                                post_mortem_edit,
                                post_mortem_claim,
                                post_mortem_download,
                                post_mortem_publish,
                                post_mortem_publish_anyway,
                                post_mortem_later,
                                post_mortem_help,
                                post_mortem_times,
                                action_add,
                                public_open,
                                public_correct,
                                public_view,
                                public_withdraw,
                                action_done,
                                action_undo,
                                action_move,
                                actions_page,
                                timeline_add,
                                timeline_edit,
                                timeline_remove,
                                timeline_copy,
                                timeline_page,
                                list_page,
                                declare_open,
                                on_call,
                                all_commands,
                                drill,
                                cover_accept,
                                cover_decline,
                                cover_end,
                                cover_find,
                                shift_ready,
                                shift_decline,
                                shift_test_page,
                                shift_handover,
                                shift_nothing,
                                shift_keep,
                                shift_hand,
                                test_confirm,
                                runbook_post,
                                runbook_remind,
                                step_done,
                                step_not,
                                step_escalate,
                                step_not_yet,
                                checklist_ask,
                                checklist_tick,
                                web_open,
                                report_open,
                                report_csv,
                                report_previous,
                                report_share,
                                report_edit,
                                report_behind,
                                home_test_page,
                                home_override,
                                home_contacts,
                                home_thread,
                                home_post_mortem,
                                home_action,
                                home_watch};
}  // namespace action

// Arguments of overflow menus.
namespace choice {
inline constexpr std::string_view severity = "severity";
inline constexpr std::string_view lead = "lead";
inline constexpr std::string_view false_alarm = "false_alarm";
inline constexpr std::string_view merge = "merge";
inline constexpr std::string_view status_page = "statuspage";
inline constexpr std::string_view timeline = "timeline";
inline constexpr std::string_view snooze_10 = "snooze.10";
inline constexpr std::string_view snooze_15 = "snooze.15";
inline constexpr std::string_view comms = "comms";      // somebody else posts updates
inline constexpr std::string_view cadence = "cadence";  // change how often
inline constexpr std::string_view stop = "stop";        // stop reminders
inline constexpr std::string_view actionable = "actionable";
inline constexpr std::string_view noise = "noise";
inline constexpr std::string_view more_exactly = "exactly";  // of a verdict: in the answer to the first press
}  // namespace choice

// callback_id of forms, and of shortcuts.
namespace form {
inline constexpr std::string_view declare = "inc.declare";
inline constexpr std::string_view update = "inc.update";
inline constexpr std::string_view resolve = "inc.resolve";
inline constexpr std::string_view severity = "inc.severity";
inline constexpr std::string_view lead = "inc.lead";
inline constexpr std::string_view page = "inc.page";
inline constexpr std::string_view merge = "inc.merge";
inline constexpr std::string_view cancel = "inc.cancel";
inline constexpr std::string_view reopen = "inc.reopen";
inline constexpr std::string_view cause = "inc.cause";
inline constexpr std::string_view rhythm = "inc.rhythm";
inline constexpr std::string_view role = "inc.role";
inline constexpr std::string_view timeline_entry = "tl.entry";  // adds; edits when its key carries an entry
inline constexpr std::string_view timeline_pin = "tl.pin";      // which incident does a message belong to
inline constexpr std::string_view public_entry = "sp.entry";  // publishes; corrects when its key has an entry
inline constexpr std::string_view maintenance = "sp.maintenance";
inline constexpr std::string_view action = "act.add";  // adds; changes when its key carries an entry
inline constexpr std::string_view post_mortem = "pm.edit";
inline constexpr std::string_view post_mortem_help = "pm.help";
inline constexpr std::string_view post_mortem_times = "pm.times";
inline constexpr std::string_view cover = "shift.cover";
inline constexpr std::string_view handover = "shift.handover";
inline constexpr std::string_view contacts = "me.contacts";  // and the codes that verify them
inline constexpr std::string_view report = "rep.edit";
inline constexpr std::string_view notice = "form.notice";  // nothing to submit
inline constexpr std::string_view home = "home";

inline constexpr std::array all{declare,
                                update,
                                page,
                                resolve,
                                severity,
                                lead,
                                merge,
                                cancel,
                                reopen,
                                cause,
                                rhythm,
                                role,
                                timeline_entry,
                                timeline_pin,
                                cover,
                                handover,
                                contacts,
                                report,
                                public_entry,
                                maintenance,
                                notice,
                                home,
                                action,
                                post_mortem,
                                post_mortem_help,
                                post_mortem_times};
}  // namespace form

namespace shortcut {
inline constexpr std::string_view declare = "sc.declare";
inline constexpr std::string_view declare_from_message = "ms.declare";
inline constexpr std::string_view add_to_timeline = "ms.timeline";
inline constexpr std::string_view make_action = "ms.action";

inline constexpr std::array all{declare, declare_from_message, add_to_timeline, make_action};
}  // namespace shortcut

// The first part of a block_id: of a message's blocks, which end in the message's revision, and of a view's.
namespace block {
inline constexpr std::string_view card = "card";
inline constexpr std::string_view page = "page";
inline constexpr std::string_view reminder = "rem";
inline constexpr std::string_view resolution = "res";
inline constexpr std::string_view post_mortem = "pm";
inline constexpr std::string_view notice = "msg";
inline constexpr std::string_view home = "home";
inline constexpr std::string_view answer = "ans";
inline constexpr std::string_view declare = "declare";
inline constexpr std::string_view update = "upd";
inline constexpr std::string_view form = "form";
inline constexpr std::string_view shift = "shift";
inline constexpr std::string_view report = "rep";
inline constexpr std::string_view public_entry = "sp";

inline constexpr std::array all{card,   page,    reminder, resolution, post_mortem, home,   answer,
                                notice, declare, update,   form,       shift,       report, public_entry};
}  // namespace block

}  // namespace tocsin::slack
