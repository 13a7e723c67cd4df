#include "bot/slack/button_value.h"

#include <fmt/format.h>

#include <charconv>

namespace tocsin::slack {
namespace {

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

std::string_view take_part(std::string_view& text) {
    const auto dot = text.find('.');
    const auto part = text.substr(0, dot);
    text = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    return part;
}

}  // namespace

std::string format(const ButtonValue& value) {
    auto out = fmt::format("{}", value.incident.value());
    switch (value.kind) {
        case ButtonValue::Kind::incident:
            break;
        case ButtonValue::Kind::card:
            out += fmt::format(".{}", value.number);
            break;
        case ButtonValue::Kind::reminder:
            out += fmt::format(".r{}", value.number);
            break;
        case ButtonValue::Kind::page:
            out += fmt::format(".p{}", value.number);
            break;
        case ButtonValue::Kind::action:
            out += fmt::format(".a{}", value.number);
            break;
    }
    if (!value.argument.empty()) out += "." + value.argument;
    return out;
}

std::optional<ButtonValue> parse_button_value(std::string_view text) {
    auto rest = text;
    const auto incident = whole_number<std::int64_t>(take_part(rest));
    if (!incident || *incident == 0) return std::nullopt;
    ButtonValue value{IncidentNumber{*incident}, ButtonValue::Kind::incident, 0, ""};
    if (rest.empty()) return value;

    auto after = rest;
    auto part = take_part(after);
    auto kind = ButtonValue::Kind::card;
    if (part.starts_with('r')) kind = ButtonValue::Kind::reminder;
    if (part.starts_with('p')) kind = ButtonValue::Kind::page;
    if (part.starts_with('a')) kind = ButtonValue::Kind::action;
    if (kind != ButtonValue::Kind::card) part.remove_prefix(1);
    if (const auto number = whole_number<int>(part)) {
        value.kind = kind;
        value.number = *number;
        value.argument = after;
    } else {
        value.argument = rest;
    }
    return value;
}

}  // namespace tocsin::slack
