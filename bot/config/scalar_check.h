// Whether the text of one scalar has the form its kind asks for, and the sentence about it when it has not.
// Collections and rules between keys are not checked here.
#pragma once

#include <optional>
#include <string>

#include "bot/config/checker.h"
#include "bot/config/shape.h"

namespace tocsin::config {

struct Complaint {
    std::string why;
    std::string fix;
};

// `text` is not empty and of no collection. Neither part of a complaint shows the text of a secret.
std::optional<Complaint> complaint_about(const Shape& shape, const std::string& text, const Names& names);

}  // namespace tocsin::config
