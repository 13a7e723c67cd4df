// The syntax of the addresses people are reached at: phone numbers and e-mail. Whether somebody answers there
// is not known here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

bool is_phone(std::string_view text);         // E.164: + and 7 to 15 digits
bool is_calling_code(std::string_view text);  // of a country, or what numbers there begin with: +49, +1242
bool is_email(std::string_view text);  // dana@example.com: ASCII, no quotes, no comments, no line breaks

// "number ending 4821": all that is ever shown of a phone number.
std::string number_ending(std::string_view phone);

struct Mailbox {
    std::string name;  // may be empty
    std::string address;
    bool operator==(const Mailbox&) const = default;
};
std::optional<Mailbox> read_mailbox(std::string_view text);  // dana@example.com or Dana <dana@example.com>

}  // namespace tocsin
