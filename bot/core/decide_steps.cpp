#include "bot/core/decide_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "bot/base/text.h"
#include "bot/core/refusal.h"

namespace tocsin {
namespace {

using Events = std::vector<EventBody>;

template <class Item>
const Item* numbered(const std::vector<Item>& items, int number) {
    if (number < 1 || number > static_cast<int>(items.size())) return nullptr;
    return &items[static_cast<std::size_t>(number - 1)];
}

std::string subject_of(const Actor& who, const Actor& by) {
    return is_same(who, by) ? "You" : who.name.empty() ? "Somebody" : who.name;
}

// A list of the same runbook that was posted since the incident was opened last has it set already.
bool is_set(const Incident& incident, const std::string& runbook, const RunbookLimit& limit) {
    return std::ranges::any_of(incident.step_limits, [&](const StepLimit& set) {
        const auto* list = numbered(incident.step_lists, set.list);
        return list != nullptr && !list->over && list->runbook == runbook && set.limit == limit;
    });
}

event::StepsPosted phase_steps(StepListKind kind) {
    event::StepsPosted posted;
    posted.of = kind;
    if (kind == StepListKind::mitigation) posted.steps = mitigation_steps();
    if (kind == StepListKind::verification) {
        for (const auto& check : verification_checks()) posted.steps.push_back(check.words);
    }
    return posted;
}

}  // namespace

StepDecision decide_steps(const Incident& incident, const Actor& by, const command::PostRunbook& post,
                          Time now) {
    if (!is_open(incident.state)) return conflict(over(incident));
    if (post.steps.empty())
        return invalid(
            fmt::format("The runbook {} has no numbered steps under Investigation Steps. Nothing "
                        "was posted.",
                        post.title));
    for (const auto& list : incident.step_lists) {
        if (list.runbook != post.runbook || list.kind != StepListKind::runbook || !stands(list)) continue;
        return conflict(
            fmt::format("{} posted the steps of {} at {} already: they stand in the thread. "
                        "Nothing was changed.",
                        subject_of(list.by, by), post.title, clock_utc(list.at, now)));
    }
    if (incident.step_lists.size() >= most_step_lists)
        return conflict(
            fmt::format("{} has {} lists of steps already, which is all there can be. Nothing was "
                        "posted.",
                        name_of(incident), most_step_lists));
    event::StepsPosted posted;
    posted.of = StepListKind::runbook;
    posted.runbook = post.runbook;
    posted.title = post.title;
    posted.steps = post.steps;
    if (posted.steps.size() > most_steps) {
        posted.left_out = static_cast<int>(posted.steps.size() - most_steps);
        posted.steps.resize(most_steps);
    }
    // What was resolved in between counts from now: nobody wrote down since when it is broken again.
    posted.unresolved_since = incident.reopened ? now : incident.detected;
    for (const auto& limit : post.limits) {
        if (!is_set(incident, post.runbook, limit)) posted.limits.push_back(limit);
    }
    return Events{posted};
}

StepDecision decide_steps(const Incident& incident, const Actor& by, const command::MarkStep& mark,
                          Time now) {
    if (!is_open(incident.state)) return conflict(over(incident));
    const auto* list = numbered(incident.step_lists, mark.list);
    const auto* step = list == nullptr ? nullptr : numbered(list->steps, mark.step);
    if (step == nullptr) return fail(ErrorKind::not_found, "There is no such step. Nothing was changed.");
    if (list->over)
        return conflict(
            fmt::format("{} ended since these steps were posted. Post them again: /incident "
                        "runbook. Nothing was changed.",
                        name_of(incident)));
    if (step->marked) {
        const auto& marked = *step->marked;
        if (is_same(marked.by, by) && marked.mark == mark.mark) return Events{};
        return conflict(fmt::format("{} marked step {} as {} at {} already. Thank you; nothing was changed.",
                                    subject_of(marked.by, by), mark.step,
                                    marked.mark == StepMark::done ? "done" : "not it",
                                    clock_utc(marked.at, now)));
    }
    return Events{event::StepMarked{mark.list, mark.step, mark.mark, step->words, list->title}};
}

StepDecision decide_steps(const Incident& incident, const Actor&, const command::CheckLimits&, Time now) {
    Events events;
    if (!is_open(incident.state)) return events;
    for (std::size_t i = 0; i < incident.step_limits.size(); ++i) {
        const auto& limit = incident.step_limits[i];
        if (!limit.due || *limit.due > now) continue;
        const auto* list = numbered(incident.step_lists, limit.list);
        events.push_back(event::LimitReached{static_cast<int>(i) + 1, now - limit.since, limit.limit.to,
                                             list == nullptr ? std::string() : list->title});
    }
    return events;
}

StepDecision decide_steps(const Incident& incident, const Actor& by, const command::PutOffLimit& put_off,
                          Time now) {
    if (!is_open(incident.state)) return conflict(over(incident));
    const auto* limit = numbered(incident.step_limits, put_off.limit);
    if (limit == nullptr)
        return fail(ErrorKind::not_found, "There is no such question. Nothing was changed.");
    if (!limit->asked) {
        if (!limit->answered) return Events{};
        const auto said = limit->escalated ? std::string("escalated") : std::string("said \"not yet\"");
        return conflict(fmt::format("{} {} at {} already. Nothing was changed.",
                                    subject_of(limit->answered_by, by), said,
                                    clock_utc(*limit->answered, now)));
    }
    return Events{event::LimitPutOff{put_off.limit, now + limit->limit.after}};
}

StepDecision decide_steps(const Incident& incident, const Actor& by, const command::WantRunbook& want, Time) {
    if (!is_open(incident.state)) return conflict(over(incident));
    if (std::ranges::any_of(incident.runbook_wanted,
                            [&](const WantedRunbook& wanted) { return is_same(wanted.by, by); }))
        return Events{};
    return Events{event::RunbookWanted{want.about}};
}

void add_phase_steps(const Incident& incident, State to, std::vector<EventBody>& events) {
    if (to != State::identified && to != State::monitoring) return;
    const auto kind = to == State::identified ? StepListKind::mitigation : StepListKind::verification;
    const bool there = std::ranges::any_of(
        incident.step_lists, [&](const StepList& list) { return list.kind == kind && !list.over; });
    if (!there && incident.step_lists.size() < most_step_lists) events.emplace_back(phase_steps(kind));
}

std::optional<Time> next_limit(const Incident& incident) {
    std::optional<Time> next;
    if (!is_open(incident.state)) return next;
    for (const auto& limit : incident.step_limits) {
        if (limit.due && (!next || *limit.due < *next)) next = limit.due;
    }
    return next;
}

}  // namespace tocsin
