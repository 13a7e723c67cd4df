// The fields of what paging is made of, for incident_json.cpp and event_json.cpp.
#pragma once

#include "bot/core/paging_events.h"
#include "storage/json_fields.h"

namespace tocsin::storage {

void fields(auto& a, Is<PolicyLevel> auto& v) {
    a("to", v.to);
    a("via", v.via);
    a("timeout_us", v.timeout);
    a("again_after_us", v.again_after);
}

void fields(auto& a, Is<PagingPlan> auto& v) {
    a("policy", v.policy);
    a("name", v.name);
    a("levels", v.levels);
    a("repeat", v.repeat);
    a("business_hours", v.business_hours);
}

void fields(auto& a, Is<PageOrder> auto& v) {
    a("to", v.to);
    a("role", v.role);
    a("via", v.via);
}

void fields(auto& a, Is<Page> auto& v) {
    a("number", v.number);
    a("to", v.to);
    a("role", v.role);
    a("level", v.level);
    a("means", v.means);
    a("state", v.state);
    a("queued", v.queued);
    a("changed", v.changed);
    a("provider", v.provider);
    a("provider_id", v.provider_id);
    a("detail", v.detail);
}

}  // namespace tocsin::storage
