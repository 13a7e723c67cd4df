// The buttons and menus by what they do: one function for each group. Which action_id belongs to which is the
// table in presses.cpp; a press does the same as the typed line wherever there is one.
#pragma once

#include "bot/slack/button_value.h"
#include "commands/interpreter.h"

namespace tocsin::commands {

struct Pressed {
    const Request& request;
    const Press& press;
    std::optional<slack::ButtonValue> value;
};

using PressHandler = Answer (*)(const Pressed&, Desk&);

// How the action_id is handled; nullptr: unknown.
PressHandler handler_of(std::string_view action_id);

// The verb on the incident that the button names.
Answer press_verb(const Pressed& pressed, std::string_view verb, std::string_view text, Desk& desk,
                  bool confirmed = false);
std::optional<Incident> incident_of(const Pressed& pressed, Desk& desk);
Answer unknown_button(const Pressed& pressed, Desk& desk);

// reminder_presses.cpp
Answer press_no_change(const Pressed& pressed, Desk& desk);
Answer press_snooze(const Pressed& pressed, Desk& desk);
Answer press_reminder_update(const Pressed& pressed, Desk& desk);
Answer press_reminder_more(const Pressed& pressed, Desk& desk);
Answer press_use_last(const Pressed& pressed, Desk& desk);
Answer press_rhythm(const Pressed& pressed, Desk& desk);

// question_presses.cpp
Answer press_confirm(const Pressed& pressed, Desk& desk);
Answer press_pick(const Pressed& pressed, Desk& desk);
Answer press_join_and_do(const Pressed& pressed, Desk& desk);
Answer press_did_you_mean(const Pressed& pressed, Desk& desk);
Answer press_declare_text(const Pressed& pressed, Desk& desk);
Answer press_declare_anyway(const Pressed& pressed, Desk& desk);
Answer press_join_same(const Pressed& pressed, Desk& desk);
Answer press_resolve_open(const Pressed& pressed, Desk& desk);
Answer press_respond(const Pressed& pressed, Desk& desk);
Answer press_lead_accept(const Pressed& pressed, Desk& desk);
Answer press_lead_decline(const Pressed& pressed, Desk& desk);

// page_presses.cpp
Answer press_escalate(const Pressed& pressed, Desk& desk);
Answer press_page_acknowledge(const Pressed& pressed, Desk& desk);
Answer press_page_decline(const Pressed& pressed, Desk& desk);
// cover_presses.cpp
Answer press_cover_accept(const Pressed& pressed, Desk& desk);
Answer press_cover_decline(const Pressed& pressed, Desk& desk);
Answer press_cover_end(const Pressed& pressed, Desk& desk);
Answer press_cover_find(const Pressed& pressed, Desk& desk);
Answer press_who_is_on_call(const Pressed& pressed, Desk& desk);

// status_page.cpp, announce.cpp
Answer press_public_correct(const Pressed& pressed, Desk& desk);
Answer press_public_withdraw(const Pressed& pressed, Desk& desk);

// shift_presses.cpp
Answer press_shift_ready(const Pressed& pressed, Desk& desk);
Answer press_shift_decline(const Pressed& pressed, Desk& desk);
Answer press_shift_handover(const Pressed& pressed, Desk& desk);
Answer press_shift_nothing(const Pressed& pressed, Desk& desk);
Answer press_shift_keep(const Pressed& pressed, Desk& desk);
Answer press_shift_hand(const Pressed& pressed, Desk& desk);

// test.cpp
Answer press_test_page(const Pressed& pressed, Desk& desk);
Answer press_test_confirm(const Pressed& pressed, Desk& desk);

// checklist.cpp
Answer press_checklist_tick(const Pressed& pressed, Desk& desk);
Answer press_checklist_ask(const Pressed& pressed, Desk& desk);

// runbook.cpp
Answer press_runbook(const Pressed& pressed, Desk& desk);
Answer press_runbook_post(const Pressed& pressed, Desk& desk);
Answer press_runbook_remind(const Pressed& pressed, Desk& desk);
Answer press_step_done(const Pressed& pressed, Desk& desk);
Answer press_step_not(const Pressed& pressed, Desk& desk);
Answer press_step_escalate(const Pressed& pressed, Desk& desk);
Answer press_step_not_yet(const Pressed& pressed, Desk& desk);

// drill.cpp
Answer press_drill(const Pressed& pressed, Desk& desk);

// me.cpp
Answer press_contacts(const Pressed& pressed, Desk& desk);
Answer press_test_in_contacts(const Pressed& pressed, Desk& desk);

// actions.cpp
Answer press_action_done(const Pressed& pressed, Desk& desk);
Answer press_action_undo(const Pressed& pressed, Desk& desk);
Answer press_action_move(const Pressed& pressed, Desk& desk);
Answer press_actions_page(const Pressed& pressed, Desk& desk);

// post_mortem.cpp
Answer press_post_mortem_open(const Pressed& pressed, Desk& desk);
Answer press_post_mortem_edit(const Pressed& pressed, Desk& desk);
Answer press_post_mortem_claim(const Pressed& pressed, Desk& desk);
Answer press_post_mortem_publish(const Pressed& pressed, Desk& desk);
Answer press_post_mortem_publish_anyway(const Pressed& pressed, Desk& desk);
Answer press_post_mortem_later(const Pressed& pressed, Desk& desk);
Answer press_post_mortem_help(const Pressed& pressed, Desk& desk);
Answer press_post_mortem_times(const Pressed& pressed, Desk& desk);
Answer press_post_mortem_download(const Pressed& pressed, Desk& desk);

// timeline.cpp
Answer press_timeline_page(const Pressed& pressed, Desk& desk);
Answer press_timeline_edit(const Pressed& pressed, Desk& desk);
Answer press_timeline_remove(const Pressed& pressed, Desk& desk);
Answer press_timeline_copy(const Pressed& pressed, Desk& desk);

// verdict_presses.cpp
Answer press_rate(const Pressed& pressed, Desk& desk);
Answer press_rate_more_exactly(const Pressed& pressed, Desk& desk);

// report_presses.cpp
Answer press_previous_report(const Pressed& pressed, Desk& desk);
Answer press_share_report(const Pressed& pressed, Desk& desk);
Answer press_edit_report(const Pressed& pressed, Desk& desk);
Answer press_behind_report(const Pressed& pressed, Desk& desk);

// listing.cpp
Answer press_list_page(const Pressed& pressed, Desk& desk);

}  // namespace tocsin::commands
