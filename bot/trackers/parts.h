// What the trackers have in common: limits, the marker in a text, and what a status says of a ticket.
#pragma once

#include <nlohmann/json.hpp>
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

// https or http with a host: what people are given to press.
bool is_address(std::string_view url);

}  // namespace tocsin::trackers
