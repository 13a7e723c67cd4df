#include "bot/core/runbook.h"

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin {

const Runbook* find_runbook(const Runbooks& runbooks, std::string_view name) {
    const auto found = std::ranges::find_if(runbooks, [&](const auto& entry) {
        return iequals(entry.first, name) || iequals(entry.second.title, name);
    });
    return found == runbooks.end() ? nullptr : &found->second;
}

}  // namespace tocsin
