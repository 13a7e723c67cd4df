// Rows of the outbox as the tests write them, and what was given out.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/storage/open_store.h"

namespace tocsin::storage::testing {

inline OutboxRow row(const std::string& lane, const std::string& payload,
                     Priority priority = Priority::update) {
    OutboxRow made;
    made.lane = lane;
    made.payload = payload;
    made.priority = priority;
    made.not_before = start;
    return made;
}

inline OutboxRow superseding(const std::string& key, const std::string& payload) {
    OutboxRow made = row("lane", payload);
    made.supersede = key;
    return made;
}

inline std::vector<std::string> payloads(const std::vector<Lease>& leases) {
    std::vector<std::string> all;
    for (const Lease& lease : leases) all.push_back(lease.row.payload);
    return all;
}

using Payloads = std::vector<std::string>;

}  // namespace tocsin::storage::testing
