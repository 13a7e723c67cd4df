#include "bot/channels/pagerduty.h"

#include "bot/base/foreign_json.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

std::string_view action_of(Handoff::What what) {
    switch (what) {
        case Handoff::What::triggered:
            return "trigger";
        case Handoff::What::acknowledged:
            return "acknowledge";
        case Handoff::What::resolved:
            return "resolve";
    }
    return "trigger";
}

std::string_view severity_of(std::string_view severity) {
    if (severity == "sev1") return "critical";
    if (severity == "sev2") return "error";
    return severity == "sev3" ? "warning" : "info";
}

}  // namespace

Expected<Request> Pagerduty::request(const Dispatch& dispatch, const Attempt& attempt) const {
    constexpr std::size_t longest_key = 255;
    constexpr std::size_t longest_summary = 1024;
    constexpr std::size_t longest_text = 4000;
    constexpr std::size_t longest_source = 255;
    const Handoff& handoff = std::get<Handoff>(dispatch.content);
    // A test page has no incident; its own key keeps its retries together.
    const std::string& subject = dispatch.incident.empty() ? dispatch.key : dispatch.incident;
    json body{{"routing_key", settings_.routing_key.reveal()},
              {"event_action", action_of(handoff.what)},
              {"dedup_key", one_line(to_lower(subject), longest_key)}};
    if (handoff.what == Handoff::What::triggered) {
        const std::string source = one_line(handoff.source, longest_source);
        body["payload"] = {{"summary", one_line(dispatch.incident + " " + handoff.title, longest_summary)},
                           {"source", source.empty() ? "Tocsin" : source},
                           {"severity", severity_of(handoff.severity)},
                           {"timestamp", format_rfc3339(attempt.now)},
                           {"custom_details", {{"text", paragraph(handoff.text, longest_text)}}}};
        body["client"] = "Tocsin";
        if (!handoff.link.empty()) {
            body["client_url"] = handoff.link;
            body["links"] = json::array({json{{"href", handoff.link}, {"text", "Open the incident"}}});
        }
    }
    return json_post(settings_.base_url + "/v2/enqueue", body);
}

Outcome Pagerduty::outcome(const Answer& answer) const {
    const auto& http = std::get<HttpAnswer>(answer);
    if (!succeeded(http)) return refusal(http, "PagerDuty");
    const auto body = body_of(http);
    if (text_of(body, "status") != "success") return unreadable("PagerDuty");
    return Accepted{text_of(body, "dedup_key")};
}

}  // namespace tocsin::channels
