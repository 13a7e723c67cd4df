#include "bot/core/action_item.h"

#include <array>

#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr std::array<std::string_view, 4> names{"P0", "P1", "P2", "P3"};

}  // namespace

std::string_view key_of(ActionPriority priority) {
    return names.at(static_cast<std::size_t>(priority));
}

std::optional<ActionPriority> parse_action_priority(std::string_view typed) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (iequals(names.at(i), typed)) return static_cast<ActionPriority>(i);
    }
    return std::nullopt;
}

}  // namespace tocsin
