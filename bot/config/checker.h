// Compares a document with the description of the keys: unknown keys, missing ones, values of the wrong form,
// names that nothing has. Rules between several keys are in cross_checks.h.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/config/document.h"
#include "bot/config/load.h"
#include "bot/config/shape.h"

namespace tocsin::config {

// What people, teams, … there are to refer to, by the section that defines them.
using Names = std::map<std::string, std::vector<std::string>, std::less<>>;

void check_shape(const Node& root, const Shape& shape, const Names& names, Needs needs,
                 std::vector<Finding>& findings);

// Text as it may be shown: one line, cut, *** when it looks like a secret.
std::string shown(std::string_view text);
// The value as it may be shown: as written in the file, with the names of variables instead of their values.
std::string shown(const Node& node);

}  // namespace tocsin::config
