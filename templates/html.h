// Text made safe for HTML, and plain text as simple HTML for mails. Pages of the web are in pages/.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::templates {

std::string escape_html(std::string_view text);
std::string html_paragraph(std::string_view text, std::string_view kind = "");  // `kind`: its class
std::string html_link(std::string_view address, std::string_view text);
// Of a form: pressed, it sends press=`press`. `first`: the one that stands out.
std::string html_button(std::string_view press, std::string_view label, bool first = false);
// Paragraphs and line breaks as they stand; https addresses become links.
std::string html_of_text(std::string_view text);

}  // namespace tocsin::templates
