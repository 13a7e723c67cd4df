#include "bot/alerts/lookup.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "bot/base/digest.h"
#include "bot/base/foreign_json.h"
#include "bot/base/text.h"

namespace tocsin::alerts {

using nlohmann::json;

namespace {

constexpr std::size_t longest_text = 64 * 1024;  // bytes; what follows is not looked at

const json& null_value() {
    static const json null;
    return null;
}

const json& entry(const json& list, std::string_view number) {
    std::size_t index = 0;
    const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), index);
    const bool whole = failed == std::errc() && end == number.data() + number.size();
    return whole && index < list.size() ? list[index] : null_value();
}

bool is_forgotten(std::string_view text) {
    if (text.size() < 2 || text.front() != '$') return false;
    return std::ranges::all_of(text.substr(1), [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

}  // namespace

const json& Lookup::at(std::string_view path) const {
    const json* value = here_;
    if (path.starts_with('/')) {
        value = whole_;
        path.remove_prefix(1);
    }
    for (const std::string_view step : split(path, '.')) {
        value = value->is_array() ? &entry(*value, step) : &member(*value, step);
    }
    return *value;
}

std::string Lookup::text(std::string_view expression) const {
    return text_of(expression, false);
}

std::string Lookup::key(std::string_view expression) const {
    return text_of(expression, true);
}

std::string Lookup::text_of(std::string_view expression, bool digests) const {
    for (const std::string_view part : split(expression, '|')) {
        const std::string_view alternative = trim(part);
        if (alternative.empty()) continue;
        if (alternative.size() > 1 && alternative.front() == '\'' && alternative.back() == '\'')
            return std::string(alternative.substr(1, alternative.size() - 2));
        if (alternative.contains('{')) {
            if (auto text = filled(alternative); !text.empty()) return text;
            continue;
        }
        const json& value = at(alternative);
        if (digests && value.is_structured() && !value.empty()) return sha256_hex(value.dump());
        if (auto text = scalar_text(value); !text.empty()) return text;
    }
    return {};
}

std::string Lookup::filled(std::string_view pattern) const {
    std::string text;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        text += pattern.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = pattern.find('}', open);
        if (close == std::string_view::npos) return {};
        const auto part = scalar_text(at(pattern.substr(open + 1, close - open - 1)));
        if (part.empty()) return {};
        text += part;
        pattern.remove_prefix(close + 1);
    }
    return text;
}

std::string scalar_text(const json& value) {
    if (value.is_string()) {
        // A text of the whole payload is read anew for each of its alerts.
        const auto clean =
            clean_utf8(std::string_view(value.get_ref<const std::string&>()).substr(0, longest_text));
        const auto trimmed = trim(clean);
        return is_forgotten(trimmed) ? std::string() : std::string(trimmed);
    }
    return value.is_number() || value.is_boolean() ? value.dump() : std::string();
}

std::string on_one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text;
}

bool is_like(std::string_view pattern, std::string_view word) {
    const auto parts = split(pattern, '*');
    if (parts.size() == 1) return iequals(pattern, word);
    const std::string lower = to_lower(word);
    std::string_view rest = lower;
    if (!rest.starts_with(to_lower(parts.front()))) return false;
    rest.remove_prefix(parts.front().size());
    for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
        const auto found = rest.find(to_lower(parts[i]));
        if (found == std::string_view::npos) return false;
        rest.remove_prefix(found + parts[i].size());
    }
    return rest.ends_with(to_lower(parts.back()));
}

}  // namespace tocsin::alerts
