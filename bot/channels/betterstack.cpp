#include "bot/channels/betterstack.h"

#include <algorithm>

#include "bot/base/foreign_json.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

constexpr std::string_view name = "Better Stack";

}  // namespace

std::string Betterstack::incidents() const {
    return settings_.base_url + "/api/v3/incidents";
}

std::vector<Header> Betterstack::headers() const {
    return {{"Authorization", "Bearer " + settings_.token.reveal()}};
}

Expected<Request> Betterstack::request(const Dispatch& dispatch, const Attempt&) const {
    constexpr std::size_t longest_name = 200;
    constexpr std::size_t longest_text = 4000;
    const Handoff& handoff = std::get<Handoff>(dispatch.content);
    if (handoff.what != Handoff::What::triggered) {
        if (!is_plain_id(handoff.id))
            return fail(
                ErrorKind::not_found,
                "Better Stack did not say which incident of its own this is. Nothing was told to it.");
        const bool resolved = handoff.what == Handoff::What::resolved;
        const std::string by = handoff.person.empty() ? "Tocsin" : handoff.person;
        return json_post(incidents() + "/" + handoff.id + (resolved ? "/resolve" : "/acknowledge"),
                         {{resolved ? "resolved_by" : "acknowledged_by", by}}, headers());
    }
    const bool wakes = handoff.severity == "sev1" || handoff.severity == "sev2";
    json body{{"name", one_line(dispatch.incident + " " + handoff.title, longest_name)},
              {"summary", one_line(handoff.title, longest_name)},
              {"description", paragraph(handoff.text + "\n" + handoff.link, longest_text)},
              {"call", wakes},
              {"sms", wakes},
              {"email", true},
              {"push", true},
              {"critical_alert", wakes}};
    if (!settings_.requester.empty()) body["requester_email"] = settings_.requester;
    if (!settings_.policy.empty()) body["policy_id"] = settings_.policy;
    if (!settings_.team.empty()) body["team_name"] = settings_.team;
    return json_post(incidents(), body, headers());
}

Outcome Betterstack::outcome(const Answer& answer) const {
    const auto& http = std::get<HttpAnswer>(answer);
    if (http.status == 409) return Accepted{};  // acknowledged or resolved there already
    if (!succeeded(http)) return refusal(http, name);
    const std::string id = text_of(member(body_of(http), "data"), "id");
    return is_plain_id(id) ? Outcome(Accepted{id}) : unreadable(name);
}

std::vector<Request> Betterstack::ask(const std::string& id, const Attempt&) const {
    if (!is_plain_id(id)) return {};
    return {HttpRequest{"GET", incidents() + "/" + id, headers(), ""}};
}

std::vector<Report> Betterstack::reports(const Answer& answer, const std::string& id) const {
    const auto& http = std::get<HttpAnswer>(answer);
    const auto body = body_of(http);
    const json& data = member(body, "data");
    if (!succeeded(http) || text_of(data, "id") != id) return {};
    if (!member(member(data, "attributes"), "acknowledged_at").is_string()) return {};
    return {Confirmed{id, ""}};
}

}  // namespace tocsin::channels
