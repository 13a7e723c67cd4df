// SMS text in the GSM 03.38 alphabet: how many segments a text takes, and plain characters for those that the
// alphabet lacks or that cost two. What a message says is the templates' business.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin {

struct Segments {
    bool gsm7 = true;  // false: one character outside makes all of it UCS-2
    std::size_t count = 0;
    bool operator==(const Segments&) const = default;
};
Segments segments_of(std::string_view utf8);

// One segment of GSM-7: 160 units, of which some characters take two.
bool fits_one_segment(std::string_view utf8);

// Only characters of one unit and €: typographic characters become plain ones, letters lose the accents the
// alphabet lacks, invisible characters vanish, anything else becomes ?.
std::string to_gsm7(std::string_view utf8);

// to_gsm7, and cut to one segment.
std::string one_segment(std::string_view utf8);

}  // namespace tocsin
