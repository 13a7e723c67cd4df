#include "bot/core/fold_steps.h"

namespace tocsin {
namespace {

template <class Item>
Item* numbered(std::vector<Item>& items, int number) {
    if (number < 1 || number > static_cast<int>(items.size())) return nullptr;
    return &items[static_cast<std::size_t>(number - 1)];
}

}  // namespace

void fold(Incident& incident, const Event& event, const event::StepsPosted& posted) {
    StepList list;
    list.kind = posted.of;
    list.runbook = posted.runbook;
    list.title = posted.title;
    for (const auto& words : posted.steps) list.steps.push_back({words, std::nullopt});
    list.left_out = posted.left_out;
    list.by = event.by;
    list.at = event.at;
    incident.step_lists.push_back(std::move(list));
    for (const auto& limit : posted.limits) {
        StepLimit set;
        set.list = static_cast<int>(incident.step_lists.size());
        set.limit = limit;
        set.since = posted.unresolved_since;
        set.due = posted.unresolved_since + limit.after;
        incident.step_limits.push_back(std::move(set));
    }
}

void fold(Incident& incident, const Event& event, const event::StepMarked& marked) {
    auto* list = numbered(incident.step_lists, marked.list);
    auto* step = list == nullptr ? nullptr : numbered(list->steps, marked.step);
    if (step != nullptr) step->marked = MarkedStep{marked.mark, event.by, event.at};
}

void fold(Incident& incident, const Event&, const event::LimitReached& reached) {
    auto* limit = numbered(incident.step_limits, reached.limit);
    if (limit == nullptr) return;
    limit->due.reset();
    limit->asked = true;
    limit->answered_by = {};
    limit->answered.reset();
}

void fold(Incident& incident, const Event& event, const event::LimitPutOff& put_off) {
    auto* limit = numbered(incident.step_limits, put_off.limit);
    if (limit == nullptr) return;
    limit->asked = false;
    limit->due = put_off.until;
    limit->answered_by = event.by;
    limit->answered = event.at;
}

void fold(Incident& incident, const Event& event, const event::RunbookWanted& wanted) {
    incident.runbook_wanted.push_back({wanted.about, event.by});
}

void answer_limits(Incident& incident, const Event& event) {
    for (auto& limit : incident.step_limits) {
        if (!limit.asked) continue;
        limit.asked = false;
        limit.escalated = true;
        limit.answered_by = event.by;
        limit.answered = event.at;
    }
}

void end_steps(Incident& incident) {
    for (auto& list : incident.step_lists) list.over = true;
    for (auto& limit : incident.step_limits) {
        limit.due.reset();
        limit.asked = false;
    }
    incident.runbook_wanted.clear();
}

}  // namespace tocsin
