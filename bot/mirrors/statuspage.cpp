#include "bot/mirrors/statuspage.h"

#include <fmt/format.h>

#include "bot/base/foreign_json.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/mirrors/parts.h"

namespace tocsin::mirrors {

using nlohmann::json;

namespace {

constexpr std::string_view name = "Atlassian Statuspage";
constexpr int most_listed = 100;
constexpr std::size_t components_a_page = 100;  // at most
constexpr Duration its_minute = 1min;           // it counts requests over a minute

std::string status_of(const Entry& entry) {
    if (!is_maintenance(entry.notice))
        return std::string(is_final(entry) ? "resolved" : key_of(entry_of(entry).heading));
    if (is_final(entry)) return "completed";
    return entry_of(entry).at >= *entry.notice.scheduled_for ? "in_progress" : "scheduled";
}

json states_of(const Entry& entry) {
    json states = json::object();
    for (const auto& [component, state] : entry.states) {
        const auto id = entry.components.find(component);
        if (id != entry.components.end()) states[id->second] = statuspage_word_of(state);
    }
    return states;
}

void add_plan(json& incident, const PublicNotice& notice) {
    if (!is_maintenance(notice)) return;
    incident["scheduled_for"] = format_rfc3339(*notice.scheduled_for);
    incident["scheduled_until"] = format_rfc3339(*notice.scheduled_until);
    for (const auto* key : {"scheduled_auto_in_progress", "scheduled_auto_completed",
                            "auto_transition_to_maintenance_state", "auto_transition_to_operational_state"})
        incident[key] = true;
}

// 420 is its own way to say 429.
Outcome refusal_of(const channels::HttpAnswer& answer) {
    if (answer.status != 420 && answer.status != 429) return refused(answer, name);
    const auto wait = channels::retry_after(answer);
    return channels::Retry{wait == Duration{} ? its_minute : wait,
                           fmt::format("{} asks to wait (HTTP {}).", name, answer.status)};
}

bool has_text(const json& update, const Entry& entry) {
    return trim(text_of(update, "body")) == trim(entry_of(entry).text.str());
}

// The newest update that is not known yet; `same_text`: of those with the entry's words. Of an entry that was
// corrected the words there may be the old ones.
std::string update_in(const json& incident, const Entry& entry, bool same_text) {
    const bool by_text = same_text && !entry_of(entry).corrected;
    const auto& updates = member(incident, "incident_updates");
    if (!updates.is_array()) return "";
    for (const auto& update : updates) {
        const auto id = text_of(update, "id");
        if (!id.empty() && !is_known(entry, id) && (!by_text || has_text(update, entry))) return id;
    }
    return "";
}

bool is_of(const json& incident, const NoticeId& notice) {
    return text_of(member(member(incident, "metadata"), "tocsin"), "notice") == notice.str();
}

}  // namespace

channels::HttpRequest Statuspage::ask(std::string_view method, std::string_view path,
                                      const json& body) const {
    const auto url = fmt::format("{}/pages/{}/{}", account_.base_url, account_.page, path);
    const std::vector<channels::Header> headers{{"Authorization", "OAuth " + account_.token.reveal()}};
    if (method == "GET") return {"GET", url, headers, ""};
    auto request = channels::json_post(url, body, headers);
    request.method = method;
    return request;
}

channels::HttpRequest Statuspage::ask_components(int page) const {
    return ask("GET", fmt::format("components?page={}&per_page={}", page, components_a_page), nullptr);
}

Found Statuspage::components_in(const channels::HttpAnswer& answer) const {
    if (answer.status == 420 || answer.status == 429) return std::get<channels::Retry>(refusal_of(answer));
    if (!channels::succeeded(answer)) return channels::refusal_among<Found>(answer, name);
    const auto body = channels::body_of(answer);
    if (!body.is_array()) return channels::unreadable(name);
    ComponentPage found{{}, body.size() == components_a_page};  // it does not say whether more follow
    for (const auto& component : body)
        found.components.emplace(text_of(component, "name"), text_of(component, "id"));
    found.components.erase("");
    return found;
}

channels::HttpRequest Statuspage::publish(const Entry& entry) const {
    json incident{{"name", entry.notice.title.str()},
                  {"status", status_of(entry)},
                  {"body", entry_of(entry).text.str()},
                  {"deliver_notifications", true}};
    const auto states = states_of(entry);
    if (!states.empty()) {
        json ids = json::array();
        for (const auto& [id, state] : states.items()) ids.push_back(id);
        incident["component_ids"] = std::move(ids);
        // What is planned says nothing of now.
        if (status_of(entry) != "scheduled") incident["components"] = states;
    }
    if (!notice_id(entry).empty())
        return ask("PATCH", "incidents/" + notice_id(entry), {{"incident", incident}});
    add_plan(incident, entry.notice);
    incident["metadata"] = {{"tocsin", {{"notice", entry.notice.id.str()}}}};
    return ask("POST", "incidents", {{"incident", incident}});
}

Outcome Statuspage::published(const channels::HttpAnswer& answer, const Entry& entry) const {
    if (!channels::succeeded(answer)) return refusal_of(answer);
    const auto incident = channels::body_of(answer);
    const auto id = text_of(incident, "id");
    if (id.empty()) return unreadable(name);
    return Pushed{id, update_in(incident, entry, false)};
}

channels::HttpRequest Statuspage::look_up(const Entry& entry) const {
    if (notice_id(entry).empty()) return ask("GET", fmt::format("incidents?limit={}", most_listed), nullptr);
    return ask("GET", "incidents/" + notice_id(entry), nullptr);
}

Outcome Statuspage::looked_up(const channels::HttpAnswer& answer, const Entry& entry) const {
    if (!channels::succeeded(answer)) return refusal_of(answer);
    const auto body = channels::body_of(answer);
    if (!notice_id(entry).empty()) {
        if (text_of(body, "id") != notice_id(entry)) return unreadable(name);
        auto update = update_in(body, entry, true);
        if (update.empty()) return Missing{};
        return Pushed{notice_id(entry), std::move(update)};
    }
    if (!body.is_array()) return unreadable(name);
    for (const auto& incident : body) {
        if (is_of(incident, entry.notice.id))
            return Pushed{text_of(incident, "id"), update_in(incident, entry, true)};
    }
    return Missing{};
}

channels::HttpRequest Statuspage::correct(const Entry& entry) const {
    return ask(
        "PATCH", fmt::format("incidents/{}/incident_updates/{}", notice_id(entry), entry_id(entry)),
        {{"incident_update", {{"body", entry_of(entry).text.str()}, {"deliver_notifications", false}}}});
}

channels::HttpRequest Statuspage::show_states(const Entry& entry) const {
    return ask("PATCH", "incidents/" + notice_id(entry),
               {{"incident", {{"components", states_of(entry)}, {"deliver_notifications", false}}}});
}

Outcome Statuspage::changed(const channels::HttpAnswer& answer, const Entry& entry) const {
    if (!channels::succeeded(answer)) return refusal_of(answer);
    if (text_of(channels::body_of(answer), "id").empty()) return unreadable(name);
    return Pushed{notice_id(entry), entry_id(entry)};
}

}  // namespace tocsin::mirrors
