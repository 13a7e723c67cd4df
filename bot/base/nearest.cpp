#include "bot/base/nearest.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr std::size_t longest_compared = 60;
constexpr std::size_t most_names_listed = 12;

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& names) {
    // A third of the letters wrong is still a slip of the hand, half of them is another word.
    const std::size_t bound = std::clamp<std::size_t>(word.size() / 3, 1, 3);
    std::string best;
    std::size_t best_distance = bound + 1;
    for (const std::string& name : names) {
        const std::size_t distance =
            edit_distance(to_lower(word.substr(0, longest_compared)), to_lower(name), bound);
        if (distance >= best_distance) continue;
        best = name;
        best_distance = distance;
    }
    return best;
}

std::string choose_from(std::string_view word, const std::vector<std::string>& names,
                        std::string_view otherwise) {
    if (const std::string near = nearest(word, names); !near.empty())
        return fmt::format("write \"{}\"", near);
    if (names.empty() || names.size() > most_names_listed) return std::string(otherwise);
    return fmt::format("write one of {}", join(names, ", "));
}

}  // namespace tocsin
