// Words for a voice: numbers as words, abbreviations letter by letter, without code, links and symbols.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::templates {

std::string spoken_number(std::int64_t number);     // forty-two; 0 to 999 999, larger ones digit by digit
std::string spoken(std::string_view plain_words);   // "A P I down": short words in capitals are spelled
std::string spoken_duration(std::int64_t minutes);  // one minute, two hours

}  // namespace tocsin::templates
