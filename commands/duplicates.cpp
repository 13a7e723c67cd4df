#include "commands/duplicates.h"

#include "bot/base/text.h"
#include "bot/core/permissions.h"

namespace tocsin::commands {
namespace {

struct Essence {
    std::string letters;
    std::string digits;  // each number followed by a blank
};

Essence essence_of(std::string_view title) {
    Essence essence;
    bool in_number = false;
    for (const char c : to_lower(title)) {
        const bool digit = c >= '0' && c <= '9';
        const bool letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
        if (digit) essence.digits += c;
        if (!digit && in_number) essence.digits += ' ';
        if (letter) essence.letters += c;
        in_number = digit;
    }
    if (in_number) essence.digits += ' ';
    return essence;
}

bool alike(const Essence& a, const Essence& b) {
    if (a.digits != b.digits) return false;
    if (a.letters == b.letters) return !a.letters.empty() || !a.digits.empty();
    const auto shorter = std::min(a.letters.size(), b.letters.size());
    const auto slips = std::min<std::size_t>(shorter / 4, 2);
    return slips > 0 && edit_distance(a.letters, b.letters, slips) <= slips;
}

}  // namespace

bool nearly_same_title(std::string_view a, std::string_view b) {
    return alike(essence_of(a), essence_of(b));
}

std::optional<Incident> possible_duplicate(const Declaration& declaration, const Request& request,
                                           Desk& desk) {
    const auto essence = essence_of(declaration.title);
    const auto young = desk.tx().outlines_since(desk.now() - duplicate_window, most_compared);
    for (const auto& outline : young) {
        const bool same_service = !declaration.service.empty() && outline.service == declaration.service;
        if (!same_service && !alike(essence, essence_of(outline.title))) continue;
        auto incident = desk.tx().incident(outline.number);
        if (!incident || incident->drill != declaration.drill) continue;
        if (may(Right::see, request.user, &*incident, desk.rules()) == Verdict::yes) return incident;
    }
    return std::nullopt;
}

}  // namespace tocsin::commands
