// Every key of the configuration as a row of a table in Markdown, from the one description that checks files.
// docs/configuration.md has these rows, under headings of its own and with what rows cannot say.
#pragma once

#include <string>
#include <vector>

namespace tocsin::config {

std::vector<std::string>
key_rows();  // "| `slack.channel` | channel | `incidents` | Name or ID of … |", in the order of the keys

}  // namespace tocsin::config
