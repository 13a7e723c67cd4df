#include "templates/shift_messages.h"

#include <fmt/format.h>

#include <charconv>

#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "bot/slack/identifiers.h"
#include "templates/duty_words.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
namespace block = slack::block;
using slack::Button;
using slack::Style;

constexpr std::size_t note_units = 1500;
constexpr std::size_t most_lines = 8;

std::string zone(const ShiftFacts& facts, const RenderContext& context) {
    return zone_of(facts.schedule, context.rules);
}

std::string name(const ShiftFacts& facts, const RenderContext& context) {
    return slack::typed_line(schedule_name(facts.schedule, context.rules));
}

// "Monday 2025-01-20 09:00", for the first of two instants in one zone.
std::string without_zone(Time at, std::string_view zone) {
    const auto words = local_words(at, zone);
    return fmt::format("{} {} {}", words.weekday, words.date, words.clock);
}

// "*Backend*: Monday 2025-01-20 09:00 to Tuesday …"
std::string line_of(const ScheduleId& schedule, Time from, Time to, const RenderContext& context) {
    const auto in_zone = zone_of(schedule, context.rules);
    return fmt::format("*{}*: {} to {}", slack::typed_line(schedule_name(schedule, context.rules)),
                       without_zone(from, in_zone), format_local(to, in_zone));
}

std::string names_of(const std::vector<PersonId>& people, const RenderContext& context) {
    std::vector<std::string> names;
    for (const auto& person : people) names.push_back(name_of(person, context));
    return join_and(names);
}

Button ready_button(const ShiftFacts& facts) {
    return {action::shift_ready, "I'm ready", facts.value, Style::normal,
            "Confirm that I am ready for this shift"};
}

Button decline_button(const ShiftFacts& facts, const RenderContext& context) {
    Button button{action::shift_decline, "I can't take this shift", facts.value, Style::normal,
                  "Ask for someone to cover this shift"};
    const auto names = names_of(facts.candidates, context);
    const bool many = facts.candidates.size() > 1;
    button.confirm = slack::Confirm{
        "Ask for cover?",
        names.empty() ? std::string("You choose who is asked. You stay on call until somebody accepts.")
                      : fmt::format("{} {} asked to cover. You stay on call until {} accepts.", names,
                                    many ? "are" : "is", many ? "one of them" : names),
        "Ask for cover", "Go back"};
    return button;
}

Button test_button(Style style) {
    return {action::shift_test_page, "Send me a test page", "", style,
            "Send a test page to my phone, SMS and Slack"};
}

slack::Message shift_notice(const std::string& text, std::vector<Button> buttons,
                            const RenderContext& context) {
    return notice(block::shift, text, std::move(buttons), context);
}

std::string open_words(int count) {
    if (count == 0) return "";
    return count == 1 ? "One incident is open." : fmt::format("{} incidents are open.", count);
}

std::string day_words(Time at, std::string_view zone, Time now) {
    const auto day = [&](Time instant) { return local_words(instant, zone).date; };
    if (day(at) == day(now)) return "today";
    return day(at) == day(now + 24h) ? "tomorrow" : "";
}

std::string times(int count) {
    return count == 1 ? "once" : fmt::format("{} times", count);
}

}  // namespace

std::string shift_value(const ScheduleId& schedule, const DutyShift& shift) {
    return fmt::format("{}/{}/{}/{}", schedule.str(), shift.person.str(), unix_seconds(shift.start),
                       unix_seconds(shift.end));
}

std::optional<ShiftName> parse_shift_value(std::string_view value) {
    const auto parts = split(value, '/');
    if (parts.size() != 4) return std::nullopt;
    const auto instant = [](std::string_view digits) -> std::optional<Time> {
        constexpr std::int64_t last = 253'402'300'799;  // of the year 9999
        std::int64_t seconds = -1;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
        if (error != std::errc{} || end != digits.data() + digits.size() || seconds < 0 || seconds > last)
            return std::nullopt;
        return time_from_unix(seconds);
    };
    const auto start = instant(parts[2]);
    const auto end = instant(parts[3]);
    if (!start || !end) return std::nullopt;
    return ShiftName{ScheduleId(std::string(parts[0])), {PersonId(std::string(parts[1])), *start, *end}};
}

std::vector<std::string> shift_checks(const RenderContext& context) {
    const auto& url = context.links.internal_url;
    return {"Volume on, Tocsin number saved as a favourite", "Laptop charged and within reach",
            (url.empty() ? std::string("Runbooks") : slack::link(url + "/runbooks", "Runbooks")) + " read",
            "Recent deployments read"};
}

slack::Message shift_soon(const ShiftFacts& facts, const RenderContext& context) {
    const auto day = day_words(facts.shift.start, zone(facts, context), context.now);
    std::vector<Button> buttons{ready_button(facts), decline_button(facts, context)};
    buttons.front().style = Style::primary;
    if (facts.test_page) buttons.push_back(test_button(Style::normal));
    return shift_notice(fmt::format("Your on-call shift starts {}{}, as {}.", day.empty() ? "" : day + ", ",
                                    near_local(facts.shift.start, zone(facts, context), context.now),
                                    slack::typed_line(facts.role)),
                        std::move(buttons), context);
}

slack::Message shift_start(const ShiftFacts& facts, const RenderContext& context) {
    const auto in_zone = zone(facts, context);
    slack::Blocks blocks(block::shift);
    blocks.header("head", "Your on-call shift starts now");
    auto when = fmt::format("*{}*: {} to {}.\n", name(facts, context),
                            without_zone(facts.shift.start, in_zone), format_local(facts.shift.end, in_zone));
    std::vector<std::string> people;
    if (!facts.backup.empty()) people.push_back("Backup: " + mentions_of(facts.backup, context));
    if (!facts.manager.empty()) people.push_back("Engineering Lead: " + slack::mention(facts.manager));
    if (!facts.before.empty())
        people.push_back(fmt::format("You take over from {}.", mentions_of(facts.before, context)));
    when += join(people, "   ");
    blocks.section("when", std::string(trim(when)));
    if (facts.note) {
        const auto words = slack::cut_markup(slack::typed(facts.note->text), note_units);
        blocks.section("note", fmt::format("*Handed over by {}*\n>{}", mention_of(facts.note->by, context),
                                           replace_all(words, "\n", "\n>")));
    }
    const auto checks = facts.checks.empty() ? shift_checks(context) : facts.checks;
    blocks.section("check", "*Before you put the phone down*\n☐ " + join(checks, "\n☐ "));
    std::vector<JsonText> buttons;
    if (facts.test_page) buttons.push_back(to_json(test_button(Style::primary)));
    buttons.push_back(to_json(ready_button(facts)));
    buttons.push_back(to_json(decline_button(facts, context)));
    blocks.actions("actions", buttons);
    std::vector<std::string> foot{fmt::format("Pages reach you by {} at any hour", facts.reach)};
    if (!facts.calendar_url.empty())
        foot.push_back(slack::link(facts.calendar_url, "Add the rota to your calendar"));
    blocks.context("foot", foot);
    auto text = fmt::format("Your on-call shift starts now: {} until {} {}.",
                            schedule_name(facts.schedule, context.rules),
                            without_zone(facts.shift.end, in_zone), in_zone);
    if (!facts.backup.empty()) text += fmt::format(" Backup: {}.", names_of(facts.backup, context));
    if (facts.open_incidents > 0) text += " " + open_words(facts.open_incidents);
    if (facts.test_page) text += " Please answer the test page.";
    return {summary(text), blocks.take(), nullptr};
}

slack::Message shift_unready(const ShiftFacts& facts, const RenderContext& context) {
    auto ready = ready_button(facts);
    ready.style = Style::primary;
    return shift_notice(
        fmt::format("You are on call for {} since {}. Are you ready? Pages reach you regardless.",
                    name(facts, context), clock_local(facts.shift.start, zone(facts, context))),
        {ready, decline_button(facts, context)}, context);
}

slack::Message shift_silent(const ShiftFacts& facts, const RenderContext& context) {
    return shift_notice(
        fmt::format("{} is on call for {} since {} and has not confirmed to be ready yet. Pages reach them "
                    "regardless.",
                    mention_of(facts.shift.person, context), name(facts, context),
                    clock_local(facts.shift.start, zone(facts, context))),
        {}, context);
}

slack::Message shift_ending(const ShiftFacts& facts, const RenderContext& context) {
    const auto next = names_of(facts.after, context);
    return shift_notice(
        fmt::format("Your shift ends at {}. What should {} know?",
                    clock_local(facts.shift.end, zone(facts, context)),
                    next.empty() ? "the next person" : slack::typed_line(next)),
        {Button{action::shift_handover, next.empty() ? std::string("Write a note") : "Send to " + next,
                facts.value, Style::primary, "Write a note for the next person on call"},
         Button{action::shift_nothing, "Nothing to hand over", facts.value}},
        context);
}

slack::Message shift_end(const ShiftFacts& facts, const PagedFacts& paged, const RenderContext& context) {
    auto text = std::string("Your shift is over. Thank you. ");
    if (paged.times == 0) {
        text += "You were not paged.";
    } else {
        text += fmt::format("You were paged {}{}.", times(paged.times),
                            paged.at_night == 0 ? "" : fmt::format(", {} at night", paged.at_night));
    }
    if (!facts.after.empty()) text += fmt::format(" On call now: {}.", mentions_of(facts.after, context));
    return shift_notice(text, {}, context);
}

slack::Message who_leads_on(const Incident& incident, const std::optional<Actor>& to, std::string_view clock,
                            const RenderContext& context) {
    std::vector<Button> buttons{
        Button{action::shift_keep, "I keep it", card_value(incident), Style::primary}};
    if (to) {
        buttons.push_back(Button{action::shift_hand, "Hand to " + name_of(*to, context),
                                 card_value(incident, to->user.str())});
    }
    return shift_notice(fmt::format("{} is open. Who leads from {}?", name_of(incident), clock),
                        std::move(buttons), context);
}

slack::Message on_call_line(const std::vector<OnCallNow>& schedules, const RenderContext& context) {
    std::string text = "On call now: ";
    bool first = true;
    for (std::size_t i = 0; i < schedules.size(); ++i) {
        const auto& schedule = schedules[i];
        if (!first) text += ", ";
        first = false;
        text +=
            fmt::format("{} ({})", mentions_of(schedule.people, context), slack::typed_line(schedule.role));
        const bool same_end = i + 1 < schedules.size() && schedules[i + 1].until == schedule.until;
        if (schedule.until && !same_end) text += " until " + format_local(*schedule.until, schedule.timezone);
    }
    return quiet_notice(block::notice, text + ".", context, 1);
}

slack::Message gap_report(const std::vector<ComingGap>& gaps, const RenderContext& context) {
    std::string text = gaps.size() == 1 ? "Nobody is on call in the next 14 days at one time:"
                                        : "Nobody is on call in the next 14 days at these times:";
    for (std::size_t i = 0; i < gaps.size() && i < most_lines; ++i) {
        const auto& [schedule, gap] = gaps[i];
        text += "\n" + line_of(schedule, gap.start, gap.end, context);
    }
    if (gaps.size() > most_lines) text += fmt::format("\nand {} more", gaps.size() - most_lines);
    text += "\nAsk somebody with `/incident override @user`, or change the schedule.";
    return shift_notice(text, {}, context);
}

slack::Message zones_changed(const std::string& zones, const std::vector<ComingChange>& changes,
                             const RenderContext& context) {
    auto text = fmt::format(
        "The time zone data of the machine was updated ({}). Within 14 days somebody else is on call by it:",
        slack::typed_line(zones));
    for (std::size_t i = 0; i < changes.size() && i < most_lines; ++i) {
        const auto& [schedule, change] = changes[i];
        text += fmt::format("\n{}: {}, and not {}", line_of(schedule, change.from, change.to, context),
                            mentions_of(change.here, context), mentions_of(change.there, context));
    }
    if (changes.size() > most_lines) text += fmt::format("\nand {} more", changes.size() - most_lines);
    text += "\nShifts follow the new data. Change one with `/incident override @user`.";
    return shift_notice(text, {}, context);
}

}  // namespace tocsin::templates
