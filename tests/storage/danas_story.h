// Somebody who leaves, and an incident that they are all over.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "storage/redaction.h"
#include "tests/storage/open_store.h"

namespace tocsin::storage::testing {

inline const Identity danas{
    {"U000DANA"}, {"dana"}, {"Dana Smith", "Dana"}, {"+12025550101", "dana@example.com"}};

inline Event by_dana(IncidentNumber number, int sequence, EventBody body) {
    return {.incident = number,
            .sequence = sequence,
            .at = start,
            .by = {UserId("U000DANA"), "Dana Smith", PersonId("dana")},
            .via = Via::slash,
            .body = std::move(body)};
}

// An incident that Dana declared and Lee resolved.
inline Incident story(Tx& tx) {
    Incident incident;
    incident.number = tx.next_incident_number();
    std::vector<Event> events{by_dana(incident.number, 1, declared("Dana broke the API", start)),
                              by_dana(incident.number, 2, updated("ask <@U000DANA> or +1 202-555-0101"))};
    events.push_back({.incident = incident.number,
                      .sequence = 3,
                      .at = start + 5min,
                      .by = {UserId("U000LEE"), "Lee", PersonId("lee")},
                      .via = Via::slash,
                      .body = resolved("the pool; danae@example.com told us", start)});
    for (const auto& event : events) incident = apply(std::move(incident), event);
    tx.save(incident, events);
    return incident;
}

}  // namespace tocsin::storage::testing
