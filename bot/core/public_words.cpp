#include "bot/core/public_words.h"

#include <algorithm>
#include <array>

namespace tocsin {
namespace {

struct Word {
    std::string_view key, title;
};
// Each in the order of its enumerators.
constexpr std::array<Word, 5> headings{{{"investigating", "Investigating"},
                                        {"identified", "Identified"},
                                        {"monitoring", "Monitoring"},
                                        {"resolved", "Resolved"},
                                        {"maintenance", "Maintenance"}}};
constexpr std::array<Word, 5> component_states{{{"operational", "Operational"},
                                                {"maintenance", "Under maintenance"},
                                                {"degraded", "Degraded"},
                                                {"partial_outage", "Partial outage"},
                                                {"major_outage", "Major outage"}}};
constexpr std::array<Word, 2> ends{{{"withdrawn", "Withdrawn"}, {"joined", "Joined"}}};

template <class Value>
std::optional<Value> parse_in(const auto& words, std::string_view key) {
    const auto found = std::ranges::find(words, key, &Word::key);
    if (found == words.end()) return std::nullopt;
    return static_cast<Value>(found - words.begin());
}

}  // namespace

std::string_view key_of(PublicHeading heading) {
    return headings.at(static_cast<std::size_t>(heading)).key;
}
std::string_view title_of(PublicHeading heading) {
    return headings.at(static_cast<std::size_t>(heading)).title;
}
std::optional<PublicHeading> parse_public_heading(std::string_view key) {
    return parse_in<PublicHeading>(headings, key);
}

std::string_view key_of(ComponentState state) {
    return component_states.at(static_cast<std::size_t>(state)).key;
}
std::string_view title_of(ComponentState state) {
    return component_states.at(static_cast<std::size_t>(state)).title;
}
std::optional<ComponentState> parse_component_state(std::string_view key) {
    return parse_in<ComponentState>(component_states, key);
}

std::string_view key_of(PublicEnd end) {
    return ends.at(static_cast<std::size_t>(end)).key;
}
std::optional<PublicEnd> parse_public_end(std::string_view key) {
    return parse_in<PublicEnd>(ends, key);
}

}  // namespace tocsin
