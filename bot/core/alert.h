// An alert as a monitoring system told it: what fires or has gone quiet, under the source's own key. A value;
// reading a source's payload is bot/alerts', what comes of it is the engine's.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/severity.h"

namespace tocsin {

// What a monitor from outside says of an address; rules read it as uptime_monitor.status and so on.
struct UptimeMonitor {
    std::string name;
    std::string url;
    std::string status;  // "up" or "down"
    bool operator==(const UptimeMonitor&) const = default;
};

struct Alert {
    enum class Status { firing, resolved };

    std::string source;  // its name in alerts.sources
    std::string key;     // the source's own: what comes again under it is the same alert; never empty
    Status status = Status::firing;
    std::string title;  // one line, never empty
    std::string description;
    std::optional<Severity> severity;           // when the source states one that can be understood
    std::map<std::string, std::string> labels;  // rules read them as alert.labels.NAME
    std::optional<UptimeMonitor> uptime_monitor;
    Time started{};               // as the source says, else when it came
    bool started_is_said = true;  // by the source
    std::optional<Time> ended;    // of a resolved one
    std::string link;             // to the source's own page; may be empty
    std::string runbook;          // address or name; may be empty
    bool operator==(const Alert&) const = default;
};

}  // namespace tocsin
