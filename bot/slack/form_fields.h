// Where each input of a form is found: its block_id and its action_id (interactions.md section 14). A part of
// the list in identifiers.h.
#pragma once

#include <array>
#include <string_view>

namespace tocsin::slack {

// Where a form's input is found in FieldValues: its block_id, then its action_id.
struct Field {
    std::string_view block;
    std::string_view action;
};
namespace field {
inline constexpr Field declare_title{"declare.title", "title"};
inline constexpr Field declare_severity{"declare.severity", "severity"};  // sev1 …; asks for the preview
inline constexpr Field declare_service{"declare.service", "service"};     // svc:<service>; type-ahead
inline constexpr Field declare_impact{"declare.impact", "impact"};
inline constexpr Field declare_started{"declare.started", "started"};  // Unix seconds
inline constexpr Field declare_options{"declare.options", "options"};  // page, statuspage, private, drill
inline constexpr Field update_status{"upd.status", "status"};          // keep or a state; resolved: next form
inline constexpr Field update_text{"upd.text", "text"};
inline constexpr Field update_working{"upd.working", "working"};
inline constexpr Field update_eta{"upd.eta", "eta"};            // parse_choice_duration of forms.h
inline constexpr Field update_next{"upd.next", "next"};         // minutes
inline constexpr Field update_to{"upd.to", "to"};               // thread, broadcast, statuspage
inline constexpr Field resolve_verify{"res.verify", "verify"};  // health, errors, reports, smoke
inline constexpr Field resolve_cause{"res.cause", "cause"};
inline constexpr Field resolve_mitigation{"res.mitigation", "mitigation"};
inline constexpr Field resolve_data{"res.data", "data"};          // none, possible, lost
inline constexpr Field resolve_restored{"res.time", "restored"};  // Unix seconds
inline constexpr Field resolve_owner{"res.owner", "owner"};       // user
inline constexpr Field severity_to{"sev.to", "severity"};
inline constexpr Field severity_reason{"sev.reason", "reason"};
inline constexpr Field lead_to{"lead.to", "user"};
inline constexpr Field lead_note{"lead.note", "note"};
inline constexpr Field role_name{"role.name", "role"};
inline constexpr Field role_to{"role.to", "user"};
inline constexpr Field page_to{"page.to", "user"};
inline constexpr Field page_schedule{"page.schedule", "schedule"};  // schedule:<id>
inline constexpr Field page_text{"page.text", "text"};
inline constexpr Field merge_target{"merge.target", "incident"};  // a number
inline constexpr Field cancel_reason{"cancel.reason", "reason"};
inline constexpr Field reopen_reason{"reopen.reason", "reason"};
inline constexpr Field cause_text{"cause.text", "cause"};
inline constexpr Field rhythm_every{"rhythm.every", "every"};  // minutes, own (the severity's) or off
inline constexpr Field rhythm_reason{"rhythm.reason", "reason"};
inline constexpr Field entry_at{"tl.at", "at"};  // Unix seconds
inline constexpr Field entry_text{"tl.text", "text"};
inline constexpr Field pin_incident{"tl.incident", "incident"};      // a number
inline constexpr Field action_incident{"act.incident", "incident"};  // a number; only where none is known
inline constexpr Field action_text{"act.text", "text"};
inline constexpr Field action_priority{"act.priority", "priority"};  // P0 … P3
inline constexpr Field action_owner{"act.owner", "user"};
inline constexpr Field action_due{"act.due", "day"};  // 2025-01-22
inline constexpr Field post_mortem_title{"pm.title", "text"};
inline constexpr Field post_mortem_impact{"pm.impact", "text"};
inline constexpr Field post_mortem_cause{"pm.cause", "text"};
inline constexpr Field post_mortem_root_cause{"pm.root_cause", "text"};
inline constexpr Field post_mortem_well{"pm.well", "text"};
inline constexpr Field post_mortem_poorly{"pm.poorly", "text"};
inline constexpr Field post_mortem_lessons{"pm.lessons", "text"};
inline constexpr Field post_mortem_prevention{"pm.prevention", "text"};
inline constexpr Field post_mortem_options{"pm.options", "options"};  // no_action
inline constexpr Field post_mortem_help_of{"pm.help.of", "user"};
inline constexpr Field time_started{"pm.time.started", "at"};  // Unix seconds, as the five after it
inline constexpr Field time_detected{"pm.time.detected", "at"};
inline constexpr Field time_acknowledged{"pm.time.acknowledged", "at"};
inline constexpr Field time_identified{"pm.time.identified", "at"};
inline constexpr Field time_mitigated{"pm.time.mitigated", "at"};
inline constexpr Field time_resolved{"pm.time.resolved", "at"};
inline constexpr Field public_heading{"sp.heading", "heading"};  // asks for the form of that heading
inline constexpr Field public_title{"sp.title", "title"};
inline constexpr Field public_text{"sp.text", "text"};             // its block ends in the heading
inline constexpr Field public_component{"sp.component", "state"};  // its block ends in the component's place
inline constexpr Field public_from{"sp.from", "from"};             // Unix seconds
inline constexpr Field public_until{"sp.until", "until"};          // Unix seconds
inline constexpr Field cover_to{"cover.to", "user"};
inline constexpr Field cover_schedule{"cover.schedule", "schedule"};  // its ID
inline constexpr Field cover_start{"cover.start", "start"};           // Unix seconds
inline constexpr Field cover_end{"cover.end", "end"};                 // Unix seconds
inline constexpr Field cover_reason{"cover.reason", "reason"};
inline constexpr Field handover_note{"handover.note", "note"};
inline constexpr Field contacts_phone{"me.phone", "phone"};
inline constexpr Field contacts_way{"me.way", "way"};  // sms or phone: how the code comes
inline constexpr Field contacts_email{"me.email", "email"};
inline constexpr Field contacts_sev2_calls{"me.sev2.calls", "delay"};  // minutes
inline constexpr Field contacts_sev2_texts{"me.sev2.texts", "delay"};
inline constexpr Field contacts_sev3_calls{"me.sev3.calls", "delay"};
inline constexpr Field contacts_sev3_texts{"me.sev3.texts", "delay"};
inline constexpr Field contacts_quiet_from{"me.quiet.from", "from"};  // minutes of the day, or none
inline constexpr Field contacts_quiet_to{"me.quiet.to", "to"};
inline constexpr Field contacts_options{"me.options", "options"};     // drills, texts, phone, email
inline constexpr Field contacts_phone_code{"me.code.phone", "code"};  // six digits
inline constexpr Field contacts_email_code{"me.code.email", "code"};
inline constexpr Field report_action{"rep.action", "action"};

inline constexpr std::array all{declare_title,
                                declare_severity,
                                declare_service,
                                declare_impact,
                                declare_started,
                                declare_options,
                                update_status,
                                update_text,
                                update_working,
                                update_eta,
                                update_next,
                                update_to,
                                resolve_verify,
                                resolve_cause,
                                resolve_mitigation,
                                resolve_data,
                                resolve_restored,
                                resolve_owner,
                                severity_to,
                                severity_reason,
                                lead_to,
                                lead_note,
                                role_name,
                                role_to,
                                page_to,
                                page_schedule,
                                page_text,
                                merge_target,
                                cancel_reason,
                                reopen_reason,
                                cause_text,
                                rhythm_every,
                                rhythm_reason,
                                entry_at,
                                entry_text,
                                pin_incident,
                                public_heading,
                                public_title,
                                public_text,
                                public_component,
                                public_from,
                                public_until,
                                cover_to,
                                cover_schedule,
                                cover_start,
                                cover_end,
                                cover_reason,
                                handover_note,
                                contacts_phone,
                                contacts_way,
                                contacts_email,
                                contacts_sev2_calls,
                                contacts_sev2_texts,
                                contacts_sev3_calls,
                                contacts_sev3_texts,
                                contacts_quiet_from,
                                contacts_quiet_to,
                                contacts_options,
                                contacts_phone_code,
                                contacts_email_code,
                                report_action,
                                action_incident,
                                action_text,
                                action_priority,
                                action_owner,
                                action_due,
                                post_mortem_title,
                                post_mortem_impact,
                                post_mortem_cause,
                                post_mortem_root_cause,
                                post_mortem_well,
                                post_mortem_poorly,
                                post_mortem_lessons,
                                post_mortem_prevention,
                                post_mortem_options,
                                post_mortem_help_of,
                                time_started,
                                time_detected,
                                time_acknowledged,
                                time_identified,
                                time_mitigated,
                                time_resolved};
}  // namespace field

}  // namespace tocsin::slack
