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

// "a b" of /v2/alerts/a%20b/close; empty of /v2/alerts.
std::string alias_in(std::string_view path) {
    if (!path.starts_with("/v2/alerts/")) return {};
    const auto parts = split(path, '/');
    // Undone as the name in a form would be, in which these three are more than themselves.
    std::string name(parts[3]);
    for (const auto& [plain, escaped] : {std::pair{"+", "%2B"}, {"&", "%26"}, {"=", "%3D"}})
        name = replace_all(std::move(name), plain, escaped);
    const auto fields = read_form(name);
    return fields.empty() ? std::string() : fields.front().first;
}

Alert closed(std::string alias, std::string_view source, const nlohmann::json& body, Time now) {
    Alert alert;
    alert.source = source;
    alert.status = Alert::Status::resolved;
    alert.title = alias;
    alert.key = std::move(alias);
    alert.description = text_of(body, "note");
    alert.started = now;
    alert.ended = now;
    return within_limits(std::move(alert));
}

}  // namespace

Expected<std::vector<Alert>> read_opsgenie(std::string_view source, const Payload& payload, Time now) {
    const std::string path = header(payload, ":path");
    const std::string_view plain = std::string_view(path).substr(0, path.find('?'));
    const std::string alias = clean_utf8(alias_in(plain));
    const bool closes = plain.ends_with("/close") || header(payload, ":method") == "DELETE";
    if (!alias.empty() && !closes) return std::vector<Alert>{};
    if (payload.body.empty() && closes) return std::vector{closed(alias, source, {}, now)};
    const auto body = json_of(payload);
    if (!body) return std::unexpected(body.error());
    if (!alias.empty()) return std::vector{closed(alias, source, *body, now)};
    return read_by("opsgenie", *body, source, now);
}

}  // namespace tocsin::alerts
