#include "storage/rota_change_json.h"
#include "storage/redacted_values.h"

#include "storage/json_fields.h"

namespace tocsin::storage {

void fields(auto& a, Is<Cover> auto& v) {
    a("schedule", v.schedule);
    a("from", v.from);
    a("to", v.to);
    a("start", v.start);
    a("end", v.end);
}

void fields(auto& a, Is<Override> auto& v) {
    a("kind", v.kind);
    a("start", v.start);
    a("end", v.end);
    a("members", v.members);
    a("for", v.replaced);
    a("priority", v.priority);
    a("by", v.by);
}

void fields(auto& a, Is<MadeOverride> auto& v) {
    a("schedule", v.schedule);
    a("override", v.what);
}

void fields(auto& a, Is<RotaChange> auto& v) {
    a("covers", v.covers);
    a("overrides", v.overrides);
    a("by", v.by);
    a("of", v.of);
    a("reason", v.reason);
    a("asked", v.asked);
    a("state", v.state);
    a("settled", v.settled);
    a("settled_by", v.settled_by);
    a("ended", v.ended);
    a("ended_by", v.ended_by);
}

std::string rota_change_to_json(const RotaChange& change) {
    std::string text;
    {
        JsonWriter object(text);
        fields(object, change);
    }
    return text;
}

RotaChange rota_change_from_json(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    JsonReader object(json);
    RotaChange change;
    fields(object, change);
    return change;
}

bool redact_rota_change(std::string& value, Redaction& rule) {
    return redact_stored<RotaChange>(value, rule);
}

}  // namespace tocsin::storage
