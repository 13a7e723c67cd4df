#include "bot/base/premium_number.h"

#include <algorithm>
#include <array>

namespace tocsin {
namespace {

// From the national numbering plans, as their regulators publish them; +979 is ITU-T E.169.2.
constexpr std::array<std::string_view, 48> prefixes{
    "+979",                                               // international
    "+1900",                                              // North America
    "+449",    "+4484",   "+4487",                        // United Kingdom
    "+49900",  "+49137",  "+49180",                       // Germany
    "+3381",   "+3382",   "+3389",                        // France
    "+34803",  "+34806",  "+34807",  "+34905",            // Spain
    "+39892",  "+39893",  "+39894",  "+39895", "+39899",  // Italy
    "+43900",  "+43901",  "+43930",  "+43931",            // Austria
    "+41900",  "+41901",  "+41906",                       // Switzerland
    "+31900",  "+31906",  "+31909",                       // Netherlands
    "+3290",                                              // Belgium
    "+46900",  "+46939",  "+46944",                       // Sweden
    "+4782",                                              // Norway
    "+4590",                                              // Denmark
    "+358600", "+358700",                                 // Finland
    "+351760", "+351761", "+351762",                      // Portugal
    "+4870",                                              // Poland
    "+420900", "+420906", "+420909",                      // Czechia
    "+6119",   "+64900",                                  // Australia, New Zealand
    "+81990",                                             // Japan
};

}  // namespace

bool is_premium_number(std::string_view e164) {
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return e164.starts_with(prefix); });
}

}  // namespace tocsin
