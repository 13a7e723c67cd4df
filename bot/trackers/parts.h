// What the trackers have in common: limits, the marker in a text, and what a status says of a ticket.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "bot/trackers/tracker.h"

namespace tocsin::trackers {

std::string title_of(const Ticket& ticket);  // one line of at most 250 UTF-16 units
// The text with the link, at most 8 000 UTF-16 units, and the marker where Markdown shows nothing.
std::string markdown_of(const Ticket& ticket);

// Of a status other than 2xx, or of an answer that is not the product's.
Outcome refused(const channels::HttpAnswer& answer, std::string_view product);
Outcome unreadable(std::string_view product);

Standing standing_of(bool closed);
// Of an outcome that says nothing of a ticket.
Standing as_standing(const Outcome& trouble);

struct NumberedIssue {
    std::string repository;  // example/api
    std::string number;      // digits
};
std::optional<NumberedIssue> numbered_issue(std::string_view name);  // example/api#7
bool is_issue_key(std::string_view key);                             // OPS-12

// https or http with a host: what people are given to press.
bool is_address(std::string_view url);

}  // namespace tocsin::trackers
