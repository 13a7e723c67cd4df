#include "bot/alerts/readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bot/alerts/body.h"
#include "bot/alerts/opsgenie.h"
#include "bot/alerts/read_by.h"
#include "bot/alerts/sns.h"

namespace tocsin::alerts {
namespace {

// What the configuration says wins, part by part.
KindFile with_fields(KindFile kind, const AlertFields& given) {
    if (given == AlertFields{}) return kind;
    AlertFields& fields = kind.variants.front();
    using Text = std::string AlertFields::*;
    for (const Text part :
         {&AlertFields::each, &AlertFields::key, &AlertFields::title, &AlertFields::description,
          &AlertFields::status, &AlertFields::severity, &AlertFields::started, &AlertFields::ended,
          &AlertFields::link, &AlertFields::runbook, &AlertFields::monitor_name, &AlertFields::monitor_url}) {
        if (!(given.*part).empty()) fields.*part = given.*part;
    }
    using List = std::vector<std::string> AlertFields::*;
    for (const List part :
         {&AlertFields::firing, &AlertFields::resolved, &AlertFields::ignored, &AlertFields::all_labels}) {
        if (!(given.*part).empty()) fields.*part = given.*part;
    }
    fields.labels = given.labels;
    return kind;
}

}  // namespace

Expected<std::vector<Alert>> read_alerts(std::string_view kind, std::string_view source,
                                         const Payload& payload, Time now, const AlertFields& fields) {
    if (std::ranges::find(kinds(), kind) == kinds().end())
        return fail(ErrorKind::internal,
                    fmt::format("There is no kind of source called {}. No alert was taken.", kind));
    if (kind == "opsgenie") return read_opsgenie(source, payload, now);
    const auto body = json_of(payload);
    if (!body) return std::unexpected(body.error());
    if (kind == "sns") return read_sns(*body, source, now);
    if (kind == "json") return read_by(with_fields(kind_file(kind), fields), *body, source, now);
    return read_by(kind, *body, source, now);
}

const std::vector<std::string_view>& kinds() {
    static const std::vector<std::string_view> all{"alertmanager", "grafana",      "betterstack", "pagerduty",
                                                   "opsgenie",     "sns",          "datadog",     "sentry",
                                                   "google",       "azure",        "newrelic",    "pingdom",
                                                   "uptime-kuma",  "healthchecks", "github",      "json"};
    return all;
}

}  // namespace tocsin::alerts
