#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/answers.h"
#include "templates/notice.h"

namespace tocsin::templates::answer {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

constexpr std::size_t title_units = 200;
constexpr std::size_t words_units = 600;
constexpr std::size_t entry_units = 500;
constexpr std::size_t shown_entries = 12;
constexpr std::size_t copied_units = 2900;

std::string title_of(const Incident& incident) {
    return incident.is_private ? "private"
                               : slack::cut_markup(slack::typed_line(incident.title), title_units);
}

std::string line_of(const Listed& listed, const RenderContext& context) {
    const auto& incident = listed.incident;
    auto line = fmt::format("*{}* {} · {}, {}", slack::link(listed.thread_url, name_of(incident)),
                            label_of(incident.severity), title_of(incident),
                            to_lower(tocsin::title_of(incident.state)));
    if (!is_open(incident.state)) {
        return line + fmt::format(", {}", format_day(incident.ended.value_or(incident.declared)));
    }
    if (incident.lead.is_somebody()) line += fmt::format(", {} leads", mention_of(incident.lead, context));
    return line +
           fmt::format(", started {}",
                       slack::date_ago(incident.started, to_lower(relative(incident.started, context.now))));
}

std::vector<std::string> facts_of(const Listed& listed, const RenderContext& context) {
    const auto& incident = listed.incident;
    const auto day_and_ago = [&](Time at) {
        return fmt::format("{} ({})", format_utc(at), slack::date_ago(at, relative(at, context.now)));
    };
    std::vector<std::string> facts{
        fmt::format("*Status:* {}{}", tocsin::title_of(incident.state),
                    incident.reopened ? " (Reopened)" : ""),
        "*On-call:* " + (!incident.lead.is_somebody() ? "Nobody yet" : mention_of(incident.lead, context)),
        "*Started:* " + day_and_ago(incident.started)};
    for (const auto& [role, who] : incident.roles) {
        if (facts.size() < shown_entries) {
            facts.push_back(fmt::format("*{}:* {}", slack::typed_line(role), mention_of(who, context)));
        }
    }
    if (incident.last_update) facts.push_back("*Last update:* " + day_and_ago(*incident.last_update));
    if (incident.reminders.due)
        facts.push_back("*Next update due:* " + clock_utc(*incident.reminders.due, context.now));
    if (incident.eta) facts.push_back("*ETA for resolution:* " + clock_utc(*incident.eta, context.now));
    if (!incident.impact.empty()) {
        facts.push_back("*Impact:* " + slack::cut_markup(slack::typed_line(incident.impact), words_units));
    }
    if (incident.last_words && is_open(incident.state)) {
        facts.push_back("*Last words:* " +
                        slack::cut_markup(slack::typed_line(incident.last_words->text), words_units));
    }
    if (incident.resolution) {
        facts.push_back("*Duration:* " + duration_range(incident.started, incident.resolution->restored));
        facts.push_back(
            "*Root cause:* " +
            (incident.resolution->cause.empty()
                 ? "Not known yet."
                 : slack::cut_markup(slack::typed_line(incident.resolution->cause), words_units)));
    }
    if (!incident.cancel_reason.empty()) {
        facts.push_back("*Reason:* " +
                        slack::cut_markup(slack::typed_line(incident.cancel_reason), words_units));
    }
    return facts;
}

std::string entry_line(const TimelineLine& line) {
    auto text = fmt::format("*{}*  {}", format_clock(line.at), slack::cut_markup(line.text, entry_units));
    if (line.removed) return fmt::format("~{}~ (removed)", text);
    return line.edited ? text + " (edited)" : text;
}

std::string heading(const Incident& incident) {
    return fmt::format("*{} {} · {}*", name_of(incident), label_of(incident.severity), title_of(incident));
}

slack::Message finished(const std::string& text, slack::Blocks& blocks, const RenderContext& context) {
    return {summary(words_of(text, context)), blocks.take(), nullptr};
}

// `timeline`: what stands between the facts and the buttons; may be empty.
slack::Message status_with(const std::string& timeline, const Listed& listed, const IncidentFacts& facts,
                           const RenderContext& context) {
    auto lines = facts_of(listed, context);
    if (is_open(listed.incident.state) && !facts.paging && !listed.incident.acknowledged) {
        lines.emplace_back("Nobody is paged: paging is not set up.");
    }
    const auto text = heading(listed.incident) + "\n" + join(lines, "\n");
    slack::Blocks blocks(slack::block::answer, 1);
    blocks.section("text", text);
    blocks.section("timeline", timeline);
    std::vector<JsonText> buttons;
    if (!listed.thread_url.empty()) {
        buttons.push_back(to_json(Button{action::thread, "Open thread", incident_value(listed.incident),
                                         Style::normal, "", listed.thread_url}));
    }
    buttons.push_back(to_json(Button{action::timeline_open, "Show timeline", card_value(listed.incident)}));
    blocks.actions("actions", buttons);
    return finished(text, blocks, context);
}

}  // namespace

slack::Message status_facts(const Listed& listed, const IncidentFacts& facts, const RenderContext& context) {
    return status_with("", listed, facts, context);
}

slack::Message show(const Listed& listed, const std::vector<TimelineLine>& entries,
                    const IncidentFacts& facts, const RenderContext& context) {
    if (entries.empty()) return status_facts(listed, facts, context);
    std::string text = "*Timeline (UTC)*";
    const auto visible = std::ranges::count(entries, false, &TimelineLine::removed);
    auto skip = visible - static_cast<std::ptrdiff_t>(shown_entries);
    if (skip > 0) text += fmt::format("\n{} earlier entries", skip);
    for (const auto& entry : entries) {
        if (entry.removed || skip-- > 0) continue;
        text += "\n" + entry_line(entry);
    }
    return status_with(text, listed, facts, context);
}

slack::Message list(const ListPage& page, const RenderContext& context) {
    const auto title = fmt::format("*{}*", slack::typed_line(page.title));
    auto text = title;
    for (const auto& listed : page.incidents) text += "\n" + line_of(listed, context);
    slack::Blocks blocks(slack::block::answer, 1);
    blocks.section("head", title);
    std::size_t line = 0;
    for (const auto& listed : page.incidents) {
        if (line == list_page_size) break;
        blocks.section(fmt::format("line.{}", ++line), line_of(listed, context));
    }
    std::vector<JsonText> buttons;
    constexpr std::size_t longest_filter = 200;
    const auto turn = [&](std::size_t to) {
        return fmt::format("{}.{}", to, cut(page.filter, longest_filter));
    };
    if (page.page > 0) buttons.push_back(to_json(Button{action::list_page, "Newer", turn(page.page - 1)}));
    blocks.actions("newer", buttons);
    if (page.more)
        blocks.actions("older", {to_json(Button{action::list_page, "Older", turn(page.page + 1)})});
    return finished(text, blocks, context);
}

slack::Message list_empty(const std::optional<Incident>& last, const RenderContext& context) {
    std::string text = "No open incidents.";
    if (last) {
        text += fmt::format(" Last one: {} {}, {} {}.", name_of(*last), title_of(*last),
                            to_lower(tocsin::title_of(last->state)),
                            format_day(last->ended.value_or(last->declared)));
    }
    return notice(slack::block::answer, text,
                  {{action::declare_open, "Declare incident", "", Style::primary}}, context);
}

slack::Message find_empty(std::string_view words) {
    return sentence(fmt::format("No incident matches \"{}\". Try fewer words.",
                                slack::cut_markup(slack::typed_line(words), title_units)));
}

slack::Message timeline(const Incident& incident, const std::vector<TimelineLine>& entries, std::size_t first,
                        const UserId& viewer, const RenderContext& context) {
    const bool lead = is_lead(incident, viewer);
    std::vector<TimelineLine> visible;
    std::ranges::copy_if(entries, std::back_inserter(visible),
                         [&](const auto& line) { return lead || !line.removed; });
    slack::Blocks blocks(slack::block::answer, 1);
    auto text = fmt::format("*Timeline of {}*, all times UTC", name_of(incident));
    blocks.section("head", text);
    if (visible.empty()) {
        const auto none =
            fmt::format("Nothing in the timeline yet. React with :{}: to a message to keep it here.",
                        context.emoji.timeline);
        blocks.section("none", none);
        text += "\n" + none;
    }
    first = std::min(first, visible.size());
    const auto end = std::min(first + timeline_page_size, visible.size());
    for (std::size_t i = first; i < end; ++i) {
        const auto& line = visible[i];
        text += "\n" + entry_line(line);
        const bool own = !viewer.empty() && line.by.user == viewer;
        blocks.section(fmt::format("line.{}", i + 1), entry_line(line));
        if (!line.own || line.removed || !(own || lead)) continue;
        const auto value = incident_value(incident, fmt::format("{}", line.sequence));
        Button remove{action::timeline_remove, "Remove", value, Style::danger};
        remove.confirm =
            slack::Confirm{"Remove this entry?", "It is left out of the post-mortem. The lead still sees it.",
                           "Remove", "Go back", true};
        blocks.actions(fmt::format("edit.{}", i + 1),
                       {to_json(Button{action::timeline_edit, "Edit", value}), to_json(remove)});
    }
    std::vector<JsonText> buttons{
        to_json(Button{action::timeline_add, "Add entry", card_value(incident), Style::primary}),
        to_json(Button{action::timeline_copy, "Copy as text", card_value(incident)})};
    if (end < visible.size()) {
        buttons.push_back(to_json(Button{action::timeline_page, "Later entries",
                                         incident_value(incident, fmt::format("{}", end))}));
    }
    blocks.actions("actions", buttons);
    return finished(text, blocks, context);
}

slack::Message timeline_text(const Incident& incident, const std::vector<TimelineLine>& entries) {
    const auto text = slack::escape(slack::neutralise_broadcasts(timeline_as_text(incident, entries)));
    if (text.empty()) return sentence("Nothing in the timeline yet.");
    return sentence(
        fmt::format("```{}```", slack::cut_markup(replace_all(text, "```", "'''"), copied_units)));
}

}  // namespace tocsin::templates::answer
