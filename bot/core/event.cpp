#include "bot/core/event.h"

#include <algorithm>
#include <array>

namespace tocsin {

template class CompiledVariant<EventKinds>;

namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 15> via_names{
    "slash", "mention", "direct_message", "button", "form", "shortcut", "reaction", "command_line", "api",
    "timer", "sms",     "phone",          "push",   "web",  "provider"};

}  // namespace

std::string_view key_of(Via via) {
    return via_names.at(static_cast<std::size_t>(via));
}

std::optional<Via> parse_via(std::string_view key) {
    const auto found = std::ranges::find(via_names, key);
    if (found == via_names.end()) return std::nullopt;
    return static_cast<Via>(found - via_names.begin());
}

std::string_view kind_of(const EventBody& body) {
    return std::visit([](const auto& fact) { return fact.kind; }, body);
}

}  // namespace tocsin
