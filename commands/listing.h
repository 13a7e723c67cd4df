// Lists of incidents by pages, for `list`, `find` and their buttons. Private incidents are in a list only for
// those who may read them.
#pragma once

#include <string>
#include <string_view>

#include "commands/verb.h"

namespace tocsin::commands {

// `filter`: "", "all", "mine", "sev1", "closed". `page` counts from 0.
Expected<Answer> list_answer(const Request& request, std::string_view filter, std::size_t page, Desk& desk);
Answer find_answer(const Request& request, std::string_view words, std::size_t page, Desk& desk);

inline constexpr std::size_t most_listed = 1000;  // incidents looked at for one answer

}  // namespace tocsin::commands
