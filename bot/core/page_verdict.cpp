#include "bot/core/page_verdict.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin {
namespace {

constexpr std::array<std::pair<PageVerdict, std::string_view>, 4> keys{{
    {PageVerdict::real, "real"},
    {PageVerdict::false_alarm, "false_alarm"},
    {PageVerdict::not_actionable, "not_actionable"},
    {PageVerdict::duplicate, "duplicate"},
}};

}  // namespace

std::string_view key_of(PageVerdict verdict) {
    return std::ranges::find(keys, verdict, &decltype(keys)::value_type::first)->second;
}

std::optional<PageVerdict> parse_page_verdict(std::string_view key) {
    const auto found = std::ranges::find(keys, key, &decltype(keys)::value_type::second);
    return found == keys.end() ? std::nullopt : std::optional{found->first};
}

}  // namespace tocsin
