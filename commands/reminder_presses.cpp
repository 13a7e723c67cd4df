#include <fmt/format.h>

#include <charconv>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "bot/slack/mrkdwn.h"
#include "commands/grammar.h"
#include "commands/lead_words.h"
#include "commands/presses.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/update.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;
namespace choice = slack::choice;

constexpr int nothing_new_at_most = 2;  // in a row; the third time the form asks what is being tried

// The reminder that the button belongs to was answered meanwhile.
std::optional<Answer> answered(const Pressed& pressed, const Incident& incident, Desk& desk) {
    if (!is_open(incident.state)) return Say{answer::stale_button(incident, desk.render())};
    const bool of_reminder = pressed.value->kind == slack::ButtonValue::Kind::reminder;
    if (!of_reminder || pressed.value->number == incident.reminders.number) return std::nullopt;
    const auto next = incident.reminders.due ? fmt::format(" The next update is due at {} UTC.",
                                                           format_clock(*incident.reminders.due))
                                             : std::string{};
    return say(fmt::format("This reminder of {} was answered meanwhile.{} Nothing was changed.",
                           name_of(incident), next));
}

// Through the verb's own checks: rights, joining, the incident's state.
Answer act_as_participant(const Pressed& pressed, const Incident& incident, CommandBody body, Desk& desk) {
    auto joined = admitted(*find_verb("update"), pressed.request, incident, desk);
    if (!joined) return std::move(joined.error());
    return answer_of(act_quietly(pressed.request, *joined, std::move(body), desk));
}

// Whoever may not is not made to join first.
Answer stop_reminders(const Pressed& pressed, Desk& desk) {
    auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    auto stopping = *find_verb("remind");
    stopping.right = Right::stop_reminders;
    stopping.summary = "stop reminders";
    // A SEV 1 wants a reason: the form has a line for it.
    const std::string text = incident->severity == Severity::sev1 ? "" : "off";
    return answer_of(invoke(stopping, {pressed.request, std::move(incident), text}, desk));
}

}  // namespace

Answer press_reminder_update(const Pressed& pressed, Desk& desk) {
    return press_verb(pressed, "update", "", desk);
}

Answer press_no_change(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    if (auto stale = answered(pressed, *incident, desk)) return *std::move(stale);
    if (incident->reminders.unchanged_in_row >= nothing_new_at_most) {
        templates::UpdateForm form;
        form.three_times_nothing = true;
        form.key.reminder = pressed.value->number;
        return answer_of(open_update_form(pressed.request, *incident, form, desk));
    }
    command::Update unchanged;
    unchanged.unchanged = true;
    return act_as_participant(pressed, *incident, std::move(unchanged), desk);
}

Answer press_snooze(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    if (auto stale = answered(pressed, *incident, desk)) return *std::move(stale);
    auto minutes = std::string_view(pressed.value->argument);
    if (minutes.starts_with("snooze.")) minutes.remove_prefix(7);
    const auto by = parse_duration(minutes);
    return press_verb(pressed, "snooze", by ? std::string(minutes) : "5", desk);
}

Answer press_reminder_more(const Pressed& pressed, Desk& desk) {
    const auto chosen = pressed.value ? std::string_view(pressed.value->argument) : std::string_view{};
    if (chosen == choice::snooze_10 || chosen == choice::snooze_15) return press_snooze(pressed, desk);
    if (chosen == choice::comms) return press_verb(pressed, "role", "", desk);
    if (chosen == choice::cadence) return press_verb(pressed, "remind", "", desk);
    if (chosen == choice::stop) return stop_reminders(pressed, desk);
    return say("That button is not known any more. Nothing was changed.");
}

Answer press_use_last(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    if (auto stale = answered(pressed, *incident, desk)) return *std::move(stale);
    if (!is_lead(*incident, pressed.request.user.id)) {
        const auto whose =
            incident->lead.user.empty() ? std::string("the lead") : slack::mention(incident->lead.user);
        return say(fmt::format(
            "That button is for {}, whose message it is. Nothing was posted; *Post update* takes yours.",
            whose));
    }
    auto words = lead_words(*incident, desk.tx());
    if (!words) return say("You wrote nothing in the war room since the last update. Nothing was posted.");
    command::Update update;
    update.text = std::move(words->text);
    return act_as_participant(pressed, *incident, std::move(update), desk);
}

Answer press_rhythm(const Pressed& pressed, Desk& desk) {
    const auto minutes = pressed.value ? pressed.value->argument : std::string{};
    return press_verb(pressed, "remind", minutes.empty() ? "30" : minutes, desk);
}

}  // namespace tocsin::commands
