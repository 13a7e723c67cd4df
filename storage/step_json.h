// The fields of what lists of steps are made of, for incident_json.cpp and event_json.cpp.
#pragma once

#include "bot/core/step_list.h"
#include "storage/json_fields.h"

namespace tocsin::storage {

void fields(auto& a, Is<MarkedStep> auto& v) {
    a("mark", v.mark);
    a("by", v.by);
    a("at", v.at);
}

void fields(auto& a, Is<Step> auto& v) {
    a("words", v.words);
    a("marked", v.marked);
}

void fields(auto& a, Is<StepList> auto& v) {
    a("kind", v.kind);
    a("runbook", v.runbook);
    a("title", v.title);
    a("steps", v.steps);
    a("left_out", v.left_out);
    a("by", v.by);
    a("at", v.at);
    a("over", v.over);
}

void fields(auto& a, Is<RunbookLimit> auto& v) {
    a("after_us", v.after);
    a("to", v.to);
}

void fields(auto& a, Is<StepLimit> auto& v) {
    a("list", v.list);
    a("limit", v.limit);
    a("since", v.since);
    a("due", v.due);
    a("asked", v.asked);
    a("answered_by", v.answered_by);
    a("answered", v.answered);
    a("escalated", v.escalated);
}

}  // namespace tocsin::storage
