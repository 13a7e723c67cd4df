#include "bot/core/probe.h"

#include <fmt/format.h>

namespace tocsin {
namespace {

Alert told(std::string_view source, std::string key, std::string title, Alert::Status status, Time now) {
    Alert alert;
    alert.source = source;
    alert.key = std::move(key);
    alert.status = status;
    alert.title = std::move(title);
    alert.labels["alertname"] = alert.key;
    alert.started = now;
    if (status == Alert::Status::resolved) alert.ended = now;
    return alert;
}

std::int64_t milliseconds(Duration duration) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

}  // namespace

std::string fault_of(const Monitor& monitor, const Look& look) {
    if (!look.problem.empty()) return look.problem;
    if (look.status != monitor.expected_status)
        return fmt::format("status {} instead of {}", look.status, monitor.expected_status);
    if (!look.has_text) return fmt::format("the answer does not contain \"{}\"", monitor.contains);
    if (monitor.slower_than && look.took > *monitor.slower_than)
        return fmt::format("the answer took {} ms", milliseconds(look.took));
    return "";
}

MonitorChange take_look(Standing& standing, const Monitor& monitor, bool is_down, bool fine) {
    standing.failed = fine ? 0 : standing.failed + 1;
    standing.fine = fine ? standing.fine + 1 : 0;
    if (!is_down && standing.failed >= monitor.failures) return MonitorChange::went_down;
    if (is_down && standing.fine >= monitor.recoveries) return MonitorChange::came_up;
    return MonitorChange::none;
}

Alert alert_of(const Monitor& monitor, Alert::Status status, const std::string& fault, Time now) {
    const bool down = status == Alert::Status::firing;
    auto alert = told(monitor_source, monitor.name,
                      fmt::format("{} is {}", monitor.name, down ? "down" : "up"), status, now);
    alert.description = fault;
    alert.uptime_monitor = UptimeMonitor{monitor.name, monitor.url, down ? "down" : "up"};
    if (!monitor.service.empty()) alert.labels["service"] = monitor.service.str();
    return alert;
}

std::string certificate_key(const Monitor& monitor) {
    return monitor.name + " certificate";
}

Alert certificate_alert(const Monitor& monitor, Alert::Status status, Time until, Time now) {
    auto alert =
        told(monitor_source, certificate_key(monitor),
             fmt::format("The certificate of {} ends on {}", monitor.name, format_utc(until)), status, now);
    alert.severity = Severity::sev3;
    if (!monitor.service.empty()) alert.labels["service"] = monitor.service.str();
    return alert;
}

Alert alert_of(const Heartbeat& heartbeat, Alert::Status status, Time now) {
    auto alert = told(heartbeat_source, heartbeat.name, fmt::format("{} does not report in", heartbeat.name),
                      status, now);
    alert.description = fmt::format("It should every {}.", format_duration(heartbeat.every));
    alert.severity = heartbeat.severity;
    return alert;
}

}  // namespace tocsin
