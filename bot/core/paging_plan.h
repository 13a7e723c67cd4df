// What the rules plan for an incident when it opens: the levels of its severity's policy, and what of it
// decides whom they mean. Firing the levels is decide_paging.cpp.
#pragma once

#include "bot/core/incident.h"
#include "bot/core/on_call.h"
#include "bot/core/rules.h"

namespace tocsin {

PagedFor paged_for(const Incident& incident);
// What an incident is opened with: the plan of its severity; no levels where nobody is to be paged.
PagingPlan plan_of(Severity severity, const Rules& rules);

}  // namespace tocsin
