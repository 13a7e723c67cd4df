// A change of the rota as the JSON of its row and of exports.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/rota_change.h"

namespace tocsin::storage {

std::string rota_change_to_json(const RotaChange& change);  // without its ID
RotaChange rota_change_from_json(std::string_view text);    // UnreadableValue when it is not one of ours

}  // namespace tocsin::storage
