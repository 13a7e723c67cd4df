// JSON that is only written: a value is its text, and larger values are put together from smaller ones with
// no tree in between. Reading JSON is not here.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace tocsin {

// Appends `text` between quotes, escaped as JSON wants it; bytes that are no UTF-8 stay as they are.
void append_json_string(std::string& out, std::string_view text);

class JsonText {
  public:
    struct Member;

    JsonText() = default;  // null
    JsonText(std::nullptr_t) {}
    // A string. What is no UTF-8 becomes U+FFFD: nobody could read the whole otherwise.
    JsonText(std::string_view text);
    JsonText(const std::string& text) : JsonText(std::string_view(text)) {}
    JsonText(const char* text) : JsonText(std::string_view(text)) {}
    JsonText(std::same_as<bool> auto flag) : text_(flag ? "true" : "false") {}
    JsonText(std::integral auto number)
        requires(!std::same_as<decltype(number), bool>)
        : text_(std::to_string(number)) {}

    // `text` is JSON already, of ours or checked.
    static JsonText raw(std::string text);
    static JsonText object(std::initializer_list<Member> members = {});
    static JsonText array(std::span<const JsonText> elements);
    static JsonText array(std::initializer_list<JsonText> elements = {}) {
        return array(std::span(elements.begin(), elements.size()));
    }

    // To an object, under a name of ours (nothing in it is escaped) that it does not have yet.
    void set(std::string_view name, const JsonText& value);
    // To an array.
    void push_back(const JsonText& element);

    bool is_null() const { return text_.empty(); }
    std::string_view text() const { return text_.empty() ? std::string_view("null") : text_; }
    bool operator==(const JsonText&) const = default;

  private:
    void open_for_more(char end);

    std::string text_;  // empty: null
};

struct JsonText::Member {
    std::string_view name;
    JsonText value;
};

}  // namespace tocsin
