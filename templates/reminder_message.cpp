#include "templates/reminder_message.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/reminders.h"
#include "bot/slack/identifiers.h"
#include "templates/catalog.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
namespace choice = slack::choice;
using slack::Button;
using slack::Option;
using slack::Style;

constexpr int hours_until_handover = 8;
constexpr Duration snooze_step = 5min;

struct Reminder {
    const Incident& incident;
    const RenderContext& context;
    const IncidentFacts& facts;

    std::string number() const { return fmt::format("{}", incident.number.value()); }
    std::string lead() const {
        return !incident.lead.is_somebody() ? "" : mention_of(incident.lead, context);
    }
    std::string title() const { return incident.is_private ? "private" : slack::typed_line(incident.title); }
    std::optional<Time> last() const {
        return incident.last_update ? incident.last_update : incident.acknowledged;
    }
    std::string silence() const { return format_duration(context.now - last().value_or(incident.declared)); }

    // The backup of the running pages, else the person whom the team names.
    UserId backup() const {
        if (facts.paging) {
            const auto found = std::ranges::find(facts.paging->paged, "backup", &PagedPerson::role);
            if (found != facts.paging->paged.end()) return found->who.user;
        }
        const auto* team = context.rules.team_of(incident.service);
        if (team == nullptr || team->backup.kind != Target::Kind::person) return {};
        const auto person = context.rules.people.find(PersonId{team->backup.id});
        return person == context.rules.people.end() ? UserId{} : person->second.slack;
    }

    Button button(std::string_view id, const slack::Plain<75>& label, std::string_view argument,
                  const std::string& accessibility, Style style = Style::normal) const {
        return {id, label, reminder_value(incident, argument), style, accessibility};
    }
    Button post_update() const {
        return button(action::reminder_update, "Post update", "",
                      fmt::format("Post an update on incident {}", number()), Style::primary);
    }
    Button nothing_new() const {
        return button(action::reminder_no_change, "Nothing new", "",
                      fmt::format("Post that nothing changed on incident {}", number()));
    }

    bool may_snooze(Duration by) const { return incident.reminders.snoozed + by <= snooze_limit; }

    JsonText menu() const {
        std::vector<Option> options;
        const auto add = [&](const slack::Plain<75>& label, std::string_view argument) {
            options.push_back({label, reminder_value(incident, argument)});
        };
        if (may_snooze(10min)) add("Snooze 10 min", choice::snooze_10);
        if (may_snooze(15min)) add("Snooze 15 min", choice::snooze_15);
        add("Someone else posts updates", choice::comms);
        add("Change how often", choice::cadence);
        add("Stop reminders", choice::stop);
        return slack::overflow(action::reminder_more, options);
    }

    std::vector<JsonText> buttons() const {
        std::vector<JsonText> buttons{to_json(post_update()), to_json(nothing_new())};
        if (facts.lead_wrote) {
            buttons.push_back(to_json(
                button(action::reminder_use_last, "Use my last message", "",
                       fmt::format("Post the lead's last message as an update on incident {}", number()))));
        }
        if (may_snooze(snooze_step)) {
            buttons.push_back(
                to_json(button(action::reminder_snooze, "Snooze 5 min", "5",
                               fmt::format("Remind me about incident {} again in 5 minutes", number()))));
        }
        buttons.push_back(menu());
        return buttons;
    }

    std::string eta_line() const {
        if (!incident.eta || *incident.eta > context.now) return "";
        return context.texts.render(Text::eta_passed, {{"eta", clock_utc(*incident.eta, context.now)}});
    }

    std::string question() const {
        const auto ago = last() ? slack::date_ago(*last(), relative(*last(), context.now)) : "";
        auto text = context.texts.render(
            Text::reminder_due,
            {{"lead", lead()}, {"name", name_of(incident)}, {"title", title()}, {"ago", ago}});
        if (const auto eta = eta_line(); !eta.empty()) text += "\n" + eta;
        return text;
    }

    // What the coming steps of the ladder will do, in one sentence.
    std::string outlook() const {
        const auto& severity = context.rules.of(incident.severity);
        if (!incident.reminders.ladder_from || severity.business_hours) return "";
        std::vector<std::string> steps;
        for (const auto& step : severity.ladder) {
            const auto at = clock_utc(*incident.reminders.ladder_from + step.after, context.now);
            if (step.nudge == Nudge::lead_dm && !lead().empty()) {
                steps.push_back(fmt::format("by {} I send {} a direct message", at, lead()));
            } else if (step.nudge == Nudge::backup) {
                const auto other = backup();
                steps.push_back(fmt::format("{} {} I ask {}", steps.empty() ? "by" : "at", at,
                                            other.empty() ? "everybody here" : slack::mention(other)));
            }
        }
        return steps.empty() ? "" : fmt::format("If nobody answers {}.", join(steps, ", "));
    }

    slack::Message first(int revision, const std::string& extra) const {
        slack::Blocks blocks(slack::block::reminder, revision);
        blocks.section("text", question());
        blocks.actions("actions", buttons());
        blocks.context("foot", {extra.empty() ? outlook() : extra});
        auto text = fmt::format("Update due on {} {}.", name_of(incident),
                                incident.is_private ? "private" : plain(incident.title, context));
        if (last()) {
            const auto whom = lead().empty() ? std::string("The")
                                             : fmt::format("@{}, the", name_of(incident.lead, context));
            text +=
                fmt::format(" {} last update was {}.", whom, format_duration(context.now - *last()) + " ago");
        }
        if (const auto eta = eta_line(); !eta.empty()) text += " " + words_of(eta, context);
        return {summary(text), blocks.take(), nullptr};
    }

    slack::Message direct() const {
        const auto due = incident.reminders.due.value_or(context.now);
        return notice(slack::block::reminder,
                      context.texts.render(Text::reminder_direct, {{"name", name_of(incident)},
                                                                   {"title", title()},
                                                                   {"due", clock_utc(due, context.now)}}),
                      {post_update(), nothing_new(),
                       button(action::reminder_lead, "Hand over the lead", "",
                              fmt::format("Hand over the lead of incident {}", number()))},
                      context);
    }

    slack::Message ask_backup() const {
        const auto other = backup();
        return notice(slack::block::reminder,
                      context.texts.render(
                          Text::reminder_backup,
                          {{"since", silence()}, {"backup", other.empty() ? "" : slack::mention(other)}}),
                      {button(action::reminder_take, "I'll post it", "",
                              fmt::format("Take over posting the update on incident {}", number())),
                       post_update()},
                      context);
    }

    slack::Message tell_manager() const {
        const auto manager = context.rules.manager_of(incident.service);
        return notice(slack::block::reminder,
                      context.texts.render(Text::reminder_manager,
                                           {{"since", silence()},
                                            {"manager", manager.empty() ? "" : slack::mention(manager)}}),
                      {post_update()}, context);
    }
};

}  // namespace

slack::Message reminder_message(const Incident& incident, int step, bool direct, const RenderContext& context,
                                const IncidentFacts& facts) {
    const Reminder reminder{incident, context, facts};
    if (direct) return reminder.direct();
    const auto& ladder = context.rules.of(incident.severity).ladder;
    if (step < 0 || step >= static_cast<int>(ladder.size())) {
        return notice(slack::block::reminder,
                      context.texts.render(Text::reminder_again, {{"since", reminder.silence()}}),
                      {reminder.post_update()}, context);
    }
    switch (ladder[static_cast<std::size_t>(step)].nudge) {
        case Nudge::thread:
        case Nudge::lead_dm:  // nobody leads: everybody is asked
            break;
        case Nudge::backup:
            return reminder.ask_backup();
        case Nudge::lead_sms_and_manager:
            return reminder.tell_manager();
    }
    return reminder.first(1, "");
}

slack::Message reminder_now(const Incident& incident, int number, const RenderContext& context,
                            const IncidentFacts& facts) {
    const auto quiet = [&](const std::string& line) {
        return quiet_notice(slack::block::reminder, line, context);
    };
    const auto& reminders = incident.reminders;
    if (!is_open(incident.state)) {
        return quiet(fmt::format("{} is over: {}.", name_of(incident), to_lower(title_of(incident.state))));
    }
    if (reminders.stopped) return quiet("Reminders are stopped.");
    if (reminders.number == number && reminders.due) {
        const Reminder reminder{incident, context, facts};
        const bool snoozed = reminders.snoozed > Duration{} && reminders.ladder_from;
        return reminder.first(
            2,
            snoozed ? fmt::format("Snoozed until {}.", clock_utc(*reminders.ladder_from, context.now)) : "");
    }
    std::string line = "This reminder is answered";
    const bool updated =
        incident.last_update && *incident.last_update >= incident.last_status_change.value_or(Time{});
    if (updated) line = fmt::format("Update posted by {}", mention_of(incident.last_changed_by, context));
    if (reminders.due) line += fmt::format(", next due {}", clock_utc(*reminders.due, context.now));
    return quiet(line + ".");
}

slack::Message long_running_message(const Incident& incident, int hours, const RenderContext& context) {
    const Reminder reminder{incident, context, {}};
    const auto count = fmt::format("{}", hours);
    const auto name = name_of(incident);
    if (hours >= hours_until_handover) {
        return notice(slack::block::reminder,
                      context.texts.render(Text::long_lead,
                                           {{"lead", reminder.lead()}, {"name", name}, {"hours", count}}),
                      {reminder.button(action::reminder_lead, "Hand over the lead", "",
                                       fmt::format("Hand over the lead of incident {}", reminder.number()))},
                      context);
    }
    return notice(
        slack::block::reminder, context.texts.render(Text::long_rhythm, {{"name", name}, {"hours", count}}),
        {reminder.button(action::reminder_rhythm, "Every 30 minutes", "30",
                         fmt::format("Ask for updates on incident {} every 30 minutes", reminder.number())),
         reminder.button(action::reminder_keep, "Keep the rhythm", "",
                         fmt::format("Keep the rhythm of updates on incident {}", reminder.number()))},
        context);
}

}  // namespace tocsin::templates
