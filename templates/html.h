// Text made safe for HTML, and plain text as simple HTML for mails. Pages of the web are in pages/.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::templates {

std::string escape_html(std::string_view text);
// Paragraphs and line breaks as they stand; https addresses become links.
std::string html_of_text(std::string_view text);

}  // namespace tocsin::templates
