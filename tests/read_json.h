// What the program wrote as JSON, as a value that tests can look into.
#pragma once

#include <nlohmann/json.hpp>

#include "bot/base/json_text.h"

namespace tocsin {

inline nlohmann::json read_json(const JsonText& written) {
    return nlohmann::json::parse(written.text());
}

}  // namespace tocsin
