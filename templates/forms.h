// Every form (modal) of an incident: declare [B04], update [B10], resolve [B11] and the small ones. Reading
// what was entered is the commands' business; where it is found stands in bot/slack/identifiers.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

// What a form remembers in private_metadata.
struct FormOrigin {          // of the declare form: where it was opened
    std::string from = {};   // slash, shortcut, message, home, mention
    ChannelId channel = {};  // may be empty
    MessageTs message = {};  // of the message it is made from
    MessageTs thread = {};   // its thread
    std::string link = {};   // its permalink
    bool operator==(const FormOrigin&) const = default;
};
struct FormKey {  // of every other form
    IncidentNumber incident = {};
    int revision = 0;
    int reminder = 0;        // the reminder it was opened from; 0: none
    int entry = 0;           // the timeline entry being edited; 0: a new one
    ChannelId channel = {};  // of the message that becomes a timeline entry
    MessageTs message = {};
    std::string warned = {};  // what a warning was shown about
    bool operator==(const FormKey&) const = default;
};
std::string write_metadata(const FormOrigin& origin);
std::string write_metadata(const FormKey& key);
FormOrigin read_form_origin(std::string_view private_metadata);  // tolerant: what is missing is empty
std::optional<FormKey> read_form_key(std::string_view private_metadata);  // nullopt: not ours

struct DeclareForm {
    FormOrigin origin = {};
    std::string title = {};
    std::optional<Severity> severity = {};  // none: SEV 2
    ServiceId service = {};
    std::string impact = {};
    std::optional<Time> started = {};  // none: now
    bool page = true;
    bool status_page = false;
    bool is_private = false;
    bool drill = false;
    std::optional<WakeFacts> wakes = {};  // none: paging is not set up, and the preview says so
};
slack::View declare_form(const DeclareForm& form, const RenderContext& context);
// The live preview's sentence for a severity, plain words.
std::string declare_preview(Severity severity, const std::optional<WakeFacts>& wakes,
                            const RenderContext& context);

struct UpdateForm {
    FormKey key = {};
    std::optional<State> status = {};  // none: keep
    std::string text = {};
    std::string working_on = {};
    std::optional<Duration> eta = {};
    std::optional<Duration> next = {};
    std::optional<bool> broadcast = {};  // none: on when the status changes
    bool status_page = false;
    // Somebody posted while the form was open: said on top, and the submit label becomes Post anyway.
    std::optional<LastWords> posted_meanwhile = {};
    bool three_times_nothing = false;  // asks what is being tried now
};
slack::View update_form(const Incident& incident, const UpdateForm& form, const RenderContext& context);

struct ResolveForm {
    FormKey key = {};
    std::vector<std::string> verified = {};  // health, errors, reports, smoke
    std::string cause = {};
    std::string mitigation = {};
    DataLoss data = DataLoss::none;
    std::optional<Time> restored = {};  // none: now
    UserId owner = {};                  // empty: the lead
};
slack::View resolve_form(const Incident& incident, const ResolveForm& form, const RenderContext& context);
// The checks of Phase 5 in their order: key, words. What was not ticked goes into event::Resolved::unchecked
// as words.
const std::vector<std::pair<std::string, std::string>>& resolve_checks();

slack::View severity_form(const Incident& incident, const FormKey& key, const RenderContext& context);
slack::View lead_form(const Incident& incident, const FormKey& key, const RenderContext& context);
// `schedules`: those that may be paged, by ID.
slack::View page_form(const Incident& incident, const std::vector<Schedule>& schedules, const FormKey& key,
                      const RenderContext& context);
slack::View role_form(const Incident& incident, const FormKey& key, const RenderContext& context);
// `targets`: the other open incidents, newest first.
slack::View merge_form(const Incident& incident, const std::vector<Incident>& targets, const FormKey& key,
                       const RenderContext& context);
slack::View cancel_form(const Incident& incident, const FormKey& key, const RenderContext& context);
slack::View reopen_form(const Incident& incident, const FormKey& key, const RenderContext& context);
slack::View cause_form(const Incident& incident, const FormKey& key, const RenderContext& context);
slack::View rhythm_form(const Incident& incident, const FormKey& key, const RenderContext& context);

struct EntryForm {
    FormKey key = {};  // entry set: edits that one
    std::string text = {};
    std::optional<Time> at = {};  // none: now
};
slack::View entry_form(const Incident& incident, const EntryForm& form, const RenderContext& context);
// "Add to incident timeline" on a message, when several incidents are open. `text` is the message's.
slack::View pin_form(const std::vector<Incident>& open, const FormKey& key, std::string_view text,
                     const RenderContext& context);
struct CoverForm {
    UserId to = {};
    ScheduleId schedule = {};
    std::optional<Time> start = {};  // none: now
    std::optional<Time> end = {};    // none: an hour after the start
    std::string reason = {};
};
struct HandoverForm {
    ScheduleId schedule = {};  // remembered in private_metadata
    std::string reader = {};   // "Lee"; empty: nobody is on call after
    std::string text = {};     // what is open, to begin with
};
slack::View handover_form(const HandoverForm& form, const RenderContext& context);
slack::View cover_form(const CoverForm& form, const RenderContext& context);

// A form that only says something, for a trigger that came too late or an incident that is over.
slack::View notice_form(std::string_view title, std::string_view mrkdwn);

// "5_minutes", "1_hour" of the ETA select.
std::optional<Duration> parse_choice_duration(std::string_view value);

}  // namespace tocsin::templates
