// The words that the public reads: a heading, what state a component is in, and text that somebody confirmed
// for the public. Internal texts are plain strings; nothing turns one into a PublicText but that
// confirmation.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

enum class PublicHeading { investigating, identified, monitoring, resolved, maintenance };
std::string_view key_of(PublicHeading heading);    // investigating
std::string_view title_of(PublicHeading heading);  // Investigating
std::optional<PublicHeading> parse_public_heading(std::string_view key);

// From best to worst.
enum class ComponentState { operational, maintenance, degraded, partial_outage, major_outage };
std::string_view key_of(ComponentState state);    // major_outage
std::string_view title_of(ComponentState state);  // Major outage
std::optional<ComponentState> parse_component_state(std::string_view key);
// under_maintenance: in the API of Atlassian Statuspage, and in our public JSON, which has its shape.
std::string_view statuspage_word_of(ComponentState state);

using ComponentStates = std::map<std::string, ComponentState>;  // by the component's name

// How a heading's thread of entries ended otherwise than by being resolved.
enum class PublicEnd { withdrawn, joined };
std::string_view key_of(PublicEnd end);
std::optional<PublicEnd> parse_public_end(std::string_view key);

inline constexpr std::size_t longest_public_text = 1000;  // UTF-16 units
inline constexpr std::size_t longest_public_title = 120;

class PublicText {
  public:
    PublicText() = default;
    // `plain`: words without markup that a person saw as what becomes public, or that are Tocsin's own.
    static PublicText confirmed(std::string plain) { return PublicText(std::move(plain)); }

    const std::string& str() const { return text_; }
    bool operator==(const PublicText&) const = default;

  private:
    explicit PublicText(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace tocsin
