// A regular expression that is looked for in time linear in the text, whatever the expression: a rule must
// not be able to hold the engine up. On RE2, whose syntax it is.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace tocsin::alerts {

inline constexpr std::size_t most_pattern_memory = 1024 * 1024;  // bytes, compiled

class Pattern {
  public:
    // Error: why it is none, in RE2's words.
    static std::expected<std::shared_ptr<const Pattern>, std::string> compile(std::string_view text);

    explicit Pattern(std::unique_ptr<const re2::RE2> compiled);
    ~Pattern();

    bool found_in(std::string_view text) const;  // anywhere, unless it has ^ and $

  private:
    std::unique_ptr<const re2::RE2> compiled_;
};

}  // namespace tocsin::alerts
