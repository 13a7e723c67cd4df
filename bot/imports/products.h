// The products whose schedules can be read, and the one way to read them: from the texts of files to values.
// A new product is an adapter beside the others and a line here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/imports/imported.h"

namespace tocsin::imports {

enum class Product { pagerduty, opsgenie, grafana_oncall, ical };

std::string_view key_of(Product product);  // grafana-oncall
std::optional<Product> parse_product(std::string_view key);
std::vector<std::string> product_keys();

struct Request {
    Product product{};
    std::vector<std::string> texts;          // of the files
    std::map<std::string, PersonId> wanted;  // their ID, address or name to our key
    std::map<PersonId, Person> known;        // people of the configuration
    Span wanted_span;                        // for which a calendar is written out
};

inline constexpr std::size_t largest_text = 16 * 1024 * 1024;

Expected<Imported> import_schedules(const Request& request);

}  // namespace tocsin::imports
