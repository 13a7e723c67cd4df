// The sentences with which decisions are refused, shared by the files that decide.
#pragma once

#include <string>

#include "bot/core/incident.h"

namespace tocsin {

inline std::unexpected<Error> conflict(std::string message) {
    return fail(ErrorKind::conflict, std::move(message));
}
inline std::unexpected<Error> invalid(std::string message) {
    return fail(ErrorKind::invalid, std::move(message));
}

// The incident has ended: how, when, and that nothing was changed.
std::string over(const Incident& incident);

}  // namespace tocsin
