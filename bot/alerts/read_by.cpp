#include "bot/alerts/read_by.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bot/alerts/extract.h"
#include "bot/alerts/readers.h"

namespace tocsin::alerts {
namespace {

using nlohmann::json;
using Alerts = std::vector<Alert>;

Error not_understood(const KindFile& kind) {
    return {ErrorKind::invalid,
            fmt::format("The body is not what this source sends. {} No alert was taken.", kind.otherwise)};
}

// The entries that are objects; the reason why the last of the others was left out.
Expected<Alerts> read_each(const AlertFields& fields, const json& whole, const json& list,
                           std::string_view source, Time now) {
    Alerts alerts;
    bool understood = list.empty();
    Error last{ErrorKind::invalid,
               "The list of alerts has an entry that is no JSON object. No alert was taken."};
    if (list.size() > most_alerts)
        return fail(ErrorKind::invalid,
                    fmt::format("The body has {} alerts; at most {} are taken at once. No alert was taken.",
                                list.size(), most_alerts));
    for (const json& entry : list) {
        if (!entry.is_object()) continue;
        auto alert = extract(fields, Lookup(whole, entry), source, now);
        if (!alert) {
            last = std::move(alert.error());
            continue;
        }
        understood = true;
        if (*alert) alerts.push_back(std::move(**alert));
    }
    if (!understood) return std::unexpected(std::move(last));
    return alerts;
}

}  // namespace

Expected<Alerts> read_by(const KindFile& kind, const json& body, std::string_view source, Time now) {
    for (const AlertFields& fields : kind.variants) {
        const Lookup lookup(body, body);
        if (!applies(fields, lookup)) continue;
        const json& part = fields.each.empty() ? body : lookup.at(fields.each);
        if (part.is_array()) return read_each(fields, body, part, source, now);
        if (!fields.each.empty() || !part.is_object()) return std::unexpected(not_understood(kind));
        auto alert = extract(fields, lookup, source, now);
        if (!alert) return std::unexpected(std::move(alert.error()));
        return *alert ? Alerts{std::move(**alert)} : Alerts{};
    }
    if (kind.otherwise.empty() && body.is_object()) return Alerts{};
    return std::unexpected(not_understood(kind));
}

Expected<Alerts> read_by(std::string_view kind, const json& body, std::string_view source, Time now) {
    return read_by(kind_file(kind), body, source, now);
}

}  // namespace tocsin::alerts
