// application/x-www-form-urlencoded, as bodies and as queries: written and read. No multipart.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin {

using FormFields = std::vector<std::pair<std::string, std::string>>;  // in order; names may repeat

std::string form_encode(std::string_view text);
std::string write_form(const FormFields& fields);

// Decoded. Accepts anything: a broken escape stays as it is, a name without = has an empty value.
FormFields read_form(std::string_view text);

// The value of the first field of that name; empty when absent. It points into `fields`, unless they are a
// temporary that would be gone.
std::string_view field_of(const FormFields& fields, std::string_view name);
std::string field_of(FormFields&& fields, std::string_view name);
int number_of(const FormFields& fields, std::string_view name);  // 0 unless it is a number from 0 to 999,999

}  // namespace tocsin
