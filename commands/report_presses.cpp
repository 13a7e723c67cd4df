#include <fmt/format.h>

#include "bot/slack/mrkdwn.h"
#include "commands/metrics.h"
#include "commands/presses.h"
#include "commands/say.h"
#include "commands/target.h"
#include "templates/report_message.h"

namespace tocsin::commands {
namespace {

using templates::Behind;

constexpr int read_at_once = 500;
constexpr std::size_t month_length = 7;
constexpr std::string_view in_place_mark = ".you";

struct Asked {
    std::chrono::year_month month;
    std::string_view rest;  // behind the month
};

std::optional<Asked> asked_for(const Pressed& pressed) {
    const std::string_view value = pressed.press.value;
    const auto month = parse_month(value.substr(0, month_length));
    if (!month) return std::nullopt;
    return Asked{*month, value.substr(month_length)};
}

Answer no_such_report() {
    return say("That button belongs to another version. Write /incident metrics.");
}

bool may_see(const Pressed& pressed, Desk& desk) {
    return may(Right::see, pressed.request.user, nullptr, desk.rules()) == Verdict::yes;
}

bool is_behind(const MeasuredIncident& one, Behind behind) {
    switch (behind) {
        case Behind::all:
            return one.counts;
        case Behind::detection:
            return one.counts && one.started;
        case Behind::acknowledgment:
            return one.counts && one.acknowledged;
        case Behind::resolution:
            return one.counts && one.resolved;
        case Behind::false_alarms:
            return one.is_false_alert();
        case Behind::open_actions:
            return one.counts && one.open_actions > 0;
        case Behind::post_mortems:
            return one.counts && one.post_mortem_due;
    }
    return false;
}

}  // namespace

Answer press_previous_report(const Pressed& pressed, Desk& desk) {
    const auto asked = asked_for(pressed);
    if (!asked) return no_such_report();
    if (!may_see(pressed, desk)) return Nothing{};
    return ShowReport{asked->month, usual_months, asked->rest == in_place_mark};
}

Answer press_share_report(const Pressed& pressed, Desk& desk) {
    const auto asked = asked_for(pressed);
    if (!asked) return no_such_report();
    if (may(Right::declare, pressed.request.user, nullptr, desk.rules()) != Verdict::yes)
        return say("Only members of this workspace share a report. Nothing was posted.");
    desk.share_report(asked->month, usual_months);
    return say(fmt::format("The report for {} is posted in {}.", templates::month_name(asked->month),
                           slack::escape(desk.render().links.channel_name)));
}

Answer press_edit_report(const Pressed& pressed, Desk& desk) {
    const auto asked = asked_for(pressed);
    if (!asked) return no_such_report();
    if (!may_edit_report(pressed.request, desk))
        return say("Only the Engineering Lead and admins change a report. Nothing was changed.");
    const auto zone = zone_of_reports(desk);
    const auto report = month_report(asked->month, desk.rules().timezone, zone,
                                     desk.tx().month_facts(span_of(asked->month, zone)));
    const auto action = desk.tx().note(action_note(asked->month)).value_or("");
    const auto usual = std::string(templates::action_for(templates::metric_words(report)));
    return OpenForm{templates::report_form(asked->month, action, usual, desk.render())};
}

// Private incidents count, and are named only to those who may read them.
Answer press_behind_report(const Pressed& pressed, Desk& desk) {
    const auto asked = asked_for(pressed);
    const auto behind =
        asked && asked->rest.starts_with('.') ? templates::parse_behind(asked->rest.substr(1)) : std::nullopt;
    if (!behind) return no_such_report();
    if (!may_see(pressed, desk)) return Nothing{};
    const auto span = span_of(asked->month, zone_of_reports(desk));
    std::vector<templates::ListedIncident> listed;
    std::size_t all = 0;
    for (int seen = 0;; seen += read_at_once) {
        const auto some = desk.tx().measured(span, read_at_once, seen);
        for (const auto& one : some) {
            if (!is_behind(one, *behind) || ++all > templates::most_behind) continue;
            auto ref = templates::incident_ref(one.number, desk.render());
            if (!readable_incident(one.number, pressed.request, desk)) ref.title = "private";
            listed.push_back({one, std::move(ref)});
        }
        if (std::ssize(some) < read_at_once) break;
    }
    return Say{templates::behind_message(*behind, asked->month, listed, all, desk.render())};
}

}  // namespace tocsin::commands
