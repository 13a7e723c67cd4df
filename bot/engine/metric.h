// Every number that /metrics shows, with its name, its labels and what it means, and the values that the
// engine reports for them. How they are kept and written is bot/web/metrics.h. A label's value never comes
// from outside: severities, means, our own words, and names of the configuration.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::engine {

enum class Metric {
    build_info,
    config_reload_ok,
    config_reload_time,
    engine_last_step,
    engine_step,
    engine_waiting,
    engine_failures,
    store_errors,
    timer_overdue,
    timer_lateness,
    timers_quarantined,
    outbox_rows,
    outbox_oldest,
    outbox_expired,
    incidents,
    incidents_open,
    incident_acknowledge,
    commands,
    pages,
    pages_sent,
    pages_acknowledged,
    pages_missed,
    pages_failed,
    page_sent,
    page_acknowledge,
    unreachable_pages,
    exhausted_pages,
    provider_up,
    provider_balance,
    provider_requests,
    callbacks,
    callbacks_refused,
    tracker_requests,
    mirror_requests,
    slack_sockets,
    slack_away,
    slack_envelopes,
    slack_acknowledge,
    slack_calls,
    http_requests,
    http_request,
    alerts,
    alerts_refused,
    monitor_up,
    rule_values_up,
    status_files_ok,
    process_start,
    process_cpu,
    process_memory,
    process_open_files,
    process_max_files,
};

struct MetricInfo {
    enum class Kind {
        counter,
        gauge,
        standing,  // a gauge of the engine's: it tells all of its series at once, others are gone
        histogram,
    };
    Metric metric{};
    Kind kind{};
    std::string_view name;
    std::vector<std::string_view> labels;
    std::string_view help;
    std::span<const double> buckets{};  // upper bounds, in seconds
};

std::span<const MetricInfo> all_metrics();  // in the order of Metric
const MetricInfo& info_of(Metric metric);

// One change of a number: added to a counter, observed by a histogram, the new value of a gauge.
struct Measured {
    Metric what{};
    std::vector<std::string> labels;  // as many as its info has, in that order
    double value = 1;
    bool operator==(const Measured&) const = default;
};

}  // namespace tocsin::engine
