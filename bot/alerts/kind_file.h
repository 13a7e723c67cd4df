// The built-in descriptions of sources, kinds/*.json: which of a kind's payloads is meant, and where the
// parts of an alert stand in it. They are compiled into the program; a bad one is a fault of the program.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/alert_fields.h"

namespace tocsin::alerts {

struct KindFile {
    std::vector<AlertFields> variants;  // the first that applies counts
    std::string otherwise;  // what a sender of anything else is told; empty: it is nothing to tell
    // Of a deployment that went live: it fires, its title is what was deployed, and its labels may be
    // environment, version, commit and by.
    std::optional<AlertFields> deployment{};
};

const KindFile& kind_file(std::string_view kind);
// nullptr: such a source tells of none.
const AlertFields* deployment_fields(std::string_view kind);

// Of an object whose members are called as those of AlertFields. Throws for anything else.
AlertFields fields_from(const nlohmann::json& object);

}  // namespace tocsin::alerts
