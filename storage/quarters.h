// Quarters of an hour since 1970, by which alerts and pages are counted: there is no zone whose midnight or
// hour begins within one.
#pragma once

#include <cstdint>

#include "bot/base/time.h"

namespace tocsin::storage {

using Quarters = std::chrono::duration<std::int64_t, std::ratio<15 * 60>>;

inline std::int64_t quarter_of(Time at) {
    return std::chrono::floor<Quarters>(at).time_since_epoch().count();
}

}  // namespace tocsin::storage
