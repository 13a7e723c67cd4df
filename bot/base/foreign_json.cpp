#include "bot/base/foreign_json.h"

#include <limits>
#include <set>
#include <vector>

namespace tocsin {

using nlohmann::json;

namespace {

bool too_deep(std::string_view text, int max_depth) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > max_depth) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

}  // namespace

json parse_foreign(std::string_view text, int max_depth) {
    if (too_deep(text, max_depth)) return json(json::value_t::discarded);
    return json::parse(text, nullptr, false);
}

json parse_unambiguous(std::string_view text, int max_depth) {
    if (too_deep(text, max_depth)) return json(json::value_t::discarded);
    std::vector<std::set<std::string>> names;  // of the objects that are open
    bool twice = false;
    auto parsed = json::parse(
        text,
        [&](int, json::parse_event_t event, json& value) {
            if (event == json::parse_event_t::object_start) names.emplace_back();
            if (event == json::parse_event_t::object_end) names.pop_back();
            if (event == json::parse_event_t::key)
                twice = !names.back().insert(value.get<std::string>()).second || twice;
            return true;
        },
        false);
    return twice ? json(json::value_t::discarded) : parsed;
}

const json& member(const json& object, std::string_view name) {
    static const json null;
    if (!object.is_object()) return null;
    const auto found = object.find(name);
    return found == object.end() ? null : *found;
}

std::string text_of(const json& object, std::string_view name) {
    const json& value = member(object, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

int int_of(const json& object, std::string_view name) {
    const json& value = member(object, name);
    if (!value.is_number_integer()) return 0;
    const auto wide = value.get<std::int64_t>();
    return wide >= std::numeric_limits<int>::min() && wide <= std::numeric_limits<int>::max()
               ? static_cast<int>(wide)
               : 0;
}

bool bool_of(const json& object, std::string_view name) {
    const json& value = member(object, name);
    if (value.is_string()) return value.get_ref<const std::string&>() == "true";
    return value.is_boolean() && value.get<bool>();
}

}  // namespace tocsin
