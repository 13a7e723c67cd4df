// The words of an enumeration: its keys in the store and what people read, in the order of the enumerators.
// The words themselves stand beside the enumeration.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace tocsin {

struct EnumWords {
    std::string_view key, title;
};

template <class Enum, std::size_t Size>
const EnumWords& words_in(const std::array<EnumWords, Size>& words, Enum value) {
    return words.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t Size>
std::optional<Enum> parse_in(const std::array<EnumWords, Size>& words, std::string_view key) {
    const auto found = std::ranges::find(words, key, &EnumWords::key);
    if (found == words.end()) return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

}  // namespace tocsin
