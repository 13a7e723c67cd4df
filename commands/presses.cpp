#include "commands/presses.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "commands/declare.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/status_page.h"
#include "commands/target.h"
#include "commands/update.h"

namespace tocsin::commands {
namespace {

namespace action = slack::action;
namespace choice = slack::choice;

constexpr Duration same_press = 3s;  // of a nervous finger

template <const auto& verb>
Answer run_verb(const Pressed& pressed, Desk& desk) {
    return press_verb(pressed, verb, "", desk);
}

constexpr std::string_view ack = "ack", update = "update", reopen = "reopen", timeline = "timeline",
                           severity = "severity", lead = "lead", cause = "cause", join = "join",
                           watch = "watch", unwatch = "unwatch", show = "show", note = "note",
                           cancel = "cancel", merge = "merge", page = "page", give_back = "giveback",
                           status_page = "statuspage", add_action = "action";

Answer nothing_to_do(const Pressed&, Desk&) {
    return Nothing{};
}

Answer dismissed(const Pressed&, Desk&) {
    return in_place(say("Fine. Nothing was changed."), "");
}

// In the war room: the question stays for the others.
Answer rhythm_kept(const Pressed&, Desk&) {
    return say("Fine. The rhythm stays as it is.");
}

Answer card_menu(const Pressed& pressed, Desk& desk) {
    const auto& chosen = pressed.value ? pressed.value->argument : std::string{};
    if (chosen == choice::severity) return press_verb(pressed, severity, "", desk);
    if (chosen == choice::lead) return press_verb(pressed, lead, "", desk);
    if (chosen == choice::false_alarm) return press_verb(pressed, cancel, "", desk);
    if (chosen == choice::merge) return press_verb(pressed, merge, "", desk);
    if (chosen == choice::status_page) return press_verb(pressed, status_page, "", desk);
    if (chosen == choice::timeline) return press_verb(pressed, timeline, "", desk);
    return say("That button is not known any more. Nothing was changed.");
}

// The same button asks in the resolution, and corrects in the answer to it.
Answer rate_yes(const Pressed& pressed, Desk& desk) {
    const bool corrects = pressed.press.value.ends_with(choice::more_exactly);
    return corrects ? press_rate_more_exactly(pressed, desk) : press_rate(pressed, desk);
}

Answer declare(const Pressed& pressed, Desk& desk) {
    return run_words(*find_verb("declare"), pressed.request, "", {}, desk);
}
Answer all_commands(const Pressed& pressed, Desk& desk) {
    return run_words(*find_verb("help"), pressed.request, "all", {}, desk);
}

// On Home: the button becomes its opposite.
Answer watch_at_home(const Pressed& pressed, Desk& desk) {
    auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    const bool watching = std::ranges::find(incident->watchers, pressed.request.user.id, &Actor::user) !=
                          incident->watchers.end();
    auto answer = press_verb(pressed, watching ? unwatch : watch, "", desk);
    desk.publish_home(pressed.request.user.id);
    return answer;
}

struct Entry {
    std::string_view action_id;
    PressHandler handler;
};

constexpr std::array entries{
    Entry{action::acknowledge, run_verb<ack>},
    Entry{action::escalate, press_escalate},
    Entry{action::page_escalate, press_escalate},
    Entry{action::escalate_confirm, press_confirm},
    Entry{action::page_now, press_escalate},
    Entry{action::page_open, run_verb<page>},
    Entry{action::page_acknowledge, press_page_acknowledge},
    Entry{action::page_decline, press_page_decline},
    Entry{action::page_undecline, press_page_acknowledge},
    Entry{action::update_open, run_verb<update>},
    Entry{action::resolve_open, press_resolve_open},
    Entry{action::reopen_open, run_verb<reopen>},
    Entry{action::timeline_open, run_verb<timeline>},
    Entry{action::severity_open, run_verb<severity>},
    Entry{action::lead_open, run_verb<lead>},
    Entry{action::reminder_lead, run_verb<lead>},
    Entry{action::cause_open, run_verb<cause>},
    Entry{action::join, run_verb<join>},
    Entry{action::watch, run_verb<watch>},
    Entry{action::unwatch, run_verb<unwatch>},
    Entry{action::show, run_verb<show>},
    Entry{action::timeline_add, run_verb<note>},
    Entry{action::more, card_menu},
    Entry{action::thread, nothing_to_do},
    Entry{action::ticket, nothing_to_do},
    Entry{action::web_open, nothing_to_do},
    Entry{action::public_open, run_verb<status_page>},
    Entry{action::public_correct, press_public_correct},
    Entry{action::public_view, nothing_to_do},
    Entry{action::public_withdraw, press_public_withdraw},
    Entry{action::dismiss, dismissed},
    Entry{action::reminder_keep, rhythm_kept},
    Entry{action::page_reopen, run_verb<give_back>},
    Entry{action::page_rate, press_rate},
    Entry{action::page_rate_yes, rate_yes},
    Entry{action::page_rate_no, press_rate},
    Entry{action::page_rate_false, press_rate_more_exactly},
    Entry{action::page_rate_nothing, press_rate_more_exactly},
    Entry{action::page_rate_duplicate, press_rate_more_exactly},
    Entry{action::report_open, nothing_to_do},
    Entry{action::report_csv, nothing_to_do},
    Entry{action::report_previous, press_previous_report},
    Entry{action::report_share, press_share_report},
    Entry{action::report_edit, press_edit_report},
    Entry{action::report_behind, press_behind_report},
    Entry{action::reminder_update, press_reminder_update},
    Entry{action::reminder_take, press_reminder_update},
    Entry{action::reminder_no_change, press_no_change},
    Entry{action::reminder_snooze, press_snooze},
    Entry{action::reminder_more, press_reminder_more},
    Entry{action::reminder_use_last, press_use_last},
    Entry{action::reminder_rhythm, press_rhythm},
    Entry{action::resolve_confirm, press_confirm},
    Entry{action::severity_confirm, press_confirm},
    Entry{action::page_alone, press_join_and_do},
    Entry{action::pick, press_pick},
    Entry{action::pick_select, press_pick},
    Entry{action::join_post, press_join_and_do},
    Entry{action::run_verb, press_did_you_mean},
    Entry{action::declare_text, press_declare_text},
    Entry{action::declare_anyway, press_declare_anyway},
    Entry{action::join_declare, press_join_same},
    Entry{action::respond, press_respond},
    Entry{action::lead_accept, press_lead_accept},
    Entry{action::lead_decline, press_lead_decline},
    Entry{action::timeline_page, press_timeline_page},
    Entry{action::timeline_edit, press_timeline_edit},
    Entry{action::timeline_remove, press_timeline_remove},
    Entry{action::timeline_copy, press_timeline_copy},
    Entry{action::list_page, press_list_page},
    Entry{action::action_add, run_verb<add_action>},
    Entry{action::action_done, press_action_done},
    Entry{action::action_undo, press_action_undo},
    Entry{action::action_move, press_action_move},
    Entry{action::actions_page, press_actions_page},
    Entry{action::post_mortem_open, press_post_mortem_open},
    Entry{action::post_mortem_edit, press_post_mortem_edit},
    Entry{action::post_mortem_claim, press_post_mortem_claim},
    Entry{action::post_mortem_publish, press_post_mortem_publish},
    Entry{action::post_mortem_publish_anyway, press_post_mortem_publish_anyway},
    Entry{action::post_mortem_later, press_post_mortem_later},
    Entry{action::post_mortem_help, press_post_mortem_help},
    Entry{action::post_mortem_times, press_post_mortem_times},
    Entry{action::post_mortem_download, press_post_mortem_download},
    Entry{action::declare_open, declare},
    Entry{action::all_commands, all_commands},
    Entry{action::on_call, press_who_is_on_call},
    Entry{action::cover_accept, press_cover_accept},
    Entry{action::cover_decline, press_cover_decline},
    Entry{action::cover_end, press_cover_end},
    Entry{action::cover_find, press_cover_find},
    Entry{action::home_override, press_cover_find},
    Entry{action::shift_test_page, press_test_page},
    Entry{action::home_test_page, press_test_page},
    Entry{action::test_confirm, press_test_confirm},
    Entry{action::home_contacts, press_contacts},
    Entry{action::drill, press_drill},
    Entry{action::checklist_ask, press_checklist_ask},
    Entry{action::runbook, press_runbook},
    Entry{action::runbook_post, press_runbook_post},
    Entry{action::runbook_remind, press_runbook_remind},
    Entry{action::step_done, press_step_done},
    Entry{action::step_not, press_step_not},
    Entry{action::step_escalate, press_step_escalate},
    Entry{action::step_not_yet, press_step_not_yet},
    Entry{action::shift_ready, press_shift_ready},
    Entry{action::shift_decline, press_shift_decline},
    Entry{action::shift_handover, press_shift_handover},
    Entry{action::shift_nothing, press_shift_nothing},
    Entry{action::shift_keep, press_shift_keep},
    Entry{action::shift_hand, press_shift_hand},
};

// Ends in a number or a name.
constexpr std::array prefixes{
    Entry{action::home_thread, nothing_to_do},
    Entry{action::home_watch, watch_at_home},
    Entry{action::checklist_tick, press_checklist_tick},
    Entry{action::home_post_mortem, press_post_mortem_edit},
    Entry{action::home_action, press_action_done},
};

// Answers in a form: the form that takes its place, or nothing.
Answer press_in_form(const Pressed& pressed, Desk& desk) {
    const auto& view = *pressed.press.view;
    Submission submission{pressed.request, view, std::nullopt};
    if (view.callback_id == slack::form::declare) return NextForm{declare_preview_view(submission, desk)};
    if (view.callback_id == slack::form::contacts && pressed.press.action_id == action::home_test_page)
        return press_test_in_contacts(pressed, desk);
    const bool is_public =
        view.callback_id == slack::form::public_entry || view.callback_id == slack::form::maintenance;
    if (view.callback_id != slack::form::update && !is_public) return Nothing{};
    const auto key = templates::read_form_key(view.private_metadata);
    if (key) submission.incident = readable_incident(key->incident, pressed.request, desk);
    if (is_public) {
        if (!desk.rules().status_page) return Nothing{};
        return NextForm{public_entry_preview(submission, desk)};
    }
    if (!submission.incident || !is_open(submission.incident->state)) return Nothing{};
    auto next = form_for_status(submission, desk);
    return next ? Answer{NextForm{*std::move(next)}} : Answer{Nothing{}};
}

// The second press of the same button by the same person: remembers the last one of each person.
bool pressed_twice(const Pressed& pressed, Desk& desk) {
    const auto key = fmt::format("press/{}", pressed.request.user.id.str());
    const auto what = fmt::format("{} {} {} {}", pressed.press.action_id, pressed.press.value,
                                  pressed.press.channel.str(), pressed.press.message.str());
    const auto last = desk.tx().note(key).value_or("");
    const auto line = last.find('\n');
    if (line != std::string::npos && std::string_view(last).substr(line + 1) == what) {
        const auto at = parse_rfc3339(std::string_view(last).substr(0, line));
        if (at && *at <= desk.now() && desk.now() - *at < same_press) return true;
    }
    desk.tx().set_note(key, fmt::format("{}\n{}", format_rfc3339(desk.now()), what));
    return false;
}

}  // namespace

PressHandler handler_of(std::string_view action_id) {
    const auto exact = std::ranges::find(entries, action_id, &Entry::action_id);
    if (exact != entries.end()) return exact->handler;
    const auto prefix = std::ranges::find_if(
        prefixes, [&](const Entry& entry) { return action_id.starts_with(entry.action_id); });
    return prefix == prefixes.end() ? nullptr : prefix->handler;
}

std::optional<Incident> incident_of(const Pressed& pressed, Desk& desk) {
    if (!pressed.value) return std::nullopt;
    return readable_incident(pressed.value->incident, pressed.request, desk);
}

Answer unknown_button(const Pressed& pressed, Desk& desk) {
    const auto named =
        pressed.value ? fmt::format("INC-{}", pressed.value->incident.value()) : "such incident";
    return unknown_incident(named, pressed.request, desk);
}

Answer press_verb(const Pressed& pressed, std::string_view verb, std::string_view text, Desk& desk,
                  bool confirmed) {
    auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    Invocation invocation{pressed.request, std::move(incident), std::string(text), confirmed};
    return answer_of(invoke(*find_verb(verb), std::move(invocation), desk));
}

Answer press(const Request& request, const Press& press, Desk& desk) {
    Pressed pressed{request, press, slack::parse_button_value(press.value)};
    if (press.view && press.view->type != "home") return press_in_form(pressed, desk);
    if (pressed_twice(pressed, desk)) return Nothing{};
    return carry_out(request, press, desk);
}

Answer carry_out(const Request& request, const Press& press, Desk& desk) {
    const Pressed pressed{request, press, slack::parse_button_value(press.value)};
    if (const auto handler = handler_of(press.action_id)) return handler(pressed, desk);
    return say("That button is not known any more. Nothing was changed.");
}

}  // namespace tocsin::commands
