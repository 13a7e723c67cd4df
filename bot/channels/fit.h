// Foreign text made to fit into a provider's field: valid, without control characters, not too long. Markup
// of a medium is with the medium: twiml.h, gsm7.h, mail_message.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::channels {

// Limits in UTF-16 units, which is never more generous than characters.
std::string one_line(std::string_view text, std::size_t limit);   // line breaks and tabs become blanks
std::string paragraph(std::string_view text, std::size_t limit);  // line breaks stay

bool is_plain_id(std::string_view text);  // letters, digits, - and _, at most 64: safe in a path

std::string at_most_bytes(std::string_view utf8, std::size_t limit);  // cut between characters

}  // namespace tocsin::channels
