// One thing that is wrong, or looks wrong, in a configuration: where, what, why and how to mend it. Values of
// secrets are never part of it.
#pragma once

#include <string>
#include <vector>

namespace tocsin::config {

enum class Weight { error, warning };

struct Position {
    int line = 1;    // from 1
    int column = 1;  // from 1, in bytes
    bool operator==(const Position&) const = default;
};

struct Finding {
    Weight weight = Weight::error;
    std::string file;
    int line = 1;    // from 1
    int column = 1;  // from 1, in bytes
    std::string what;
    std::string why;
    std::string fix;
    bool operator==(const Finding&) const = default;
};

Finding error_at(Position at, std::string what, std::string why, std::string fix);
Finding warning_at(Position at, std::string what, std::string why, std::string fix);

// "tocsin.yaml:12:3: what, why, fix"; a warning has "warning: " before what.
std::string to_line(const Finding& finding);
std::vector<std::string> to_lines(const std::vector<Finding>& findings);
bool has_errors(const std::vector<Finding>& findings);

}  // namespace tocsin::config
