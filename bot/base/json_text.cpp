#include "bot/base/json_text.h"

#include <stdexcept>
#include <utility>

#include "bot/base/text.h"

namespace tocsin {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view value) {
    if (out.back() != '{') out += ',';
    out += '"';
    out += name;
    out += "\":";
    out += value;
}

void append_element(std::string& out, std::string_view value) {
    if (out.back() != '[') out += ',';
    out += value;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto stands_for_itself = [](char c) {
        return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
    };
    out += '"';
    while (true) {
        const auto as_it_is = plain_run(text, stands_for_itself);
        out.append(text.substr(0, as_it_is));
        text.remove_prefix(as_it_is);
        if (text.empty()) break;
        const char c = text.front();
        text.remove_prefix(1);
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20) {
            out += {'\\', c};
        } else if (c == '\n') {
            out += "\\n";
        } else {
            out += {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
        }
    }
    out += '"';
}

JsonText::JsonText(std::string_view text) {
    text_.reserve(text.size() + 2);
    append_json_string(text_, valid_utf8(text) ? text : std::string_view(clean_utf8(text)));
}

JsonText JsonText::raw(std::string text) {
    JsonText value;
    if (text != "null") value.text_ = std::move(text);
    return value;
}

JsonText JsonText::object(std::initializer_list<Member> members) {
    std::size_t size = 2;
    for (const auto& [name, value] : members) size += name.size() + value.text().size() + 4;
    JsonText object;
    object.text_.reserve(size);
    object.text_ += '{';
    for (const auto& [name, value] : members) append_member(object.text_, name, value.text());
    object.text_ += '}';
    return object;
}

JsonText JsonText::array(std::span<const JsonText> elements) {
    std::size_t size = 2;
    for (const auto& element : elements) size += element.text().size() + 1;
    JsonText array;
    array.text_.reserve(size);
    array.text_ += '[';
    for (const auto& element : elements) append_element(array.text_, element.text());
    array.text_ += ']';
    return array;
}

void JsonText::set(std::string_view name, const JsonText& value) {
    open_for_more('}');
    append_member(text_, name, value.text());
    text_ += '}';
}

void JsonText::push_back(const JsonText& element) {
    open_for_more(']');
    append_element(text_, element.text());
    text_ += ']';
}

void JsonText::open_for_more(char end) {
    if (text_.empty() || text_.back() != end) throw std::logic_error("JSON of another kind cannot grow so");
    text_.pop_back();
}

}  // namespace tocsin
