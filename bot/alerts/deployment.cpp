#include "bot/alerts/deployment.h"

#include <utility>

#include "bot/alerts/body.h"
#include "bot/alerts/extract.h"
#include "bot/alerts/kind_file.h"

namespace tocsin::alerts {
namespace {

std::string label(Alert& told, const std::string& name) {
    const auto found = told.labels.find(name);
    return found == told.labels.end() ? std::string() : std::move(found->second);
}

}  // namespace

std::optional<Deployment> read_deployment(std::string_view kind, std::string_view source,
                                          const Payload& payload, Time now) {
    const auto* fields = deployment_fields(kind);
    if (fields == nullptr) return std::nullopt;
    const auto body = json_of(payload);
    if (!body || !body->is_object()) return std::nullopt;
    const Lookup lookup(*body, *body);
    if (!applies(*fields, lookup)) return std::nullopt;
    auto told = extract(*fields, lookup, source, now);
    if (!told || !*told) return std::nullopt;
    Alert& parts = **told;
    return Deployment{std::string(source),         std::move(parts.key),    std::move(parts.title),
                      label(parts, "environment"), label(parts, "version"), label(parts, "commit"),
                      label(parts, "by"),          std::move(parts.link),   parts.started};
}

}  // namespace tocsin::alerts
