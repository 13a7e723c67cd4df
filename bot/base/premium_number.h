// Phone numbers that cost whoever calls or texts them more than a call or text, and earn their owner that:
// nobody is reached there. Known prefixes of the largest numbering plans; what a number costs at a provider
// is not known here.
#pragma once

#include <string_view>

namespace tocsin {

bool is_premium_number(std::string_view e164);

}  // namespace tocsin
