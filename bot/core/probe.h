// What Tocsin watches by itself: addresses that it asks, and jobs that report in. Whether one look went well,
// and when looks make a monitor down or up. Pure; looking, and what an alert does, are others'.
#pragma once

#include <optional>
#include <string>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/alert.h"
#include "bot/core/severity.h"

namespace tocsin {

struct Monitor {
    std::string name;
    std::string url;
    Duration every = 30s;
    Duration timeout = 5s;
    int expected_status = 200;
    std::string contains;                 // a part of the body; empty: any body is fine
    std::optional<Duration> slower_than;  // an answer that takes longer is a failure; none: only the timeout
    int failures = 2;                     // in a row, before it is down
    int recoveries = 2;                   // good looks in a row, before it is up again
    std::optional<Duration> certificate;  // how long before its end the certificate is an alert; none: never
    ServiceId service;                    // may be empty
    bool operator==(const Monitor&) const = default;
};

struct Heartbeat {
    std::string name;
    Duration every = 24h;
    Duration grace = 1h;
    Severity severity = Severity::sev3;
    bool operator==(const Heartbeat&) const = default;
};

struct Look {
    std::string problem;  // why there was no answer, in a few words; empty: there was one
    int status = 0;
    Duration took{};
    bool has_text = true;  // the body has what it should contain
    std::optional<Time> certificate_until;
};

// What is wrong with what was seen, in a few words; empty: nothing.
std::string fault_of(const Monitor& monitor, const Look& look);

// Looks in a row of one kind.
struct Standing {
    int failed = 0;
    int fine = 0;
};
enum class MonitorChange { none, went_down, came_up };
MonitorChange take_look(Standing& standing, const Monitor& monitor, bool is_down, bool fine);

// The alerts that these make: of the sources "monitor" and "heartbeat", under the name.
inline constexpr std::string_view monitor_source = "monitor";
inline constexpr std::string_view heartbeat_source = "heartbeat";
Alert alert_of(const Monitor& monitor, Alert::Status status, const std::string& fault, Time now);
std::string certificate_key(const Monitor& monitor);
Alert certificate_alert(const Monitor& monitor, Alert::Status status, Time until, Time now);
Alert alert_of(const Heartbeat& heartbeat, Alert::Status status, Time now);

}  // namespace tocsin
