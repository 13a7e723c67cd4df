// What became of the page that began an incident, as people say afterwards: the false positive rate of each
// alert rule is counted by it.
#pragma once

#include <optional>
#include <string_view>

namespace tocsin {

enum class PageVerdict {
    real,            // worth waking somebody for
    false_alarm,     // nothing was wrong
    not_actionable,  // something was wrong, and there was nothing to do
    duplicate,       // of another incident
};
std::string_view key_of(PageVerdict verdict);
std::optional<PageVerdict> parse_page_verdict(std::string_view key);

}  // namespace tocsin
