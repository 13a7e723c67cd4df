#include "bot/core/public_words.h"

#include "bot/core/enum_words.h"

namespace tocsin {
namespace {

constexpr std::array<EnumWords, 5> headings{{{"investigating", "Investigating"},
                                             {"identified", "Identified"},
                                             {"monitoring", "Monitoring"},
                                             {"resolved", "Resolved"},
                                             {"maintenance", "Maintenance"}}};
constexpr std::array<EnumWords, 5> component_states{{{"operational", "Operational"},
                                                     {"maintenance", "Under maintenance"},
                                                     {"degraded", "Degraded"},
                                                     {"partial_outage", "Partial outage"},
                                                     {"major_outage", "Major outage"}}};
constexpr std::array<EnumWords, 2> ends{{{"withdrawn", "Withdrawn"}, {"joined", "Joined"}}};

}  // namespace

std::string_view key_of(PublicHeading heading) {
    return words_in(headings, heading).key;
}
std::string_view title_of(PublicHeading heading) {
    return words_in(headings, heading).title;
}
std::optional<PublicHeading> parse_public_heading(std::string_view key) {
    return parse_in<PublicHeading>(headings, key);
}

std::string_view key_of(ComponentState state) {
    return words_in(component_states, state).key;
}
std::string_view title_of(ComponentState state) {
    return words_in(component_states, state).title;
}
std::optional<ComponentState> parse_component_state(std::string_view key) {
    return parse_in<ComponentState>(component_states, key);
}

std::string_view statuspage_word_of(ComponentState state) {
    switch (state) {
        case ComponentState::maintenance:
            return "under_maintenance";
        case ComponentState::degraded:
            return "degraded_performance";
        case ComponentState::operational:
        case ComponentState::partial_outage:
        case ComponentState::major_outage:
            break;
    }
    return key_of(state);
}

std::string_view key_of(PublicEnd end) {
    return words_in(ends, end).key;
}
std::optional<PublicEnd> parse_public_end(std::string_view key) {
    return parse_in<PublicEnd>(ends, key);
}

}  // namespace tocsin
