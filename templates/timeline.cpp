#include "templates/timeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/timeline.h"
#include "templates/alert_messages.h"
#include "templates/learning_messages.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

using Entry = tocsin::TimelineEntry;

constexpr std::size_t entry_units = 400;

// "Fix is being deployed." as a part of a line.
std::string part(std::string_view stored) {
    auto text = slack::typed_line(first_line(stored));
    if (text.ends_with('.') && !text.ends_with("..")) text.pop_back();
    return slack::cut_markup(text, entry_units);
}

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string with_reason(std::string text, std::string_view reason) {
    return reason.empty() ? text : fmt::format("{}: {}", text, part(reason));
}

// What a fact reads like; the second form is for where people are names.
struct Words {
    std::string markup;
    std::string plain;  // empty: the markup's words
};

struct Wording {
    const Incident& incident;
    const Entry& entry;
    const RenderContext& context;
    const IncidentFacts& facts;

    std::string who() const { return mention_of(entry.by, context); }

    Words operator()(const event::Declared& declared) const {
        const auto title = part(declared.title);
        if (!declared.source.empty())
            return {fmt::format("{} detects {}", capitalised(part(declared.source)), title), ""};
        return {fmt::format("{} declares {} {}", who(), label_of(declared.severity), title), ""};
    }
    Words operator()(const event::Acknowledged&) const {
        const bool first = incident.acknowledged == entry.at;
        const std::string paged = facts.paging && first ? "On-call paged, " : "";
        const auto after =
            first ? fmt::format(" after {}", format_duration(entry.at - incident.detected)) : std::string();
        return {fmt::format("{}{} acknowledged", paged, who()),
                fmt::format("{}{}{} by {}", paged, paged.empty() ? "Acknowledged" : "acknowledged", after,
                            name_of(entry.by, context))};
    }
    Words operator()(const event::Joined&) const { return {who() + " joined", ""}; }
    Words operator()(const event::Left&) const { return {who() + " left", ""}; }
    Words operator()(const event::Updated& updated) const {
        if (updated.unchanged) return {"No change", ""};
        return {part(first_sentence(updated.text)), ""};
    }
    Words operator()(const event::StatusChanged& changed) const {
        return {with_reason(fmt::format("Status {}", title_of(changed.to)), changed.text), ""};
    }
    Words operator()(const event::SeverityChanged& changed) const {
        return {with_reason(fmt::format("{} to {}", label_of(changed.from), label_of(changed.to)),
                            changed.reason),
                ""};
    }
    Words operator()(const event::LeadOffered& offered) const {
        return {fmt::format("{} asks {} to lead", who(), mention_of(offered.to, context)), ""};
    }
    Words operator()(const event::LeadDeclined&) const { return {who() + " can't take the lead", ""}; }
    Words operator()(const event::LeadTaken&) const { return {who() + " leads", ""}; }
    Words operator()(const event::RoleGiven& given) const {
        return {fmt::format("{} is {}", mention_of(given.to, context), part(given.role)), ""};
    }
    Words operator()(const event::NoteAdded& note) const { return {part(note.text), ""}; }
    Words operator()(const event::MessagePinned& pinned) const { return {part(pinned.text), ""}; }
    Words operator()(const event::Resolved&) const { return {"Incident resolved", ""}; }
    Words operator()(const event::CauseGiven& given) const {
        return {with_reason("Root cause", given.cause), ""};
    }
    Words operator()(const event::Reopened& reopened) const {
        return {with_reason("Reopened", reopened.reason), ""};
    }
    Words operator()(const event::Cancelled& cancelled) const {
        return {with_reason("Not an incident", cancelled.reason), ""};
    }
    Words operator()(const event::MergedInto& merged) const {
        return {"Merged into " + incident_ref(merged.target, context).name, ""};
    }
    Words operator()(const event::Absorbed& absorbed) const {
        return {fmt::format("{} {} is merged into this incident",
                            incident_ref(absorbed.duplicate, context).name, part(absorbed.title)),
                ""};
    }
    Words operator()(const event::AlertFired& fired) const {
        return {fmt::format("Alert {} {}", part(fired.name), firing_words(fired.times, fired.flaps)), ""};
    }
    Words operator()(const event::AlertQuiet& quiet) const {
        return {fmt::format("Alert {} is quiet since {} UTC", part(quiet.name), format_clock(quiet.since)),
                ""};
    }
    Words operator()(const event::Paged& paged) const {
        if (paged.orders.empty()) return {"Nobody could be reached at this level", ""};
        const auto what = paged.cause == PageCause::again ? "Paged again" : "Paged";
        return {fmt::format("{}: {}", what, mentions_with_roles(paged.orders, context)),
                fmt::format("{}: {}", what, names_with_roles(paged.orders, context))};
    }
    Words operator()(const event::PagingEnded& ended) const {
        return {ended.end == PagingEnd::unreachable ? "Nobody could be paged"
                                                    : "Nobody answered to the end of the policy",
                ""};
    }
    Words operator()(const event::GivenBack& given) const {
        if (given.doubted.is_somebody())
            return {fmt::format("{} reopened paging, doubting the acknowledgment of {}", who(),
                                mention_of(given.doubted, context)),
                    ""};
        return {with_reason(who() + " gave the incident back", given.reason), ""};
    }
    Words operator()(const event::Escalated& escalated) const {
        return {with_reason(who() + " escalated", escalated.reason), ""};
    }
    Words operator()(const event::Reassigned& reassigned) const {
        return {with_reason(fmt::format("{} reassigned it to {}", who(), mention_of(reassigned.to, context)),
                            reassigned.note),
                ""};
    }
    Words operator()(const event::PassedOn&) const { return {who() + " passed the page on", ""}; }
    Words operator()(const event::TicketWanted&) const { return {"Handed to the tracker", ""}; }
    Words operator()(const event::TicketOpened& opened) const {
        return {fmt::format("Ticket {}", slack::link(opened.url, opened.name)), "Ticket " + opened.name};
    }
    Words operator()(const event::TicketRefused& refused) const {
        return {"No ticket: " + slack::escape(refused.reason), "No ticket: " + refused.reason};
    }
    Words operator()(const event::StepsPosted& posted) const {
        return {fmt::format("{} posted the steps of the runbook {}", who(), part(posted.title)), ""};
    }
    Words operator()(const event::StepMarked& marked) const {
        const auto* what = marked.mark == StepMark::done ? "Done" : "Not it";
        const auto of = marked.title.empty()
                            ? std::string()
                            : fmt::format(" (runbook {}, step {})", part(marked.title), marked.step);
        return {fmt::format("{}, says {}: {}{}", what, who(), part(marked.words), of), ""};
    }
    Words operator()(const event::LimitReached& reached) const {
        return {fmt::format("{} without resolution, the runbook {} says: escalate to {}",
                            format_duration(reached.unresolved), part(reached.title), part(reached.to)),
                ""};
    }
    Words operator()(const event::ClockStepped& stepped) const {
        const bool back = stepped.by < Duration{};
        return {fmt::format("The clock was set {} by {}", back ? "back" : "forward",
                            format_duration(back ? -stepped.by : stepped.by)),
                ""};
    }
    Words operator()(const event::LimitPutOff&) const { return {who() + " does not escalate yet", ""}; }
    Words operator()(const event::PublicEntryPublished& published) const {
        return {fmt::format("Status page: {}, published by {}", title_of(published.heading), who()), ""};
    }
    Words operator()(const event::PublicEntryCorrected& corrected) const {
        return {fmt::format("Status page: {}, corrected by {}", title_of(corrected.heading), who()), ""};
    }
    Words operator()(const event::PublicNoticeEnded& ended) const {
        return {ended.end == PublicEnd::withdrawn ? "Status page: entry withdrawn with a neutral line"
                                                  : "Status page: entry joined with another one",
                ""};
    }
    Words operator()(const event::PublicNoticeMoved& moved) const {
        return {"Status page: the entry of " + incident_ref(moved.from, context).name + " goes on here", ""};
    }
    // What is learned has its words in learning_messages.cpp; what entries_of leaves out has none.
    Words operator()(const auto&) const {
        return {learning_line(entry.body, incident, entry.by, context), ""};
    }
};

TimelineLine line_of(const Incident& incident, const Entry& entry, const RenderContext& context,
                     const IncidentFacts& facts) {
    auto words = std::visit(Wording{incident, entry, context, facts}, entry.body);
    if (entry.edited || entry.written_by_person) words = {part(entry.text), ""};
    auto plain_words = words.plain.empty() ? words_of(words.markup, context) : std::move(words.plain);
    return {entry.sequence,         entry.at,     std::move(words.markup),
            std::move(plain_words), entry.by,     entry.written_by_person,
            entry.edited,           entry.removed};
}

template <class... Bodies>
bool is_any(const EventBody& body) {
    return (std::holds_alternative<Bodies>(body) || ...);
}

bool in_summary(const Entry& entry) {
    if (entry.removed) return false;
    if (const auto* updated = std::get_if<event::Updated>(&entry.body)) return !updated->unchanged;
    if (const auto* quiet = std::get_if<event::AlertQuiet>(&entry.body)) return quiet->firing == 0;
    // The first level is in the words of the acknowledgment.
    if (const auto* paged = std::get_if<event::Paged>(&entry.body))
        return paged->cause != PageCause::again && (paged->level > 1 || paged->cause != PageCause::level);
    return !is_any<event::Joined, event::Left, event::LeadOffered, event::LeadDeclined, event::RoleGiven,
                   event::Escalated, event::TicketWanted, event::TicketRefused, event::AlertFired,
                   event::StepsPosted, event::StepMarked, event::LimitPutOff, event::PublicEntryCorrected,
                   event::PublicNoticeMoved, event::ActionAdded, event::ActionChanged, event::ActionDone,
                   event::ActionUndone, event::ActionTicketOpened, event::PostMortemClaimed,
                   event::PostMortemWritten, event::PostMortemPublished, event::PostMortemSkipped,
                   event::TimesCorrected, event::ClockStepped>(entry.body);
}

bool same_minute(Time a, Time b) {
    return std::chrono::floor<std::chrono::minutes>(a) == std::chrono::floor<std::chrono::minutes>(b);
}

// The words that bring a step with them stand before it: "Error rate normal, incident resolved".
bool joins_previous(const EventBody& previous, const EventBody& body) {
    const bool words = is_any<event::Updated, event::NoteAdded, event::MessagePinned>(previous);
    return words && (is_any<event::Resolved, event::StatusChanged>(body));
}

std::string lower_first(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

}  // namespace

std::vector<TimelineLine> timeline_lines(const Incident& incident, const std::vector<Event>& timeline,
                                         const RenderContext& context, const IncidentFacts& facts) {
    std::vector<TimelineLine> lines;
    for (const auto& entry : entries_of(timeline)) lines.push_back(line_of(incident, entry, context, facts));
    return lines;
}

std::vector<TimelineLine> timeline_summary(const Incident& incident, const std::vector<Event>& timeline,
                                           const RenderContext& context, const IncidentFacts& facts) {
    std::vector<TimelineLine> lines;
    const EventBody* previous = nullptr;
    const auto entries = entries_of(timeline);
    for (const auto& entry : entries) {
        if (!in_summary(entry)) continue;
        auto line = line_of(incident, entry, context, facts);
        if (previous != nullptr && same_minute(lines.back().at, line.at) &&
            joins_previous(*previous, entry.body)) {
            lines.back().sequence = 0;
            lines.back().text += ", " + lower_first(line.text);
            lines.back().plain += ", " + lower_first(line.plain);
        } else {
            lines.push_back(std::move(line));
        }
        previous = &entry.body;
    }
    return lines;
}

std::string timeline_as_text(const Incident& incident, const std::vector<TimelineLine>& lines) {
    std::string text;
    const auto day = std::chrono::floor<std::chrono::days>(incident.started);
    for (const auto& line : lines) {
        if (line.removed) continue;
        const bool same_day = std::chrono::floor<std::chrono::days>(line.at) == day;
        text += fmt::format("{}{} UTC {}\n", same_day ? "" : format_day(line.at) + " ", format_clock(line.at),
                            line.plain);
    }
    return text;
}

}  // namespace tocsin::templates
