// Reading foreign JSON without exceptions: what is missing or of another kind reads as null, empty or zero.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tocsin::sandbox {

using nlohmann::json;

inline const json& member(const json& object, std::string_view name) {
    static const json null;
    if (!object.is_object()) return null;
    auto found = object.find(name);
    return found == object.end() ? null : *found;
}

inline std::string string_member(const json& object, std::string_view name) {
    const json& value = member(object, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

inline bool bool_member(const json& object, std::string_view name) {
    const json& value = member(object, name);
    return value.is_boolean() && value.get<bool>();
}

inline std::int64_t int_member(const json& object, std::string_view name, std::int64_t otherwise) {
    const json& value = member(object, name);
    return value.is_number() ? value.get<std::int64_t>() : otherwise;
}

}  // namespace tocsin::sandbox
