#include "bot/base/form.h"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

#include "bot/base/text.h"

namespace tocsin {
namespace {

bool unreserved(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string form_decode(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            result += ' ';
        } else if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                   hex_digit(text[i + 2]) >= 0) {
            result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

}  // namespace

std::string form_encode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (unreserved(c))
            out += c;
        else if (c == ' ')
            out += '+';
        else
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string write_form(const FormFields& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        out += form_encode(name) + "=" + form_encode(value);
    }
    return out;
}

FormFields read_form(std::string_view text) {
    FormFields fields;
    for (const auto each : split(text, '&')) {
        if (each.empty()) continue;
        const auto equals = each.find('=');
        const auto value = equals == std::string_view::npos ? std::string_view() : each.substr(equals + 1);
        fields.emplace_back(form_decode(each.substr(0, equals)), form_decode(value));
    }
    return fields;
}

std::string_view field_of(const FormFields& fields, std::string_view name) {
    for (const auto& [each, value] : fields)
        if (each == name) return value;
    return {};
}

std::string field_of(FormFields&& fields, std::string_view name) {
    return std::string(field_of(std::as_const(fields), name));
}

int number_of(const FormFields& fields, std::string_view name) {
    constexpr int highest = 999'999;
    const auto text = field_of(fields, name);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = error == std::errc() && end == text.data() + text.size();
    return good && value >= 0 && value <= highest ? value : 0;
}

}  // namespace tocsin
