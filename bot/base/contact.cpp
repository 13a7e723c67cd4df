#include "bot/base/contact.h"

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Words of `extra` characters besides letters and digits, with single dots between them.
bool is_dotted(std::string_view text, std::string_view extra) {
    return std::ranges::all_of(split(text, '.'), [&](std::string_view word) {
        return !word.empty() &&
               std::ranges::all_of(word, [&](char c) { return is_alphanumeric(c) || extra.contains(c); });
    });
}

}  // namespace

bool is_phone(std::string_view text) {
    return text.size() >= 8 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
           std::ranges::all_of(text.substr(1), is_digit);
}

bool is_calling_code(std::string_view text) {
    return text.size() >= 2 && text.size() <= 8 && text[0] == '+' && text[1] != '0' &&
           std::ranges::all_of(text.substr(1), is_digit);
}

bool is_email(std::string_view text) {
    constexpr std::size_t longest_local_part = 64;
    constexpr std::size_t longest_address = 254;
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at > longest_local_part || text.size() > longest_address)
        return false;
    const auto domain = text.substr(at + 1);
    return is_dotted(text.substr(0, at), "!#$%&'*+-/=?^_`{|}~") && is_dotted(domain, "-") &&
           !domain.starts_with('-') && !domain.ends_with('-');
}

std::string number_ending(std::string_view phone) {
    constexpr std::size_t shown_digits = 4;
    return "number ending " + std::string(phone.substr(phone.size() - std::min(phone.size(), shown_digits)));
}

std::optional<Mailbox> read_mailbox(std::string_view text) {
    const std::size_t open = text.find('<');
    if (open == std::string_view::npos)
        return is_email(text) ? std::optional(Mailbox{"", std::string(text)}) : std::nullopt;
    if (!text.ends_with('>')) return std::nullopt;
    const auto address = text.substr(open + 1, text.size() - open - 2);
    auto name = trim(text.substr(0, open));
    if (name.size() > 1 && name.starts_with('"') && name.ends_with('"'))
        name = name.substr(1, name.size() - 2);
    const bool one_line = std::ranges::none_of(name, [](char c) { return c == '\r' || c == '\n'; });
    if (!one_line || !is_email(address)) return std::nullopt;
    return Mailbox{std::string(name), std::string(address)};
}

}  // namespace tocsin
