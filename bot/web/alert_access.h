// Whether a request comes from the source of alerts that it says it is: by the source's token, or by a
// signature that was made with it. Comparing takes equally long whatever is guessed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/secret.h"
#include "bot/core/alert_fields.h"
#include "bot/net/http.h"

namespace tocsin::web {

struct AlertSource {
    std::string name;
    std::string kind;
    AlertFields fields;          // of the kind json
    std::vector<Secret> tokens;  // the newest, and the one before it while they are rotated; never empty ones
};

// As Bearer, GenieKey, password of Basic or `token` in the query, else as a signature over the body:
// X-Hub-Signature-256 (GitHub), Sentry-Hook-Signature, X-PagerDuty-Signature and
// X-Grafana-Alerting-Signature.
bool is_from(const net::HttpRequest& request, std::string_view query, const AlertSource& source);

// The source that has this token; nullptr: none has. It points into `sources`.
const AlertSource* source_with(std::string_view token, const std::vector<AlertSource>& sources);

}  // namespace tocsin::web
