#include "commands/duplicates.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/permissions.h"

namespace tocsin::commands {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// The next number in `text`, which is taken off it; empty: there is none.
std::string_view take_number(std::string_view& text) {
    text.remove_prefix(static_cast<std::size_t>(std::ranges::find_if(text, is_digit) - text.begin()));
    const auto end = std::ranges::find_if_not(text, is_digit);
    const auto number = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(number.size());
    return number;
}

bool same_numbers(std::string_view a, std::string_view b) {
    while (true) {
        const auto number = take_number(a);
        if (number != take_number(b)) return false;
        if (number.empty()) return true;
    }
}

std::string letters_of(std::string_view title) {
    auto letters = to_lower(title);
    std::erase_if(letters, [](char c) { return !is_letter(c); });
    return letters;
}

}  // namespace

bool nearly_same_title(std::string_view a, std::string_view b) {
    if (!same_numbers(a, b)) return false;
    const auto letters = letters_of(a);
    const auto others = letters_of(b);
    if (letters == others) return !letters.empty() || std::ranges::any_of(a, is_digit);
    const auto slips = std::min<std::size_t>(std::min(letters.size(), others.size()) / 4, 2);
    return slips > 0 && edit_distance(letters, others, slips) <= slips;
}

std::optional<Incident> possible_duplicate(const Declaration& declaration, const Request& request,
                                           Desk& desk) {
    for (const auto& outline : desk.tx().young()) {
        if (outline.declared < desk.now() - duplicate_window) break;
        const bool same_service = !declaration.service.empty() && outline.service == declaration.service;
        if (!same_service && !nearly_same_title(declaration.title, outline.title)) continue;
        auto incident = desk.tx().incident(outline.number);
        if (!incident || incident->drill != declaration.drill) continue;
        if (may(Right::see, request.user, &*incident, desk.rules()) == Verdict::yes) return incident;
    }
    return std::nullopt;
}

}  // namespace tocsin::commands
