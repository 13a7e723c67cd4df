#include "bot/app/series.h"

#include "bot/core/severity.h"

namespace tocsin::app {

using engine::Metric;

void begin_series(web::Metrics& metrics, const channels::Registry& registry) {
    const auto begin = [&](Metric metric, std::initializer_list<std::string_view> labels) {
        metrics.add(metric, {labels.begin(), labels.end()}, 0);
    };
    for (const auto* what : {"input", "request", "reading", "result", "timer"})
        begin(Metric::engine_failures, {what});
    for (const auto* reason : {"token", "rate", "unreadable", "signature", "certificate"})
        begin(Metric::alerts_refused, {reason});
    for (const auto* code : {"202", "500", "503"}) begin(Metric::http_requests, {"alerts", code});
    for (const auto* door : {"api", "calendar", "heartbeats", "links", "pages"})
        begin(Metric::http_requests, {door, "429"});
    for (const auto severity : all_severities) begin(Metric::incidents, {key_of(severity)});
    auto carried = registry.carried();
    carried.insert(Means::slack);
    for (const auto means : carried) {
        for (const auto metric : {Metric::pages, Metric::pages_acknowledged, Metric::pages_failed})
            begin(metric, {key_of(means)});
        for (const auto& channel : registry.providers_for(means)) {
            begin(Metric::pages_sent, {key_of(means), channel->provider()});
            for (const auto* outcome : {"accepted", "retry", "rejected"})
                begin(Metric::provider_requests, {channel->provider(), key_of(means), outcome});
            if (channel->calls_back()) begin(Metric::callbacks_refused, {channel->provider()});
        }
    }
    begin(Metric::pages_sent, {key_of(Means::slack), "slack"});
    if (carried.contains(Means::phone)) begin(Metric::pages_missed, {key_of(Means::phone)});
}

}  // namespace tocsin::app
