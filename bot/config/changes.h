// What a reload changes: which sentences the log gets, what waits for a restart, and whether the new file is
// refused although it is valid. Applying it is the caller's work.
#pragma once

#include <string>
#include <vector>

#include "bot/config/configuration.h"

namespace tocsin::config {

struct Changes {
    std::vector<std::string> applied;       // sections that take effect now: "people changed"
    std::vector<std::string> need_restart;  // sentences: the running bot keeps the old value of these
    std::vector<std::string> warnings;      // sentences: whom a SEV 1 will page no more
    std::string refused;                    // not empty: a sentence why the old configuration has to stay
    bool operator==(const Changes&) const = default;
};

Changes changes_between(const Configuration& running, const Configuration& loaded, Time at);

// `loaded` with the running values of what only a restart can change.
Configuration keep_what_needs_restart(const Configuration& running, Configuration loaded);

}  // namespace tocsin::config
