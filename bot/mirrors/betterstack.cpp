#include "bot/mirrors/betterstack.h"

#include <fmt/format.h>

#include "bot/base/foreign_json.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/mirrors/parts.h"

namespace tocsin::mirrors {

using nlohmann::json;

namespace {

constexpr std::string_view name = "Better Stack";
constexpr int resources_a_page = 250;  // at most

// Of a maintenance it takes one word alone.
std::string_view word_for(ComponentState state, bool maintenance) {
    if (maintenance) return "maintenance";
    switch (state) {
        case ComponentState::operational:
            return "resolved";
        case ComponentState::maintenance:
        case ComponentState::degraded:
        case ComponentState::partial_outage:
            return "degraded";
        case ComponentState::major_outage:
            return "downtime";
    }
    return "resolved";
}

// As the notice says it with this entry: a report speaks for itself.
json resources_of(const Entry& entry) {
    json resources = json::array();
    for (const auto& [component, state] : components_at(entry.notice, entry_of(entry).at)) {
        const auto id = entry.components.find(component);
        if (id == entry.components.end()) continue;
        const auto said = is_final(entry) ? ComponentState::operational : state;
        resources.push_back({{"status_page_resource_id", id->second},
                             {"status", word_for(said, is_maintenance(entry.notice))}});
    }
    return resources;
}

// It knows no headings.
std::string message_of(const Entry& entry) {
    return fmt::format("{}: {}", title_of(entry_of(entry).heading), entry_of(entry).text.str());
}

// Its clock shows milliseconds.
bool is_at(const json& attributes, const char* key, Time at) {
    constexpr Duration close = 1s;
    const auto told = parse_rfc3339(text_of(attributes, key));
    return told && *told > at - close && *told < at + close;
}

Time start_of(const PublicNotice& notice) {
    return notice.scheduled_for.value_or(opened_at(notice));
}

// Of an entry that was corrected the words there may be the old ones.
bool is_update_of(const json& attributes, const Entry& entry) {
    if (entry_of(entry).corrected) return is_at(attributes, "published_at", entry_of(entry).at);
    return trim(text_of(attributes, "message")) == trim(message_of(entry));
}

// Among what comes with a report: the entry's update, if it is not known yet.
std::string update_in(const json& body, const std::string& report, const Entry& entry) {
    const auto& included = member(body, "included");
    if (!included.is_array()) return "";
    for (const auto& update : included) {
        const auto& attributes = member(update, "attributes");
        const auto id = text_of(update, "id");
        const auto& of = member(attributes, "status_report_id");
        const auto its_report = of.is_number_integer() ? of.dump() : text_of(attributes, "status_report_id");
        if (text_of(update, "type") != "status_update" || its_report != report || is_known(entry, id))
            continue;
        if (is_update_of(attributes, entry)) return id;
    }
    return "";
}

std::string first_update_of(const json& report) {
    const auto& updates = member(member(member(report, "relationships"), "status_updates"), "data");
    return updates.is_array() && updates.size() == 1 ? text_of(updates.front(), "id") : "";
}

}  // namespace

channels::HttpRequest Betterstack::ask(std::string_view method, std::string_view path,
                                       const json& body) const {
    const auto url = fmt::format("{}/api/v2/status-pages/{}/{}", account_.base_url, account_.page, path);
    const std::vector<channels::Header> headers{{"Authorization", "Bearer " + account_.token.reveal()}};
    if (method == "GET") return {"GET", url, headers, ""};
    auto request = channels::json_post(url, body, headers);
    request.method = method;
    return request;
}

channels::HttpRequest Betterstack::ask_components(int page) const {
    return ask("GET", fmt::format("resources?page={}&per_page={}", page, resources_a_page), nullptr);
}

Found Betterstack::components_in(const channels::HttpAnswer& answer) const {
    if (!channels::succeeded(answer)) return channels::refusal_among<Found>(answer, name);
    const auto body = channels::body_of(answer);
    const auto& data = member(body, "data");
    if (!data.is_array()) return channels::unreadable(name);
    ComponentPage found{{}, !text_of(member(body, "pagination"), "next").empty()};
    for (const auto& resource : data)
        found.components.emplace(text_of(member(resource, "attributes"), "public_name"),
                                 text_of(resource, "id"));
    found.components.erase("");
    return found;
}

channels::HttpRequest Betterstack::publish(const Entry& entry) const {
    json body{{"message", message_of(entry)},
              {"affected_resources", resources_of(entry)},
              {"published_at", format_rfc3339(entry_of(entry).at)},
              {"notify_subscribers", true}};
    if (!notice_id(entry).empty())
        return ask("POST", fmt::format("status-reports/{}/status-updates", notice_id(entry)), body);
    body["title"] = entry.notice.title.str();
    body["report_type"] = is_maintenance(entry.notice) ? "maintenance" : "manual";
    body["starts_at"] = format_rfc3339(start_of(entry.notice));
    if (is_maintenance(entry.notice)) body["ends_at"] = format_rfc3339(*entry.notice.scheduled_until);
    return ask("POST", "status-reports", body);
}

Outcome Betterstack::published(const channels::HttpAnswer& answer, const Entry& entry) const {
    if (!channels::succeeded(answer)) return refused(answer, name);
    const auto body = channels::body_of(answer);
    const auto& data = member(body, "data");
    auto id = text_of(data, "id");
    if (id.empty()) return unreadable(name);
    if (notice_id(entry).empty()) return Pushed{std::move(id), first_update_of(data)};
    return Pushed{notice_id(entry), std::move(id)};
}

channels::HttpRequest Betterstack::look_up(const Entry& entry) const {
    if (notice_id(entry).empty()) return ask("GET", "status-reports", nullptr);
    return ask("GET", "status-reports/" + notice_id(entry), nullptr);
}

Outcome Betterstack::looked_up(const channels::HttpAnswer& answer, const Entry& entry) const {
    if (!channels::succeeded(answer)) return refused(answer, name);
    const auto body = channels::body_of(answer);
    const auto& data = member(body, "data");
    if (!notice_id(entry).empty()) {
        if (text_of(data, "id") != notice_id(entry)) return unreadable(name);
        auto update = update_in(body, notice_id(entry), entry);
        if (update.empty()) return Missing{};
        return Pushed{notice_id(entry), std::move(update)};
    }
    if (!data.is_array()) return unreadable(name);
    for (const auto& report : data) {
        const auto& attributes = member(report, "attributes");
        if (text_of(attributes, "title") == entry.notice.title.str() &&
            is_at(attributes, "starts_at", start_of(entry.notice)))
            return Pushed{text_of(report, "id"), first_update_of(report)};
    }
    return Missing{};
}

channels::HttpRequest Betterstack::correct(const Entry& entry) const {
    return ask("PATCH", fmt::format("status-reports/{}/status-updates/{}", notice_id(entry), entry_id(entry)),
               {{"message", message_of(entry)}, {"affected_resources", resources_of(entry)}});
}

channels::HttpRequest Betterstack::show_states(const Entry& entry) const {
    return ask("PATCH", fmt::format("status-reports/{}/status-updates/{}", notice_id(entry), entry_id(entry)),
               {{"affected_resources", resources_of(entry)}});
}

Outcome Betterstack::changed(const channels::HttpAnswer& answer, const Entry& entry) const {
    if (!channels::succeeded(answer)) return refused(answer, name);
    if (text_of(member(channels::body_of(answer), "data"), "id").empty()) return unreadable(name);
    return Pushed{notice_id(entry), entry_id(entry)};
}

}  // namespace tocsin::mirrors
