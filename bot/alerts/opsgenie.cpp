#include "bot/alerts/opsgenie.h"

#include "bot/alerts/body.h"
#include "bot/alerts/extract.h"
#include "bot/alerts/read_by.h"
#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/base/text.h"

namespace tocsin::alerts {
namespace {

std::string header(const Payload& payload, const std::string& name) {
    const auto found = payload.headers.find(name);
    return found == payload.headers.end() ? std::string() : found->second;
}

// Of /v2/alerts/ALIAS/ACTION; both are empty of /v2/alerts.
struct Address {
    std::string alias, action;
};

Address address_in(std::string_view path) {
    if (!path.starts_with("/v2/alerts/")) return {};
    const auto parts = split(path, '/');
    // Undone as the name in a form would be, in which these three are more than themselves.
    std::string name(parts[3]);
    for (const auto& [plain, escaped] : {std::pair{"+", "%2B"}, {"&", "%26"}, {"=", "%3D"}})
        name = replace_all(std::move(name), plain, escaped);
    const auto fields = read_form(name);
    const std::string alias = fields.empty() ? std::string() : clean_utf8(fields.front().first);
    return {std::string(trim(alias)), parts.size() > 4 ? std::string(parts[4]) : ""};
}

Alert closed(std::string alias, std::string_view source, const nlohmann::json& body, Time now) {
    Alert alert;
    alert.source = source;
    alert.status = Alert::Status::resolved;
    alert.title = alias;
    alert.key = std::move(alias);
    alert.description = text_of(body, "note");
    alert.started = now;
    alert.started_is_said = false;
    alert.ended = now;
    return within_limits(std::move(alert));
}

}  // namespace

Expected<std::vector<Alert>> read_opsgenie(std::string_view source, const Payload& payload, Time now) {
    const std::string path = header(payload, ":path");
    const auto [alias, action] = address_in(std::string_view(path).substr(0, path.find('?')));
    const bool closes = action == "close" || header(payload, ":method") == "DELETE";
    if (!alias.empty() && !closes) return std::vector<Alert>{};
    if (alias.empty() && closes)
        return fail(ErrorKind::invalid,
                    "The address names no alert that could be closed. Nothing was changed.");
    if (closes && payload.body.empty()) return std::vector{closed(alias, source, {}, now)};
    const auto body = json_of(payload);
    if (!body) return std::unexpected(body.error());
    return closes ? std::vector{closed(alias, source, *body, now)} : read_by("opsgenie", *body, source, now);
}

}  // namespace tocsin::alerts
