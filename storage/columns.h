// How instants and flags stand in the database's columns.
#pragma once

#include <cstdint>
#include <optional>

#include "bot/base/time.h"
#include "storage/connection.h"

namespace tocsin::storage {

inline std::int64_t column(Time at) {
    return at.time_since_epoch().count();
}
inline std::int64_t column(bool flag) {
    return flag ? 1 : 0;
}
inline Parameter column(const std::optional<Time>& at) {
    return at ? Parameter(column(*at)) : Parameter(Null{});
}
inline Parameter column_or_null(std::string_view text) {
    return text.empty() ? Parameter(Null{}) : Parameter(text);
}
inline Time time_of(std::int64_t column) {
    return Time(Duration(column));
}

}  // namespace tocsin::storage
